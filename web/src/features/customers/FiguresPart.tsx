import type { CustomerCardView } from '@luckygas/contract/endpoints/customers.ts'
import { daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatCounts, formatMoney, formatShortDate, sumCounts } from '@luckygas/ui/format/format.ts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Figure {
  name: string
  value: ReactNode
  note: string
  /** The part of the card that lists what the figure counts. */
  to: string
  isAlarming?: boolean
}

/** What somebody on the phone wants to know first; each figure leads to its list. */
export function FiguresPart({ customer }: { customer: CustomerCardView }) {
  const { t } = useTranslation()
  const { account, sites, openOrders, prices } = customer
  const soonest = sites
    .flatMap(site => site.forecast ?? [])
    .sort((a, b) => (a.runOutOn < b.runOutOn ? -1 : 1))[0]
  const left = soonest && daysBetween(today(), soonest.runOutOn)
  const held = sumCounts(sites.map(site => site.held))
  const owed = BigInt(account.owedNtd)
  const price = prices[0]?.line
  const next = openOrders[0]
  const figures: Figure[] = [
    ...(soonest === undefined || left === undefined
      ? []
      : [
          {
            name: t('customers.forecast'),
            value: t('word.daysOf', { count: left }),
            note: t('customers.range', {
              from: formatShortDate(soonest.p10),
              to: formatShortDate(soonest.p90),
            }),
            to: '#site-1',
            isAlarming: left <= 1,
          },
        ]),
    { name: t('customers.held'), value: formatCounts(held) || '–', note: '', to: '#site-1' },
    {
      name: owed < 0n ? t('customers.credit') : t('customers.owed'),
      value: formatMoney(String(owed < 0n ? -owed : owed)),
      note: 'NT$',
      to: '#deliveries',
      isAlarming: owed > 0n && customer.settlement !== 'monthly',
    },
    ...(account.depositsNtd === null
      ? []
      : [
          {
            name: t('settings.deposit'),
            value: formatMoney(account.depositsNtd),
            note: 'NT$',
            to: '#deliveries',
          },
        ]),
    ...(price === undefined || !price.isPriced
      ? []
      : [
          {
            name: t('prices.inForce'),
            value: formatMoney(price.unitPriceNtd),
            note: `/ ${t(`unit.${price.unit}`)}・${t(`prices.kind.${price.rule}`)}`,
            to: '#prices',
          },
        ]),
    {
      name: t('customers.openOrders'),
      value: String(openOrders.length),
      note: next === undefined ? '' : formatShortDate(next.requestedOn),
      to: '#orders',
    },
  ]
  return (
    <nav className="figures" aria-label={t('customers.figures')}>
      {figures.map(figure => (
        <a key={figure.name} href={figure.to} className="figure">
          <span className="mut">{figure.name}</span>
          <b className={figure.isAlarming ? 'high' : ''}>{figure.value}</b>
          <span className="mut">{figure.note}</span>
        </a>
      ))}
    </nav>
  )
}
