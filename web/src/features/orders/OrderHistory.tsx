import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { formatDate, formatInstant } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'

type What = OrderView['changes'][number]['what'][number]

/** Who did what, when and why. */
export function OrderHistory({ order }: { order: OrderView }) {
  const { t } = useTranslation()
  const words = ({ field }: What, text: string) => {
    if (field === 'requestedOn') return formatDate(text)
    if (field === 'slot') return t(`slot.${text}`)
    if (field === 'priority') return t(`priority.${text.split('-')[0] ?? text}`)
    return text === '' ? t('word.no') : text
  }
  return (
    <ol className="changes" aria-label={t('orders.history')}>
      {order.changes.map(change => (
        <li key={`${change.at}${change.kind}${change.to}`} className="row wrap">
          <span className="num mut">{formatInstant(change.at)}</span>
          <b>{change.kind === 'state' ? t(`orderState.${change.to}`) : t(`orders.kindOf.${change.kind}`)}</b>
          <span>{change.by}</span>
          {change.what.map(what => (
            <span key={what.field}>
              {t(`orders.field.${what.field}`)} <span className="mut">{words(what, what.before)}</span> →{' '}
              {words(what, what.after)}
            </span>
          ))}
          <span className="mut">{change.reason}</span>
        </li>
      ))}
    </ol>
  )
}
