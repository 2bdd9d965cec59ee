import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { listProducts, setPrice } from '@luckygas/ui/api/routes/customers.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate, formatMoney } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'

type Product = EndpointAnswer<NonNullable<(typeof listProducts)['types']>>['products'][number]
const units = ['cylinder', 'kg', 'm3'] as const

/** List prices in force today; a new one starts on a day. */
export function PricesTab() {
  const { t } = useTranslation()
  const mayEdit = useMay('products.edit')
  const products = useRead('products', listProducts)
  const [editing, setEditing] = useState<Product>()
  return (
    <>
      <Loaded query={products} skeleton={<SkeletonRows rows={16} widths={[14, 12, 12, 12, 16]} />}>
        {data => (
          <table className="tbl">
            <thead>
              <tr>
                <th>{t('orders.product')}</th>
                <th>{t('customers.billing')}</th>
                <th className="r">NT$</th>
                <th>{t('settings.unit')}</th>
                <th className="r">{t('settings.deposit')}</th>
                <th>{t('settings.from')}</th>
                <th>
                  <span className="sr">{t('today.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.products.map(product => (
                <tr key={product.code}>
                  <td>
                    <b>{product.label}</b>
                  </td>
                  <td>{t(`billing.${product.billingMethod}`)}</td>
                  <td className="r">
                    {product.unitPriceNtd === null ? t('orders.noPrice') : formatMoney(product.unitPriceNtd)}
                  </td>
                  <td>{product.unit === null ? '' : t(`unit.${product.unit}`)}</td>
                  <td className="r">{product.depositNtd === null ? '–' : formatMoney(product.depositNtd)}</td>
                  <td className="num">
                    {product.effectiveFrom === null ? '' : formatDate(product.effectiveFrom)}
                  </td>
                  <td className="r">
                    {mayEdit ? (
                      <button type="button" className="btn xs" onClick={() => setEditing(product)}>
                        {t('settings.newPrice')}
                      </button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      {editing === undefined ? null : <PriceSheet product={editing} onClose={() => setEditing(undefined)} />}
    </>
  )
}

function PriceSheet({ product, onClose }: { product: Product; onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const save = useWrite(setPrice, ['products'])
  const [price, setAmount] = useState(product.unitPriceNtd ?? '')
  const [deposit, setDeposit] = useState(product.depositNtd ?? '0')
  const [unit, setUnit] = useState<(typeof units)[number]>(
    product.unit ?? (product.billingMethod === 'metered' ? 'kg' : 'cylinder'),
  )
  const [effectiveFrom, setFrom] = useState(addDays(today(), 1))
  const isWhole = /^\d{1,6}$/.test(price) && /^\d{1,6}$/.test(deposit)
  const submit = async () => {
    const body = { effectiveFrom, unitPriceNtd: price, unit, depositNtd: deposit }
    if (await act(() => save.mutateAsync({ params: { code: product.code }, body }), t('settings.priceSet')))
      onClose()
  }
  return (
    <Sheet title={t('settings.priceOf', { name: product.label })} isOpen onClose={onClose}>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <Field
          label="NT$"
          inputMode="numeric"
          value={price}
          onChange={event => setAmount(event.target.value)}
        />
        <Choice
          label={t('settings.unit')}
          value={unit}
          onChange={value => setUnit(units.find(each => each === value) ?? unit)}
          options={units.map(value => ({ value, text: t(`unit.${value}`) }))}
        />
        <Field
          label={t('settings.deposit')}
          inputMode="numeric"
          value={deposit}
          onChange={event => setDeposit(event.target.value)}
        />
        <div className="field">
          <span className="lab2">{t('settings.from')}</span>
          <DateChooser label={t('settings.from')} date={effectiveFrom} minDate={today()} onDate={setFrom} />
        </div>
        <div className="full row">
          <span className="sp" />
          <button type="submit" className="btn accent" disabled={!isWhole || save.isPending}>
            {t('word.save')}
          </button>
        </div>
      </form>
    </Sheet>
  )
}
