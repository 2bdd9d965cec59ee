import { plateDate } from '@luckygas/contract/kernel/cylinder-plate.ts'
import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { findPlate } from '@luckygas/ui/api/routes/cylinder-plates.ts'
import { formatDate } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { useRead } from '../../shell/queries.ts'
import { serialsOf } from './counter-plates.ts'
import type { useCounterSale } from './use-counter-sale.ts'

type Sale = ReturnType<typeof useCounterSale>

/** Serials line by line, so that each is of the right type; a cylinder the office does not know yet gets its due date. */
export function CounterPlates({ sale }: { sale: Sale }) {
  const { t } = useTranslation()
  const { entries, draft, changeLine, change } = sale
  if (entries.length === 0) return null
  return (
    <section className="part" aria-label={t('counter.plate')}>
      <h2>{t('counter.plate')}</h2>
      {entries.map(({ product, plates, fullOut, emptyIn }) => {
        const name = products[product].workbook
        const ways = (['out', 'back'] as const).filter(way => (way === 'out' ? fullOut : emptyIn) > 0)
        return (
          <div key={product} className="when plates">
            {ways.map(way => (
              <Field
                key={way}
                label={`${name} ${t(way === 'out' ? 'counter.plateOut' : 'counter.plateBack')}`}
                value={plates[way]}
                maxLength={400}
                onChange={event => changeLine(product, { plates: { ...plates, [way]: event.target.value } })}
              />
            ))}
            {serialsOf(`${plates.out} ${plates.back}`).map(serial => (
              <PlateDue
                key={serial}
                serial={serial}
                due={draft.dues[serial] ?? ''}
                onDue={due => change({ dues: { ...draft.dues, [serial]: due } })}
              />
            ))}
          </div>
        )
      })}
    </section>
  )
}

/** What is known of one scanned cylinder, or the field for what its plate says. */
function PlateDue({ serial, due, onDue }: { serial: string; due: string; onDue: (due: string) => void }) {
  const { t } = useTranslation()
  const known = useRead('cylinders', findPlate, { query: { serial } })
  if (known.data === undefined) return null
  if (known.data.dueDate !== null)
    return (
      <span className={known.data.fault === null ? 'mut' : 'mid-risk'}>
        {serial}・{t('counter.dueUntil', { date: formatDate(known.data.dueDate) })}
        {known.data.fault === null ? '' : `・${t('counter.pastDue')}`}
      </span>
    )
  const typed = plateDate(due)
  return (
    <Field
      label={t('counter.dueOf', { serial })}
      placeholder="1151231"
      inputMode="numeric"
      value={due}
      hint={due === '' || typed === null || typed === undefined ? t('counter.dueHelp') : formatDate(typed)}
      onChange={event => onDue(event.target.value.replace(/\D/g, '').slice(0, 7))}
    />
  )
}
