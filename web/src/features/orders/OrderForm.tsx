import { gasGramsOf, products } from '@luckygas/contract/kernel/cylinders.ts'
import { daysBetween } from '@luckygas/contract/kernel/dates.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { getOrderDesk } from '@luckygas/ui/api/routes/orders.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatCount, formatDate, formatKg, formatMoney } from '@luckygas/ui/format/format.ts'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { say } from '../../parts/Toasts.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useHotkeys } from '../../parts/use-hotkeys.ts'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { DraftInsertion } from '../running-day/DraftInsertion.tsx'
import { type DraftProposal, useDraftInsertion } from '../running-day/use-draft-insertion.ts'
import { CallerAside } from './CallerAside.tsx'
import { DigitChoice } from './DigitChoice.tsx'
import { DuplicateNotice } from './DuplicateNotice.tsx'
import { EmergencyPart } from './EmergencyPart.tsx'
import { LastDeliveries } from './LastDeliveries.tsx'
import { OrderLines } from './OrderLines.tsx'
import { OrderSheet } from './OrderSheet.tsx'
import { PaymentChoice } from './PaymentChoice.tsx'
import { SiteChoice } from './SiteChoice.tsx'
import { type FunctionKeys, useFunctionKeys } from './use-function-keys.ts'
import {
  type CustomerCard,
  priorities,
  recentAt,
  slots,
  useOrderDraft,
  usualQuantities,
} from './use-order-draft.ts'
import { totalOf, useQuote } from './use-quote.ts'

interface Props {
  customer: CustomerCard
  /** Above the form: who calls, and what else can be done with the call. */
  bar: ReactNode
  /** The clerk took the call by hand, so the usual order stands ready and Enter places it. */
  isReady: boolean
  /** What the order came of, such as a call, hears of it. */
  onPlaced: (orderId: string) => Promise<unknown>
  otherKeys: FunctionKeys
}

const visits = ['gas', 'collection'] as const

/** What cannot wait for the next plan goes straight on to the running day. */
const pressing: ReadonlySet<string> = new Set(['urgent', 'emergency'])

