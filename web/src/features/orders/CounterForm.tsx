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
import { DigitChoice } from './DigitChoice.tsx'
import { SiteChoice } from './SiteChoice.tsx'
import { payments, useCounterSale } from './use-counter-sale.ts'
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
    form.current?.querySelector<HTMLElement>('[data-line] input, .add button')?.focus()
  }, [])
  const sell = (word: Parameters<typeof sale.send>[0] = {}) =>
    act(async () => {
      if (!sale.isReady || sale.isBusy) return
      const { sale: sold, questions } = await sale.send(word)
      say(
        t('counter.sold', {
          number: sold.number,
          name: sold.shortName,
          amount: formatMoney(sold.amountDueNtd),
        }),
      )
      if (questions.length > 0) say(t('counter.asked', { count: questions.length }))
      onSold()
    })
  useHotkeys({ 'ctrl+Enter': () => void sell() })
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
      <section className="when">
        <div className="field">
          <span className="lab2">{t('counter.payment')}</span>
          <DigitChoice
            label={t('counter.payment')}
            value={draft.payment}
            onChange={payment => change({ payment })}
            options={payments.map(value => ({ value, text: t(`counter.pay.${value}`) }))}
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
        {(['out', 'back'] as const).map(way => (
          <Field
            key={way}
            label={t(way === 'out' ? 'counter.plateOut' : 'counter.plateBack')}
            placeholder={t('counter.plate')}
            value={draft.plates[way]}
            maxLength={400}
            onChange={event => change({ plates: { ...draft.plates, [way]: event.target.value } })}
          />
        ))}
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
          {t('counter.due')} <b>NT$ {formatMoney(String(amount.amountDueNtd))}</b>
        </span>
        <button type="submit" className="btn accent" disabled={!sale.isReady || sale.isBusy}>
          {t('counter.sell')} <Kbd keys={['Ctrl', 'Enter']} />
        </button>
      </footer>
    </form>
  )
}
