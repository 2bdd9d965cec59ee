import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { type EmergencyLevel, editableFields, type OrderField } from '@luckygas/contract/order-edits.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { editOrder, getOrder } from '@luckygas/ui/api/routes/orders.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMe } from '../../shell/session.ts'
import { DigitChoice } from './DigitChoice.tsx'
import { EmergencyPart } from './EmergencyPart.tsx'
import { OrderLines } from './OrderLines.tsx'
import { goodsWords, linesWords } from './order-words.ts'
import { PaymentChoice } from './PaymentChoice.tsx'
import { linesOf, type OrderDraft, priorities, quantitiesOf, slots } from './use-order-draft.ts'
import { useQuote } from './use-quote.ts'

interface Props {
  order: OrderView
  /** What a clerk had typed into a new order that turned out to be this one. */
  typed?: OrderDraft | undefined
  onSaved: () => void
}
type Editable = Pick<
  OrderDraft,
  'quantities' | 'requestedOn' | 'slot' | 'priority' | 'emergencyLevel' | 'payment' | 'note'
>

const editableOf = (order: OrderView): Editable => ({
  quantities: quantitiesOf(order.lines),
  requestedOn: order.requestedOn,
  slot: order.slot,
  priority: order.priority,
  emergencyLevel: order.emergencyLevel ?? 2,
  payment: order.payment,
  note: order.note,
})

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The fields that the clerk himself changed; what he left alone follows whoever changed it meanwhile. */
function typedOver(seen: Editable, form: Editable): Partial<Editable> {
  const fields = (Object.keys(seen) as (keyof Editable)[]).filter(field => !isSame(seen[field], form[field]))
  return Object.fromEntries(fields.map(field => [field, form[field]]))
}

/**
 * Changes an order. When somebody else changed it meanwhile, what was typed stays, his change is shown beside it, and
 * sending again is the clerk's own decision.
 */
