import type { PricedLineView } from '@luckygas/contract/endpoints/prices.ts'
import { formatDate, formatMoney } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'

/** Which rule made a price, and what it would be without: in words, beside the figure. */
export function PriceReason({ price }: { price: PricedLineView }) {
  const { t } = useTranslation()
  const applied = price.steps.find(step => step.outcome === 'applied')
  const list = price.steps.find(step => step.rule === 'list')
  const isDearer = list?.unitPriceNtd != null && list.unitPriceNtd !== price.unitPriceNtd
  const words = [
    applied?.reason ?? '',
    price.rule === 'list' && applied ? t('orders.since', { date: formatDate(applied.validFrom) }) : '',
    isDearer ? t('orders.listPrice', { price: formatMoney(list.unitPriceNtd ?? '0') }) : '',
  ].filter(Boolean)
  return (
    <span className="why">
      <span className="chip">{t(`prices.kind.${price.rule}`)}</span>{' '}
      <span className="mut">{words.join('・')}</span>
    </span>
  )
}
