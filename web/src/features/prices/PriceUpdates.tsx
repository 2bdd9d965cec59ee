import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { listProducts } from '@luckygas/ui/api/routes/customers.ts'
import { applyPriceUpdate, previewPriceUpdate } from '@luckygas/ui/api/routes/prices.ts'
import { newId, today } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { MovedRows } from './MovedRows.tsx'
import { PastUpdates } from './PastUpdates.tsx'
import './prices.css'

type Preview = EndpointAnswer<NonNullable<(typeof previewPriceUpdate)['types']>>
const units = ['kg', 'cylinder', 'm3'] as const

/** The month the supplier price moves: choose, look at every row old and new, confirm once. */
export function PriceUpdates() {
  const mayEdit = useMay('products.edit')
  return (
    <>
      {mayEdit ? <UpdateForm /> : null}
      <PastUpdates />
    </>
  )
}

function UpdateForm() {
  const { t } = useTranslation()
  const act = useAct()
  const products = useRead('products', listProducts)
  const apply = useWrite(applyPriceUpdate, ['products', 'customers'])
  const [amount, setAmount] = useState('')
  const [per, setPer] = useState<(typeof units)[number]>('kg')
  const [effectiveFrom, setFrom] = useState(addDays(today(), 1))
  const [left, setLeft] = useState<readonly ProductCode[]>([])
  const [withRules, setWithRules] = useState(true)
  const [reason, setReason] = useState('')
  const [preview, setPreview] = useState<Preview>()
  const priced = (products.data?.products ?? []).filter(product => product.unitPriceNtd !== null)
  const chosen = priced.map(product => product.code).filter(code => !left.includes(code))
  const choice = { effectiveFrom, change: { amountNtd: amount, per }, products: chosen, withRules }
  /** Whatever is changed, the rows shown are no longer those that would be written. */
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      setPreview(undefined)
      set(value)
    }
  const look = () => act(async () => setPreview(await api.call(previewPriceUpdate, { body: choice })))
  const confirm = async () => {
    const body = { ...choice, id: newId(), reason: reason.trim(), fingerprint: preview?.fingerprint ?? '' }
    const isDone = await act(
      () => apply.mutateAsync({ body }),
      t('prices.updated', { count: preview?.rows.length ?? 0 }),
    )
    setPreview(undefined)
    if (isDone) setAmount('')
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        void (preview === undefined ? look() : confirm())
      }}
    >
      <div className="price-form">
        <Field
          label={t('prices.change')}
          placeholder="+2"
          inputMode="text"
          value={amount}
          onChange={event => change(setAmount)(event.target.value.replace('+', '').replace('−', '-'))}
        />
        <Choice
          label={t('prices.per')}
          value={per}
          onChange={value => change(setPer)(units.find(each => each === value) ?? per)}
          options={units.map(value => ({ value, text: t(`unit.${value}`) }))}
        />
        <div className="field">
          <span className="lab2">{t('settings.from')}</span>
          <DateChooser
            label={t('settings.from')}
            date={effectiveFrom}
            minDate={today()}
            onDate={change(setFrom)}
          />
        </div>
        <div className="field grow">
          <Field
            label={t('word.reason')}
            value={reason}
            maxLength={200}
            placeholder={t('prices.reasonHint')}
            onChange={event => setReason(event.target.value)}
          />
        </div>
      </div>
      <fieldset className="part plain" aria-label={t('prices.whichProducts')}>
        <span className="lab2">{t('prices.whichProducts')}</span>
        <div className="picks">
          {priced.map(product => (
            <label key={product.code}>
              <input
                type="checkbox"
                checked={!left.includes(product.code)}
                onChange={event =>
                  change(setLeft)(
                    event.target.checked
                      ? left.filter(code => code !== product.code)
                      : [...left, product.code],
                  )
                }
              />
              {product.label}
            </label>
          ))}
          <label>
            <input
              type="checkbox"
              checked={withRules}
              onChange={event => change(setWithRules)(event.target.checked)}
            />
            {t('prices.withRules')}
          </label>
        </div>
      </fieldset>
      <div className="part row">
        <span className="mut">{t('prices.offFollows')}</span>
        <span className="sp" />
        {preview === undefined ? (
          <button
            type="submit"
            className="btn"
            disabled={!/^-?[1-9]\d{0,5}$/.test(amount) || chosen.length === 0}
          >
            {t('prices.preview')}
          </button>
        ) : (
          <button type="submit" className="btn accent" disabled={reason.trim() === '' || apply.isPending}>
            {t('prices.confirm', { count: preview.rows.length })}
          </button>
        )}
      </div>
      {preview === undefined ? null : <MovedRows rows={preview.rows} />}
    </form>
  )
}
