import type { CustomerCardView } from '@luckygas/contract/endpoints/customers.ts'
import { listRecurringOrders } from '@luckygas/ui/api/routes/recurring-orders.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { linesWords } from '../orders/order-words.ts'
import { nextDay, rhythmWords } from '../orders/recurring-words.ts'

/** 定期訂單 of a customer, site by site, and the way to a new one. */
export function RecurringPart({ customer }: { customer: CustomerCardView }) {
  const { t } = useTranslation()
  const mayWrite = useMay('orders.write')
  return (
    <section className="part" aria-label={t('recurring.title')}>
      <h2>{t('recurring.title')}</h2>
      {customer.sites.map(site => (
        <RecurringOfSite key={site.id} siteId={site.id} />
      ))}
      {mayWrite ? (
        <Link className="btn sm" to={paths.recurring({ customer: customer.code })}>
          {t('recurring.new')}
        </Link>
      ) : null}
    </section>
  )
}

function RecurringOfSite({ siteId }: { siteId: string }) {
  const { t } = useTranslation()
  const list = useRead(
    'orders',
    listRecurringOrders,
    { query: { siteId, limit: 20 } },
    { isEnabled: useMay('orders.read') },
  )
  const recurrings = list.data?.recurringOrders ?? []
  if (list.data === undefined) return null
  if (recurrings.length === 0) return <p className="mut">{t('recurring.none')}</p>
  return (
    <ul>
      {recurrings.map(recurring => {
        const next = nextDay(recurring, today())
        return (
          <li key={recurring.id}>
            <Link to={paths.recurring({ open: recurring.id })}>
              {rhythmWords(t, recurring.rhythm)} {linesWords(recurring)}
            </Link>{' '}
            <span className="mut">
              {t(`recurring.status.${recurring.status}`)}
              {next === undefined
                ? ''
                : `・${t('recurring.nextDay')} ${formatDate(next.deliverOn ?? next.plannedOn)}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
