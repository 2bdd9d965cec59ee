import { gasGramsOf, products } from '@luckygas/contract/kernel/cylinders.ts'
import { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatCount, formatDate, formatKg, formatMoney, formatPhone } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useHotkeys } from '../../parts/use-hotkeys.ts'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { LastDeliveries } from './LastDeliveries.tsx'
import { OrderLines } from './OrderLines.tsx'
import { SiteChoice } from './SiteChoice.tsx'
import { type CustomerCard, priorities, slots, useOrderDraft } from './use-order-draft.ts'

/** One screen: where, what they took last, this order, when; the foot says what the button will do. */
export function OrderForm({ customer, onOther }: { customer: CustomerCard; onOther: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const navigate = useNavigate()
  const order = useOrderDraft(customer)
  const { draft, lines } = order
  const priceList = useRead('products', listProducts).data?.products ?? []
  /** What is sold by the meter is billed by the meter, so only cylinders add up here. */
  const priceOf = (code: string) => {
    const price = priceList.find(each => each.code === code)
    return price?.unit === 'cylinder' ? BigInt(price.unitPriceNtd ?? '0') : 0n
  }
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0)
  const grams = lines.reduce(
    (sum, line) => sum + gasGramsOf({ [products[line.product].type]: line.quantity }),
    0,
  )
  const total = lines.reduce((sum, line) => sum + priceOf(line.product) * BigInt(line.quantity), 0n)
  const send = () =>
    act(async () => {
      if (lines.length === 0 || order.isBusy) return
      const placed = await order.send(order.isDuplicate)
      void navigate(paths.orders({ date: placed.requestedOn }))
    }, undefined)
  useHotkeys({ 'ctrl+Enter': () => void send() })
  return (
    <form
      className="ordering"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <header className="caller-bar">
        <h2>{customer.shortName}</h2>
        <span className="chip">{t(`customers.kind.${customer.kind}`)}</span>
        {customer.settlement === null ? null : (
          <span className="chip">{t(`settlement.${customer.settlement}`)}</span>
        )}
        <span className="num big">{formatPhone(customer.phones[0]?.digits ?? '')}</span>
        <span className="sp" />
        <button type="button" className="btn" onClick={onOther}>
          {t('orders.otherCustomer')}
        </button>
      </header>
      <SiteChoice
        sites={customer.sites}
        chosenId={draft.siteId}
        onChoose={siteId => order.change({ siteId })}
      />
      <LastDeliveries
        deliveries={customer.recentDeliveries}
        onRepeat={quantities => order.change({ quantities: { ...quantities } })}
      />
      <OrderLines
        quantities={draft.quantities}
        priceList={priceList}
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
          <Segments
            label={t('word.slot')}
            value={draft.slot}
            onChange={slot => order.change({ slot })}
            options={slots.map(value => ({ value, text: t(`slot.${value}`) }))}
          />
        </div>
        <div className="field">
          <span className="lab2">{t('orders.priority')}</span>
          <Segments
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
      <footer className="foot sticky">
        <span className="sp" />
        {order.isDuplicate ? <b className="mid-risk">{t('orders.duplicate')}</b> : null}
        <span className="num">
          {t('orders.summary', { pieces: formatCount(pieces), kg: formatKg(grams) })}・
          <b>NT$ {formatMoney(String(total))}</b>・{formatDate(draft.requestedOn)}
        </span>
        <button type="submit" className="btn accent" disabled={lines.length === 0 || order.isBusy}>
          {t(order.isDuplicate ? 'orders.placeAnyway' : 'orders.place')} <Kbd keys={['Ctrl', 'Enter']} />
        </button>
      </footer>
    </form>
  )
}
