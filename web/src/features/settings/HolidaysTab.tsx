import { listHolidays, setHoliday } from '@luckygas/ui/api/routes/customers.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateChooser } from '../../parts/DateChooser.tsx'
import { Field } from '../../parts/Field.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { Tick } from '../../parts/Tick.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'

const rocYear = (year: number) => String(year - 1911)

/** Public holidays, by which 見紅休 sites close. */
export function HolidaysTab() {
  const { t } = useTranslation()
  const act = useAct()
  const mayEdit = useMay('parameters.edit')
  const thisYear = Number(today().slice(0, 4))
  const [year, setYear] = useState(thisYear)
  const [date, setDate] = useState(today)
  const [name, setName] = useState('')
  const [isDayOff, setDayOff] = useState(true)
  const holidays = useRead('holidays', listHolidays, { query: { year } })
  const save = useWrite(setHoliday, ['holidays'])
  const submit = () =>
    act(async () => {
      await save.mutateAsync({ params: { date }, body: { name: name.trim(), isDayOff } })
      setName('')
    }, t('word.saved'))
  return (
    <>
      <div className="row part">
        <Segments
          label={t('settings.year')}
          value={String(year)}
          onChange={value => setYear(Number(value))}
          options={[thisYear - 1, thisYear, thisYear + 1].map(each => ({
            value: String(each),
            text: t('settings.rocYear', { year: rocYear(each) }),
          }))}
        />
        {mayEdit ? (
          <form
            className="row decide"
            onSubmit={event => {
              event.preventDefault()
              void submit()
            }}
          >
            <DateChooser label={t('word.date')} date={date} onDate={setDate} />
            <Field
              label={t('settings.holidayName')}
              value={name}
              isRequired
              maxLength={40}
              onChange={event => setName(event.target.value)}
            />
            <Tick hasText label={t('settings.dayOff')} isOn={isDayOff} onChange={setDayOff} />
            <button type="submit" className="btn" disabled={save.isPending || name.trim() === ''}>
              {t('word.save')}
            </button>
          </form>
        ) : null}
      </div>
      <Loaded
        query={holidays}
        skeleton={<SkeletonRows rows={16} widths={[20, 30, 14, 20]} />}
        isEmpty={data => data.holidays.length === 0}
        empty={<Empty>{t('settings.noHolidays')}</Empty>}
      >
        {data => (
          <table className="tbl dense">
            <thead>
              <tr>
                <th>{t('word.date')}</th>
                <th>{t('settings.holidayName')}</th>
                <th>{t('settings.dayOff')}</th>
                <th>{t('settings.source')}</th>
              </tr>
            </thead>
            <tbody>
              {data.holidays.map(holiday => (
                <tr key={holiday.date}>
                  <td className="num">{formatDate(holiday.date)}</td>
                  <td>
                    <b>{holiday.name}</b>
                  </td>
                  <td>{t(holiday.isDayOff ? 'word.yes' : 'word.no')}</td>
                  <td className="mut">{holiday.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </>
  )
}
