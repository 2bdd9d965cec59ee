import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { getCounterDesk } from '@luckygas/ui/api/routes/counter-sales.ts'
import { formatMoney } from '@luckygas/ui/format/format.ts'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Field } from '../../parts/Field.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { say } from '../../parts/Toasts.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useHotkeys } from '../../parts/use-hotkeys.ts'
import { paths } from '../../shell/paths.ts'
import { CounterLines } from './CounterLines.tsx'
import { CounterPlates } from './CounterPlates.tsx'
import { DepositRefund } from './DepositRefund.tsx'
import { DigitChoice } from './DigitChoice.tsx'
import { SiteChoice } from './SiteChoice.tsx'
import { payments, useCounterSale } from './use-counter-sale.ts'
import { useFunctionKeys } from './use-function-keys.ts'
import type { CustomerCard } from './use-order-draft.ts'

export type CounterDesk = EndpointAnswer<NonNullable<(typeof getCounterDesk)['types']>>
interface Props {
  customer: CustomerCard
  desk: CounterDesk | undefined
  onSold: () => void
}

/** One screen: what goes over the counter, how it is paid, done. */
export function CounterForm({ customer, desk, onSold }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const sale = useCounterSale(customer)
  const { draft, amount, change, refusal } = sale
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const first = draft.isReturn ? '.add button' : '[data-line] input, .add button'
    form.current?.querySelector<HTMLElement>(first)?.focus()
  }, [draft.isReturn])
  const sell = (word: Parameters<typeof sale.send>[0] = {}) =>
    act(async () => {
      if (!sale.isReady || sale.isBusy) return
      const { sale: sold, questions } = await sale.send(word)
      say(
        t(draft.isReturn ? 'counter.returned' : 'counter.sold', {
          number: sold.number,
          name: sold.shortName,
          amount: formatMoney(draft.isReturn ? String(-BigInt(sold.amountDueNtd)) : sold.amountDueNtd),
        }),
      )
      if (questions.length > 0) say(t('counter.asked', { count: questions.length }))
      onSold()
    })
  useHotkeys({ 'ctrl+Enter': () => void sell() })
  useFunctionKeys([['F6', () => sale.turn(!draft.isReturn)]])
  const isPaidOut = amount.amountDueNtd < 0n
  return (
    <form
      ref={form}
      className="ordering"
      onSubmit={event => {
        event.preventDefault()
        void sell()
      }}
    >
      <div className="caller-bar">
        <h2>{customer.shortName}</h2>
        <span className="cd">{customer.code}</span>
        <span className="mut">
          {t('orders.owes')} NT$ {formatMoney(customer.account.owedNtd)}
        </span>
        <span className="sp" />
        <button
          type="button"
          className={draft.isReturn ? 'btn on' : 'btn'}
          aria-pressed={draft.isReturn}
          onClick={() => sale.turn(!draft.isReturn)}
        >
          {t('counter.return')} <Kbd keys={['F6']} />
        </button>
      </div>
      {refusal?.code === 'duplicate' ? (
        <div className="part row wrap" role="alert">
          <b className="mid-risk">{t('counter.duplicate')}</b>
          <Link className="btn sm" to={paths.orders({ order: refusal.orderId ?? '' })}>
            {t('counter.toOrder')}
          </Link>
          <button type="button" className="btn sm" onClick={() => void sell({ isDuplicateAccepted: true })}>
            {t('counter.duplicateAnyway')}
          </button>
        </div>
      ) : null}
      {refusal?.code === 'stock' ? (
        <div className="part row wrap" role="alert">
          <button type="button" className="btn sm" onClick={() => void sell({ isStockAccepted: true })}>
            {t('counter.anyway')}
          </button>
        </div>
      ) : null}
      {customer.sites.length > 1 ? (
        <SiteChoice sites={customer.sites} chosenId={draft.siteId} onChoose={sale.moveTo} />
      ) : null}
      <CounterLines sale={sale} fulls={desk?.fulls ?? {}} />
      <CounterPlates sale={sale} />
      <section className="when">
        <div className="field">
          <span className="lab2">{t('counter.payment')}</span>
          <DigitChoice
            label={t('counter.payment')}
            value={draft.payment}
            onChange={payment => change({ payment })}
            options={payments
              .filter(value => value !== 'short' || !isPaidOut)
              .map(value => ({ value, text: t(`counter.pay.${value}`) }))}
          />
        </div>
        {draft.payment === 'short' ? (
          <Field
            label={t('counter.paid')}
            inputMode="numeric"
            value={draft.paidNtd}
            onChange={event => change({ paidNtd: event.target.value.replace(/\D/g, '').slice(0, 7) })}
          />
        ) : null}
        <DepositRefund sale={sale} />
        <Field
          label={t('word.note')}
          value={draft.note}
          maxLength={300}
          onChange={event => change({ note: event.target.value })}
        />
      </section>
      <footer className="foot sticky">
        <span className="keys mut">{t('counter.keys')}</span>
        <span className="sp" />
        <span className="num">
          {amount.depositNtd > 0n
            ? `${t('counter.deposits', { amount: formatMoney(String(amount.depositNtd)) })}・`
            : ''}
          {amount.creditNtd > 0n
            ? `${t('counter.credit', { amount: formatMoney(String(amount.creditNtd)) })}・`
            : ''}
          {t(isPaidOut ? 'counter.payOut' : 'counter.due')}{' '}
          <b>NT$ {formatMoney(String(isPaidOut ? -amount.amountDueNtd : amount.amountDueNtd))}</b>
        </span>
        <button type="submit" className="btn accent" disabled={!sale.isReady || sale.isBusy}>
          {t(draft.isReturn ? 'counter.takeBack' : 'counter.sell')} <Kbd keys={['Ctrl', 'Enter']} />
        </button>
      </footer>
    </form>
  )
}