/** One screen: where, what they took last, this order, when; the foot says what Enter will do. */
export function OrderForm({ customer, bar, isReady, onPlaced, otherKeys }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const navigate = useNavigate()
  const order = useOrderDraft(customer)
  const { draft, lines } = order
  const submit = useRef<HTMLButtonElement>(null)
  const [editing, setEditing] = useState<string>()
  const site = customer.sites.find(each => each.id === draft.siteId)
  const desk = useRead(
    'orders',
    getOrderDesk,
    { params: { id: draft.siteId } },
    { isEnabled: draft.siteId !== '' },
  )
  const quote = useQuote(draft.siteId, draft.requestedOn, lines)
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0)
  const { isCollection } = draft
  const grams = isCollection
    ? 0
    : lines.reduce((sum, line) => sum + gasGramsOf({ [products[line.product].type]: line.quantity }), 0)
  const open = desk.data?.openOrders ?? []
  const near = open.find(
    each =>
      each.isCollection === isCollection && Math.abs(daysBetween(each.requestedOn, draft.requestedOn)) <= 1,
  )
  const duplicate = open.find(each => each.id === order.duplicateId) ?? near
  const recent = recentAt(customer, draft.siteId)
  const isUsualKnown = recent.length > 0
  const insertion = useDraftInsertion({ ...draft, lines })
  const place = (isDuplicateAccepted: boolean, giveTo?: DraftProposal) =>
    act(async () => {
      if (lines.length === 0 || order.isBusy) return
      try {
        const placed = await order.send(isDuplicateAccepted)
        await onPlaced(placed.id)
        say(t('orders.placed', { number: placed.number, name: customer.shortName }))
        const isGiven = giveTo !== undefined && (await insertion.giveTo(giveTo, placed.id).catch(() => false))
        if (isGiven) say(t('running.inserted', { name: giveTo.driverName }))
        const isPressing = placed.requestedOn === today() && (giveTo || pressing.has(placed.priority))
        const next = isPressing && !isGiven ? { order: placed.id, step: 'insert' } : {}
        void navigate(paths.orders({ date: placed.requestedOn, ...next }))
      } catch (error) {
        if (isProblem(error, 'orders.duplicate')) void desk.refetch()
        throw error
      }
    }, undefined)
  const isEmergency = draft.priority === 'emergency'
  useHotkeys({ 'ctrl+Enter': () => void place(false) })
  useFunctionKeys([
    ...otherKeys,
    ['F8', () => order.change({ priority: isEmergency ? 'normal' : 'emergency', requestedOn: today() })],
    [
      'F9',
      () => (insertion.best === undefined || insertion.isOld ? undefined : void place(false, insertion.best)),
    ],
  ])
  return (
    <form
      className="ordering"
      onSubmit={event => {
        event.preventDefault()
        void place(false)
      }}
    >
      {bar}
      <div className="ordering-columns">
        <div>
          {isEmergency ? (
            <EmergencyPart
              level={draft.emergencyLevel}
              minutes={desk.data?.emergencyMinutes}
              onChange={emergencyLevel => order.change({ emergencyLevel })}
            />
          ) : null}
          {duplicate === undefined ? null : (
            <DuplicateNotice
              order={duplicate}
              isAsked={order.duplicateId !== undefined}
              onEdit={() => setEditing(duplicate.id)}
              onAnyway={() => void place(true)}
            />
          )}
          <SiteChoice
            sites={customer.sites}
            chosenId={draft.siteId}
            onChoose={siteId =>
              order.change({
                siteId,
                quantities: isCollection ? draft.quantities : usualQuantities(customer, siteId),
              })
            }
          />
          <LastDeliveries
            deliveries={recent}
            isFocused={isUsualKnown && !isReady}
            onRepeat={quantities => {
              order.change({ quantities: { ...quantities }, isCollection: false })
              submit.current?.focus()
            }}
          />
          <OrderLines
            quantities={draft.quantities}
            quote={quote}
            isCollection={isCollection}
            isFocused={!isUsualKnown || isCollection}
            onChange={quantities => order.change({ quantities })}
          />
          <section className="when">
            <div className="field">
              <span className="lab2">{t('orders.deliverOn')}</span>
              <DateChooser
                label={t('orders.deliverOn')}
                date={draft.requestedOn}
                minDate={today()}
                onDate={requestedOn => order.change({ requestedOn })}
              />
            </div>
            <div className="field">
              <span className="lab2">{t('word.slot')}</span>
              <DigitChoice
                label={t('word.slot')}
                value={draft.slot}
                onChange={slot => order.change({ slot })}
                options={slots.map(value => ({ value, text: t(`slot.${value}`) }))}
              />
            </div>
            <div className="field">
              <span className="lab2">{t('orders.visit')}</span>
              <DigitChoice
                label={t('orders.visit')}
                value={isCollection ? 'collection' : 'gas'}
                onChange={visit =>
                  order.change(
                    visit === 'collection'
                      ? { isCollection: true, payment: null, quantities: {} }
                      : { isCollection: false, quantities: usualQuantities(customer, draft.siteId) },
                  )
                }
                options={visits.map(value => ({ value, text: t(`orders.visits.${value}`) }))}
              />
            </div>
            {isCollection ? null : (
              <PaymentChoice
                settlement={customer.settlement}
                value={draft.payment}
                onChange={payment => order.change({ payment })}
              />
            )}
            <div className="field">
              <span className="lab2">{t('orders.priority')}</span>
              <DigitChoice
                label={t('orders.priority')}
                value={draft.priority}
                onChange={priority => order.change({ priority })}
                options={priorities.map(value => ({ value, text: t(`priority.${value}`) }))}
              />
            </div>
            <Field
              label={t('orders.toDriver')}
              value={draft.note}
              maxLength={300}
              onChange={event => order.change({ note: event.target.value })}
            />
          </section>
        </div>
        <CallerAside customer={customer} site={site} desk={desk.data} date={draft.requestedOn} />
      </div>
      <DraftInsertion
        best={insertion.best}
        refusal={insertion.refusal}
        isBusy={order.isBusy || insertion.isOld}
        onTake={best => void place(false, best)}
      />
      <footer className="foot sticky">
        <span className="keys mut">{t('orders.keys')}</span>
        <span className="sp" />
        <span className="num">
          {isCollection ? <b>{t('orders.collects', { count: pieces })}</b> : null}
          {isCollection ? '・' : null}
          {isCollection
            ? null
            : `${t('orders.summary', { pieces: formatCount(pieces), kg: formatKg(grams) })}・`}
          <b>NT$ {formatMoney(String(isCollection ? 0n : totalOf(quote, lines)))}</b>・
          {formatDate(draft.requestedOn)} {t(`slot.${draft.slot}`)}
        </span>
        <button
          type="submit"
          className="btn accent"
          ref={element => {
            if (submit.current === null && isReady && lines.length > 0) element?.focus()
            submit.current = element
          }}
          disabled={lines.length === 0 || order.isBusy}
        >
          {t('orders.place')} <Kbd keys={['Enter']} />
        </button>
      </footer>
      {editing === undefined || duplicate === undefined ? null : (
        <OrderSheet order={duplicate} opensOn="edit" typed={draft} onClose={() => setEditing(undefined)} />
      )}
    </form>
  )
}
