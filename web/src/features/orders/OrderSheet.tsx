import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { editableFields, mayCancel, maySplit } from '@luckygas/contract/order-edits.ts'
import { mayFollow, orderStates } from '@luckygas/contract/states.ts'
import { changeOrderState } from '@luckygas/ui/api/routes/orders.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate, formatMoney } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { slotWords } from '../../parts/words.ts'
import { paths } from '../../shell/paths.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay, useMe } from '../../shell/session.ts'
import { UrgentInsertion } from '../running-day/UrgentInsertion.tsx'
import { CancelOrder } from './CancelOrder.tsx'
import { EditOrder } from './EditOrder.tsx'
import { EmergencyClock } from './EmergencyClock.tsx'
import { OrderHistory } from './OrderHistory.tsx'
import { goodsWords, orderPayment, orderTotal, orderWindows } from './order-words.ts'
import { SplitOrder } from './SplitOrder.tsx'
import type { OrderDraft } from './use-order-draft.ts'

export const orderSteps = ['insert', 'edit', 'split', 'cancel'] as const
export type OrderStep = (typeof orderSteps)[number]
interface Props {
  order: OrderView
  /** Opens on a step at once, as a duplicate that is to be changed does. */
  opensOn?: OrderStep | undefined
  typed?: OrderDraft
  onClose: () => void
}

/** One order: its lines, its history, and what its state lets this person do. */
export function OrderSheet({ order, opensOn, typed, onClose }: Props) {
  const { t } = useTranslation()
  const [step, setStep] = useState<OrderStep | undefined>(opensOn)
  const saved = () => setStep(undefined)
  return (
    <Sheet
      title={t('orders.title', { number: order.number, name: order.shortName })}
      isOpen
      onClose={onClose}
    >
      <Facts order={order} />
      <Steps order={order} step={step} onStep={setStep} />
      {step === 'insert' ? <UrgentInsertion of={{ orderId: order.id }} onDone={saved} /> : null}
      {step === 'edit' ? (
        <EditOrder
          key={order.id}
          order={order}
          typed={typed}
          onSaved={opensOn === 'edit' ? onClose : saved}
        />
      ) : null}
      {step === 'split' ? <SplitOrder order={order} onSaved={saved} /> : null}
      {step === 'cancel' ? <CancelOrder order={order} onSaved={saved} /> : null}
      <OrderHistory order={order} />
    </Sheet>
  )
}

function Facts({ order }: { order: OrderView }) {
  const { t } = useTranslation()
  const isOpen = orderStates[order.state].length > 0
  return (
    <dl className="facts2">
      <div>
        <dt>{t('word.state')}</dt>
        <dd>
          <b>{t(`orderState.${order.state}`)}</b>
          {order.dueBy !== null && isOpen ? <EmergencyClock dueBy={order.dueBy} /> : null}
        </dd>
      </div>
      <div>
        <dt>{t('orders.deliverOn')}</dt>
        <dd>
          {formatDate(order.requestedOn)} {slotWords(t, order.slot, orderWindows(order))}
        </dd>
      </div>
      <div>
        <dt>{t('orders.lines')}</dt>
        <dd>{goodsWords(t, order)}</dd>
      </div>
      <div>
        <dt>NT$</dt>
        <dd>{formatMoney(String(orderTotal(order)))}</dd>
      </div>
      {order.isCollection ? null : (
        <div>
          <dt>{t('orders.payment')}</dt>
          <dd>
            {t(`orders.pay.${orderPayment(order)}`)}
            {order.payment === null ? null : <span className="mut"> {t('orders.thisOrderOnly')}</span>}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('word.customer')}</dt>
        <dd>
          <Link to={paths.customer(order.customerCode)}>{order.customerCode}</Link>
        </dd>
      </div>
      {order.cancelFeeNtd === null ? null : (
        <div>
          <dt>{t('orders.fee')}</dt>
          <dd>NT$ {formatMoney(order.cancelFeeNtd)}</dd>
        </div>
      )}
    </dl>
  )
}

function Steps({
  order,
  step,
  onStep,
}: {
  order: OrderView
  step: OrderStep | undefined
  onStep: (step: OrderStep | undefined) => void
}) {
  const { t } = useTranslation()
  const act = useAct()
  const { role } = useMe()
  const mayPublish = useMay('dispatch.publish')
  const change = useWrite(changeOrderState, ['orders', 'board', 'due-list'])
  const steps: readonly [OrderStep, boolean][] = [
    ['insert', mayPublish && order.state === 'confirmed' && order.requestedOn === today()],
    ['edit', editableFields(order.state, role).length > 0],
    [
      'split',
      maySplit(order.state, role) && order.lines.some(line => line.quantity > 1 || order.lines.length > 1),
    ],
    ['cancel', mayCancel(order.state, role)],
  ]
  const mayConfirm = mayFollow(orderStates, order.state, 'confirmed') && order.state !== 'assigned'
  const confirm = () =>
    act(
      () =>
        change.mutateAsync({
          params: { id: order.id },
          body: { to: 'confirmed', version: order.version },
        }),
      t('orders.now.confirmed'),
    )
  return (
    <div className="row wrap steps-row">
      {steps
        .filter(([, isAllowed]) => isAllowed)
        .map(([name]) => (
          <button
            key={name}
            type="button"
            className={name === step ? 'btn on' : name === 'insert' ? 'btn accent' : 'btn'}
            aria-pressed={name === step}
            onClick={() => onStep(name === step ? undefined : name)}
          >
            {t(`orders.step.${name}`)}
          </button>
        ))}
      {mayConfirm && editableFields(order.state, role).length > 0 ? (
        <button type="button" className="btn" disabled={change.isPending} onClick={() => void confirm()}>
          {t('orders.confirm')}
        </button>
      ) : null}
    </div>
  )
}
