import type { OrderView } from '@luckygas/contract/endpoints/orders.ts'
import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { getCustomer } from '@luckygas/ui/api/routes/customers.ts'
import { splitOrder } from '@luckygas/ui/api/routes/orders.ts'
import { newId, today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { NumberCell } from '../../parts/NumberCell.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { DigitChoice } from './DigitChoice.tsx'
import { linesOf, type Quantities, slots } from './use-order-draft.ts'

const latest = (...days: string[]) => days.toSorted().at(-1) ?? today()

/** Part now, part on another day or at another site of the same customer. */
export function SplitOrder({ order, onSaved }: { order: OrderView; onSaved: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const card = useRead('customers', getCustomer, { params: { code: order.customerCode } })
  const split = useWrite(splitOrder, ['orders', 'board', 'due-list'])
  const [id] = useState(newId)
  const [part, setPart] = useState<Quantities>({})
  const [requestedOn, setDate] = useState(() => addDays(latest(order.requestedOn, today()), 1))
  const [slot, setSlot] = useState<(typeof slots)[number]>('any')
  const [siteId, setSite] = useState(order.siteId)
  const [reason, setReason] = useState('')
  const lines = linesOf(part)
  const total = (all: readonly { quantity: number }[]) => all.reduce((sum, line) => sum + line.quantity, 0)
  const isProper = lines.length > 0 && total(lines) < total(order.lines)
  const sites = card.data?.sites ?? []
  const save = () =>
    act(async () => {
      if (!isProper || split.isPending) return
      await split.mutateAsync({
        params: { id: order.id },
        body: { id, version: order.version, lines, siteId, requestedOn, slot, reason: reason.trim() },
      })
      onSaved()
    }, t('orders.wasSplit'))
  return (
    <form
      className="pad edit-order"
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <table className="tbl">
        <thead>
          <tr>
            <th>{t('orders.product')}</th>
            <th className="r">{t('orders.stays')}</th>
            <th className="r">{t('orders.goes')}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map(line => {
            const name = products[line.product].workbook
            const goes = Math.min(part[line.product] ?? 0, line.quantity)
            return (
              <tr key={line.product}>
                <td>
                  <b>{name}</b>
                </td>
                <td className="r num">{line.quantity - goes}</td>
                <td className="r">
                  <NumberCell
                    label={`${name} ${t('orders.goes')}`}
                    value={goes}
                    onChange={value => setPart({ ...part, [line.product]: Math.min(value, line.quantity) })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <div className="row wrap">
        <DateChooser label={t('orders.deliverOn')} date={requestedOn} minDate={today()} onDate={setDate} />
        <DigitChoice
          label={t('word.slot')}
          value={slot}
          onChange={setSlot}
          options={slots.map(value => ({ value, text: t(`slot.${value}`) }))}
        />
      </div>
      {sites.length > 1 ? (
        <DigitChoice
          label={t('orders.where')}
          value={siteId}
          onChange={setSite}
          options={sites.map(site => ({ value: site.id, text: site.name === '' ? site.address : site.name }))}
        />
      ) : null}
      <Field
        label={t('orders.why')}
        value={reason}
        maxLength={200}
        onChange={event => setReason(event.target.value)}
      />
      <button type="submit" className="btn accent" disabled={!isProper || split.isPending}>
        {t('orders.split')}
      </button>
    </form>
  )
}
