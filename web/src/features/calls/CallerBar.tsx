import { linkPhone } from '@luckygas/ui/api/routes/calls.ts'
import { formatPhone } from '@luckygas/ui/format/format.ts'
import { PhoneIcon } from '@luckygas/ui/icons/things.tsx'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import { useFunctionKeys } from '../orders/use-function-keys.ts'
import type { CustomerCard } from '../orders/use-order-draft.ts'
import { CallerName } from './CallerName.tsx'
import './calls.css'
import { Kbd } from '../../parts/Kbd.tsx'
import { useLiveCalls, useSettleCall, useTakeCall } from './use-calls.ts'

interface Props {
  callId: string
  /** The number that called or was pasted; it may not be one of the customer's yet. */
  number?: string
  customer?: CustomerCard
  onOther?: () => void
  onDone: () => void
}

/** Who is on the line, and what else can be done: another customer, only note the call, the next one waiting. */
export function CallerBar({ callId, number = '', customer, onOther, onDone }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const live = useLiveCalls()
  const take = useTakeCall()
  const settle = useSettleCall(callId)
  const call = live?.calls.find(each => each.id === callId)
  const waiting = live?.calls.filter(each => each.state === 'ringing') ?? []
  const next = waiting[0]
  const note = () =>
    act(async () => {
      await settle({ customerId: customer?.id ?? null, orderId: null })
      onDone()
    }, t('calls.noted'))
  useFunctionKeys([
    ...(callId === '' ? [] : [['Escape', () => void note()] as const]),
    ...(next === undefined ? [] : [['F4', () => void take(next)] as const]),
  ])
  return (
    <header className="caller-bar">
      <span className="phone-mark" data-live={callId !== ''}>
        <PhoneIcon size={18} />
      </span>
      {customer === undefined ? null : <CustomerHead customer={customer} />}
      {call === undefined ? null : <CallerName call={call} />}
      {customer === undefined || number === '' ? null : <LinkNumber number={number} customer={customer} />}
      <span className="sp" />
      {next === undefined ? null : (
        <button type="button" className="btn" onClick={() => void take(next)}>
          {t('calls.waiting', { count: waiting.length })}・<CallerName call={next} /> <Kbd keys={['F4']} />
        </button>
      )}
      {callId === '' ? null : (
        <button type="button" className="btn" onClick={() => void note()}>
          {t('calls.onlyNote')} <Kbd keys={['Esc']} />
        </button>
      )}
      {onOther === undefined ? null : (
        <button type="button" className="btn" onClick={onOther}>
          {t('orders.otherCustomer')} <Kbd keys={['F3']} />
        </button>
      )}
    </header>
  )
}

function CustomerHead({ customer }: { customer: CustomerCard }) {
  const { t } = useTranslation()
  const site = customer.sites[0]
  return (
    <>
      <h2>{customer.shortName}</h2>
      <span className="chip">
        {site === undefined ? '' : `${t(`billing.${site.billingMethod}`)}・`}
        {customer.settlement === null ? '' : t(`settlement.${customer.settlement}`)}
      </span>
      <span className="chip">{t(`customers.kind.${customer.kind}`)}</span>
      {customer.isTerminated ? <b className="high">{t('customers.terminated')}</b> : null}
      {customer.status === 'active' ? null : (
        <b className="high">{t(`customers.status.${customer.status}`)}</b>
      )}
      <span className="num big">{formatPhone(customer.phones[0]?.digits ?? '')}</span>
      {customer.phones.length > 1 ? (
        <span className="mut num">{t('calls.morePhones', { count: customer.phones.length - 1 })}</span>
      ) : null}
      <span className="mut">{site?.contactName}</span>
    </>
  )
}

/** The number is not one of this customer's: one press makes it so, besides whomever it belongs to. */
function LinkNumber({ number, customer }: { number: string; customer: CustomerCard }) {
  const { t } = useTranslation()
  const act = useAct()
  const link = useWrite(linkPhone, ['customers', 'calls'])
  if (customer.phones.some(phone => phone.digits === number)) return null
  const remember = () =>
    act(
      () => link.mutateAsync({ params: { code: customer.code }, body: { number } }),
      t('calls.linked', { name: customer.shortName }),
    )
  return (
    <button type="button" className="btn sm" disabled={link.isPending} onClick={() => void remember()}>
      {t('calls.link', { number: formatPhone(number) })}
    </button>
  )
}
