import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { mayFollow, orderStates } from '@luckygas/contract/states.ts'
import { changeOrderState } from '@luckygas/ui/api/routes/orders.ts'
import { formatDate, formatInstant, formatMoney } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { paths } from '../../shell/paths.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { linesWords, orderTotal } from './order-words.ts'

/** One order: its lines, its history, and the steps its state allows. */
export function OrderSheet({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Sheet
      title={t('orders.title', { number: order.number, name: order.shortName })}
      isOpen
      onClose={onClose}
    >
      <dl className="facts2">
        <div>
          <dt>{t('word.state')}</dt>
          <dd>
            <b>{t(`orderState.${order.state}`)}</b>
          </dd>
        </div>
        <div>
          <dt>{t('orders.deliverOn')}</dt>
          <dd>{formatDate(order.requestedOn)}</dd>
        </div>
        <div>
          <dt>{t('orders.lines')}</dt>
          <dd>{linesWords(order)}</dd>
        </div>
        <div>
          <dt>NT$</dt>
          <dd>{formatMoney(String(orderTotal(order)))}</dd>
        </div>
        <div>
          <dt>{t('word.customer')}</dt>
          <dd>
            <Link to={paths.customer(order.customerCode)}>{order.customerCode}</Link>
          </dd>
        </div>
      </dl>
      {order.note === '' ? null : <p className="pad">{order.note}</p>}
      <ol className="changes">
        {order.changes.map(change => (
          <li key={`${change.at}${change.to}`} className="row">
            <span className="mut num">{formatInstant(change.at)}</span>
            <b>{t(`orderState.${change.to}`)}</b>
            <span>{change.by}</span>
            <span className="mut">{change.reason}</span>
          </li>
        ))}
      </ol>
      <OrderSteps order={order} />
    </Sheet>
  )
}

function OrderSteps({ order }: { order: OrderView }) {
  const { t } = useTranslation()
  const act = useAct()
  const mayWrite = useMay('orders.write')
  const change = useWrite(changeOrderState, ['orders', 'board', 'due-list'])
  const [reason, setReason] = useState('')
  const go = (to: 'confirmed' | 'cancelled') =>
    act(
      () =>
        change.mutateAsync({
          params: { id: order.id },
          body: { to, reason: reason.trim(), version: order.version },
        }),
      t(`orders.now.${to}`),
    )
  const mayConfirm = mayFollow(orderStates, order.state, 'confirmed')
  const mayCancel = mayFollow(orderStates, order.state, 'cancelled')
  if (!mayWrite || (!mayConfirm && !mayCancel)) return null
  return (
    <div className="row decide">
      <Field
        label={t('orders.reason')}
        value={reason}
        maxLength={200}
        onChange={event => setReason(event.target.value)}
      />
      {mayConfirm ? (
        <button
          type="button"
          className="btn"
          disabled={change.isPending}
          onClick={() => void go('confirmed')}
        >
          {t('orders.confirm')}
        </button>
      ) : null}
      {mayCancel ? (
        <button
          type="button"
          className="btn danger"
          disabled={change.isPending || reason.trim() === ''}
          onClick={() => void go('cancelled')}
        >
          {t('orders.cancel')}
        </button>
      ) : null}
    </div>
  )
}
