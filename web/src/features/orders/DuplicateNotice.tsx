import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { formatDate, formatTime } from '@luckygas/ui/format/format.ts'
import { WarningIcon } from '@luckygas/ui/icons/more-things.tsx'
import { useTranslation } from 'react-i18next'
import { Kbd } from '../../parts/Kbd.tsx'
import { chooseByDigit } from './digit-keys.ts'
import { goodsWords } from './order-words.ts'

interface Props {
  order: OrderView
  isAsked: boolean
  onEdit: () => void
  onAnyway: () => void
}

/** The open order this one looks like: which, by whom, and the two ways on. */
export function DuplicateNotice({ order, isAsked, onEdit, onAnyway }: Props) {
  const { t } = useTranslation()
  const by = order.changes[0]?.by
  return (
    <fieldset
      className="part duplicate"
      aria-label={t('orders.duplicateTitle')}
      data-asked={isAsked}
      onKeyDown={event => chooseByDigit(event)}
    >
      <WarningIcon size={16} />
      <span>
        <b>{t('orders.alreadyOpen', { number: order.number, date: formatDate(order.requestedOn) })}</b>{' '}
        {goodsWords(t, order)}・{t(`orderState.${order.state}`)}・
        <span className="mut">
          {by === null || by === undefined
            ? formatTime(order.createdAt)
            : t('orders.takenBy', { by, time: formatTime(order.createdAt) })}
        </span>
      </span>
      <span className="sp" />
      <button
        type="button"
        className="btn sm"
        data-digit="1"
        ref={isAsked ? element => element?.focus() : undefined}
        onClick={onEdit}
      >
        {t('orders.changeThat')} <Kbd keys={['1']} />
      </button>
      <button type="button" className="btn sm" data-digit="2" onClick={onAnyway}>
        {t('orders.placeAnyway')} <Kbd keys={['2']} />
      </button>
    </fieldset>
  )
}
