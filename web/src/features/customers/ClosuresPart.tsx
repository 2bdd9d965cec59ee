import { addClosure } from '@luckygas/ui/api/routes/customers.ts'
import { newId, today } from '@luckygas/ui/clock.ts'
import { formatDate } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'
import type { Site } from './SiteCard.tsx'

/** Temporary closures, and adding one. */
export function ClosuresPart({ site, mayEdit }: { site: Site; mayEdit: boolean }) {
  const { t } = useTranslation()
  const act = useAct()
  const add = useWrite(addClosure, ['customers', 'due-list'])
  const [isOpen, setOpen] = useState(false)
  const [fromDate, setFrom] = useState(today)
  const [toDate, setTo] = useState(today)
  const [reason, setReason] = useState('')
  const save = async () => {
    const body = { id: newId(), fromDate, toDate, reason: reason.trim() }
    if (await act(() => add.mutateAsync({ params: { id: site.id }, body }), t('word.saved'))) setOpen(false)
  }
  return (
    <>
      <ul>
        {site.closures.map(closure => (
          <li key={closure.id} className="row">
            <b>{t('customers.closure')}</b>
            <span className="num">
              {formatDate(closure.fromDate)}–{formatDate(closure.toDate)}
            </span>
            <span className="mut">{closure.reason}</span>
          </li>
        ))}
      </ul>
      {!mayEdit ? null : isOpen ? (
        <form
          className="row decide"
          onSubmit={event => {
            event.preventDefault()
            void save()
          }}
        >
          <DateChooser
            label={t('customers.from')}
            date={fromDate}
            minDate={today()}
            onDate={date => {
              setFrom(date)
              if (date > toDate) setTo(date)
            }}
          />
          <DateChooser label={t('customers.to')} date={toDate} minDate={fromDate} onDate={setTo} />
          <Field
            label={t('word.reason')}
            value={reason}
            maxLength={100}
            onChange={event => setReason(event.target.value)}
          />
          <button type="submit" className="btn sm" disabled={add.isPending}>
            {t('word.save')}
          </button>
        </form>
      ) : (
        <button type="button" className="btn xs" onClick={() => setOpen(true)}>
          {t('customers.addClosure')}
        </button>
      )}
    </>
  )
}