export function EditOrder({ order, typed, onSaved }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const { role } = useMe()
  const [seen, setSeen] = useState(order)
  const [form, setForm] = useState<Editable>(() => ({ ...editableOf(order), ...typed }))
  const [reason, setReason] = useState('')
  const [conflict, setConflict] = useState<{ by: string; what: string; at: string }>()
  const edit = useWrite(editOrder, ['orders', 'board', 'due-list', 'customers'])
  const lines = linesOf(form.quantities)
  const quote = useQuote(order.siteId, form.requestedOn, lines)
  const fields = editableFields(seen.state, role)
  const may = (field: OrderField) => fields.includes(field)
  const change = (part: Partial<Editable>) => setForm(before => ({ ...before, ...part }))
  const save = () =>
    act(async () => {
      if (lines.length === 0 || edit.isPending) return
      try {
        await edit.mutateAsync({
          params: { id: order.id },
          body: { version: seen.version, reason: reason.trim(), ...changed(seen, form, lines, may) },
        })
        onSaved()
      } catch (error) {
        if (isProblem(error, 'request.stale-version')) {
          const { by = '', what = '', at = '' } = error.params
          // Nobody may send again before the order is shown, and meant, as it is now.
          const fresh = await api.call(getOrder, { params: { id: order.id } })
          setConflict({ by: String(by), what: String(what), at: String(at) })
          setForm(before => ({ ...editableOf(fresh), ...typedOver(editableOf(seen), before) }))
          setSeen(fresh)
          return
        }
        throw error
      }
    })
  return (
    <form
      className="edit-order"
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      {conflict === undefined ? null : (
        <div className="part conflict" role="alert">
          <p>
            <b>
              {t('orders.changedBy', {
                by: conflict.by === '' ? t('orders.somebody') : conflict.by,
                time: conflict.at === '' ? '' : formatTime(conflict.at),
                what: conflict.what
                  .split(',')
                  .map(field => t(`orders.field.${field}`))
                  .join('、'),
              })}
            </b>
          </p>
          <p>
            {t('orders.isNow', {
              lines: goodsWords(t, seen),
              slot: t(`slot.${seen.slot}`),
              state: t(`orderState.${seen.state}`),
              note: seen.note,
            })}
          </p>
          <p className="mut">{t('orders.typedStays')}</p>
          <button
            type="button"
            className="btn sm"
            onClick={() => {
              setForm(editableOf(seen))
              setConflict(undefined)
            }}
          >
            {t('orders.takeTheirs')}
          </button>
        </div>
      )}
      {may('lines') ? (
        <OrderLines
          title={t('orders.lines')}
          quantities={form.quantities}
          quote={quote}
          isCollection={seen.isCollection}
          onChange={quantities => change({ quantities })}
        />
      ) : null}
      {may('requestedOn') ? (
        <section className="when">
          <div className="field">
            <span className="lab2">{t('orders.deliverOn')}</span>
            <DateChooser
              label={t('orders.deliverOn')}
              date={form.requestedOn}
              minDate={today()}
              onDate={requestedOn => change({ requestedOn })}
            />
          </div>
          <div className="field">
            <span className="lab2">{t('word.slot')}</span>
            <DigitChoice
              label={t('word.slot')}
              value={form.slot}
              onChange={slot => change({ slot })}
              options={slots.map(value => ({ value, text: t(`slot.${value}`) }))}
            />
          </div>
          <div className="field">
            <span className="lab2">{t('orders.priority')}</span>
            <DigitChoice
              label={t('orders.priority')}
              value={form.priority}
              onChange={priority => change({ priority })}
              options={priorities.map(value => ({ value, text: t(`priority.${value}`) }))}
            />
          </div>
        </section>
      ) : null}
      {may('payment') && !seen.isCollection ? (
        <section className="when">
          <PaymentChoice
            settlement={seen.settlement}
            value={form.payment}
            onChange={payment => change({ payment })}
          />
        </section>
      ) : null}
      {may('priority') && form.priority === 'emergency' ? (
        <EmergencyPart
          level={form.emergencyLevel as EmergencyLevel}
          minutes={undefined}
          onChange={emergencyLevel => change({ emergencyLevel })}
        />
      ) : null}
      <div className="pad">
        <Field
          label={t('orders.toDriver')}
          value={form.note}
          maxLength={300}
          disabled={!may('note')}
          onChange={event => change({ note: event.target.value })}
        />
        <Field
          label={t('orders.why')}
          value={reason}
          maxLength={200}
          onChange={event => setReason(event.target.value)}
        />
        <button type="submit" className="btn accent" disabled={lines.length === 0 || edit.isPending}>
          {t(conflict === undefined ? 'orders.saveEdit' : 'orders.saveOver')} <Kbd keys={['Enter']} />
        </button>
      </div>
    </form>
  )
}

/** Only what differs from what was seen, so that two people changing different things do not undo each other. */
function changed(
  seen: OrderView,
  form: Editable,
  lines: ReturnType<typeof linesOf>,
  may: (field: OrderField) => boolean,
) {
  const isUrgencyNew =
    form.priority !== seen.priority ||
    (form.priority === 'emergency' && form.emergencyLevel !== seen.emergencyLevel)
  return {
    ...(may('lines') &&
      linesWords({ lines: seen.lines }) !== linesWords({ lines: lines as never }) && { lines }),
    ...(may('requestedOn') && form.requestedOn !== seen.requestedOn && { requestedOn: form.requestedOn }),
    ...(may('slot') && form.slot !== seen.slot && { slot: form.slot }),
    ...(may('payment') && form.payment !== seen.payment && { payment: form.payment }),
    ...(may('note') && form.note !== seen.note && { note: form.note }),
    ...(may('priority') &&
      isUrgencyNew && {
        priority: form.priority,
        ...(form.priority === 'emergency' && { emergencyLevel: form.emergencyLevel }),
      }),
  }
}
