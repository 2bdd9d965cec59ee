import { type ProductCode, productCodes } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { addPriceRule } from '@luckygas/ui/api/routes/prices.ts'
import { newId, today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'

interface Props {
  /** The customer whose card it was opened from. */
  customerCode?: string
  onClose: () => void
}

const kindsOf = {
  one: ['customer', 'contract'],
  all: ['contract', 'customer', 'promotion', 'volume'],
} as const
type Kind = (typeof kindsOf)['all'][number]
type Unit = 'cylinder' | 'kg' | 'm3'

/** A price above the list: whose, of what, how much, from when to when, and why. */
export function RuleSheet({ customerCode, onClose }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const save = useWrite(addPriceRule, ['products', 'customers'])
  const products = useRead('products', listProducts)
  const [kind, setKind] = useState<Kind>('customer')
  const [code, setCode] = useState(customerCode ?? '')
  const [buyers, setBuyers] = useState('all')
  const [product, setProduct] = useState<ProductCode>('20')
  const [pieces, setPieces] = useState('10')
  const [effect, setEffect] = useState<'fixed' | 'off'>('fixed')
  const [amount, setAmount] = useState('')
  const isMetered = products.data?.products.find(each => each.code === product)?.billingMethod === 'metered'
  const units: readonly Unit[] = isMetered ? ['kg', 'm3'] : ['cylinder', 'kg']
  const [wantedUnit, setUnit] = useState<Unit>('cylinder')
  const unit = units.find(each => each === wantedUnit) ?? units[0] ?? 'cylinder'
  const [validFrom, setFrom] = useState(addDays(today(), 1))
  const [hasEnd, setHasEnd] = useState(false)
  const [lastDay, setLastDay] = useState(addDays(today(), 31))
  const [reason, setReason] = useState('')
  const isOfOne = kind === 'contract' || kind === 'customer'
  const isWhole =
    /^\d{1,6}$/.test(amount) &&
    reason.trim() !== '' &&
    (!isOfOne || code.trim() !== '') &&
    /^\d{1,5}$/.test(pieces)
  const submit = async () => {
    const body = {
      id: newId(),
      kind,
      product,
      customerCode: isOfOne ? code.trim() : null,
      customerKind: isOfOne || buyers === 'all' ? null : (buyers as 'commercial' | 'household'),
      minQuantity: kind === 'volume' ? Number(pieces) : 1,
      effect,
      amountNtd: amount,
      unit,
      validFrom,
      validTo: hasEnd ? addDays(lastDay, 1) : null,
      reason: reason.trim(),
    }
    if (await act(() => save.mutateAsync({ body }), t('prices.added'))) onClose()
  }
  return (
    <Sheet title={t('prices.addRule')} isOpen onClose={onClose}>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <Choice
          label={t('prices.kindLabel')}
          value={kind}
          onChange={value => setKind(kindsOf.all.find(each => each === value) ?? kind)}
          options={kindsOf[customerCode === undefined ? 'all' : 'one'].map(value => ({
            value,
            text: t(`prices.kind.${value}`),
          }))}
        />
        {isOfOne ? (
          <Field
            label={t('prices.customerCode')}
            value={code}
            readOnly={customerCode !== undefined}
            onChange={event => setCode(event.target.value)}
          />
        ) : (
          <Choice
            label={t('prices.forWhom')}
            value={buyers}
            onChange={setBuyers}
            options={[
              { value: 'all', text: t('prices.everybody') },
              { value: 'commercial', text: t('customers.kind.commercial') },
              { value: 'household', text: t('customers.kind.household') },
            ]}
          />
        )}
        <Choice
          label={t('orders.product')}
          value={product}
          onChange={value => setProduct(productCodes.find(each => each === value) ?? product)}
          options={(products.data?.products ?? []).map(each => ({ value: each.code, text: each.label }))}
        />
        {kind === 'volume' ? (
          <Field
            label={t('prices.minPieces')}
            inputMode="numeric"
            value={pieces}
            onChange={event => setPieces(event.target.value)}
          />
        ) : null}
        <Choice
          label={t('prices.effectLabel')}
          value={effect}
          onChange={value => setEffect(value === 'off' ? 'off' : 'fixed')}
          options={[
            { value: 'fixed', text: t('prices.effect.fixed') },
            { value: 'off', text: t('prices.effect.off') },
          ]}
        />
        <Field
          label="NT$"
          inputMode="numeric"
          value={amount}
          onChange={event => setAmount(event.target.value)}
        />
        <Choice
          label={t('settings.unit')}
          value={unit}
          onChange={value => setUnit(units.find(each => each === value) ?? unit)}
          options={units.map(value => ({ value, text: t(`unit.${value}`) }))}
        />
        <div className="field">
          <span className="lab2">{t('settings.from')}</span>
          <DateChooser label={t('settings.from')} date={validFrom} minDate={today()} onDate={setFrom} />
        </div>
        <div className="field">
          <label className="row">
            <input type="checkbox" checked={hasEnd} onChange={event => setHasEnd(event.target.checked)} />
            {t('prices.hasEnd')}
          </label>
          {hasEnd ? (
            <DateChooser label={t('prices.lastDay')} date={lastDay} minDate={validFrom} onDate={setLastDay} />
          ) : null}
        </div>
        <Field
          label={t('word.reason')}
          value={reason}
          maxLength={200}
          onChange={event => setReason(event.target.value)}
        />
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
