import type { CounterSaleView } from '@luckygas/contract/endpoints/counter-sales.ts'
import { productCodes, products } from '@luckygas/contract/kernel/cylinders.ts'
import { voidCounterSale } from '@luckygas/ui/api/routes/counter-sales.ts'
import { formatMoney, formatTime } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import type { CounterDesk } from './CounterForm.tsx'

const goods = (sale: CounterSaleView, of: 'fullOut' | 'emptyIn') =>
  productCodes
    .flatMap(code => {
      const count = sale.lines.find(line => line.product === code)?.[of] ?? 0
      return count > 0 ? [`${products[code].workbook}×${count}`] : []
    })
    .join(' ')

/** What the counter sold today, and taking back what was typed wrongly. */
export function CounterSales({ desk }: { desk: CounterDesk }) {
  const { t } = useTranslation()
  const mayWrite = useMay('orders.write')
  const [voiding, setVoiding] = useState<CounterSaleView>()
  return (
    <section className="part" aria-label={t('counter.today')}>
      <h2>
        {t('counter.today')}{' '}
        <span className="mut num">{t('counter.cash', { amount: formatMoney(desk.cashNtd) })}</span>
      </h2>
      {desk.sales.length === 0 ? (
        <p className="mut">{t('counter.none')}</p>
      ) : (
        <div className="tw">
          <table className="tbl dense">
            <thead>
              <tr>
                <th className="r">{t('counter.at')}</th>
                <th className="r">{t('orders.number')}</th>
                <th>{t('word.customer')}</th>
                <th>{t('counter.goods')}</th>
                <th>{t('counter.empties')}</th>
                <th>{t('counter.payment')}</th>
                <th className="r">NT$</th>
                <th>{t('counter.by')}</th>
                <th>
                  <span className="sr">{t('counter.void')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {desk.sales.map(sale => (
                <tr key={sale.id} className={sale.isVoid ? 'mut' : ''}>
                  <td className="r num">{formatTime(sale.at)}</td>
                  <td className="r num">{sale.number}</td>
                  <td>
                    <span className="cd">{sale.customerCode}</span> {sale.shortName}
                  </td>
                  <td>{goods(sale, 'fullOut')}</td>
                  <td>{goods(sale, 'emptyIn')}</td>
                  <td>{t(`counter.pay.${sale.payment}`)}</td>
                  <td className="r">{formatMoney(sale.amountDueNtd)}</td>
                  <td>{sale.soldBy}</td>
                  <td className="r">
                    {sale.isVoid ? (
                      t('counter.voided')
                    ) : mayWrite ? (
                      <button type="button" className="btn xs" onClick={() => setVoiding(sale)}>
                        {t('counter.void')}
                      </button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {voiding === undefined ? null : <VoidSheet sale={voiding} onClose={() => setVoiding(undefined)} />}
    </section>
  )
}

function VoidSheet({ sale, onClose }: { sale: CounterSaleView; onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const [reason, setReason] = useState('')
  const take = useWrite(voidCounterSale, ['orders', 'cylinders', 'today', 'customers'])
  const send = async () => {
    const isDone = await act(
      () => take.mutateAsync({ params: { id: sale.id }, body: { reason } }),
      t('counter.voidDone'),
    )
    if (isDone) onClose()
  }
  return (
    <Sheet title={`${t('counter.void')} ${sale.number}・${sale.shortName}`} isOpen onClose={onClose}>
      <form
        className="when"
        onSubmit={event => {
          event.preventDefault()
          void send()
        }}
      >
        <Field
          label={t('counter.voidReason')}
          isRequired
          value={reason}
          maxLength={200}
          onChange={event => setReason(event.target.value)}
        />
        <button type="submit" className="btn accent" disabled={reason.trim() === '' || take.isPending}>
          {t('counter.void')}
        </button>
      </form>
    </Sheet>
  )
}
