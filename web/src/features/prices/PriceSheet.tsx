import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { setPrice } from '@luckygas/ui/api/routes/customers.ts'
import { today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import type { Product } from './price-words.ts'

/** Units a product may be priced by; the server holds the same. */
const unitsOf = { cylinder: ['cylinder', 'kg'], metered: ['kg', 'm3'] } as const
type Unit = 'cylinder' | 'kg' | 'm3'

/** A new list price of one product, from a day on. */
export function PriceSheet({ product, onClose }: { product: Product; onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const save = useWrite(setPrice, ['products'])
  const [price, setAmount] = useState(product.unitPriceNtd ?? '')
  const [deposit, setDeposit] = useState(product.depositNtd ?? '0')
  const units: readonly Unit[] = unitsOf[product.billingMethod]
  const [unit, setUnit] = useState<Unit>(
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
