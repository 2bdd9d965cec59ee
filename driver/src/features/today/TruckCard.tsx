import type { Run } from '../../offline/day.rules.ts'
import { sizeText } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import { type Trip, truckRows } from './today.rules.ts'

/** Fulls and empties aboard by size, against what the trip still takes. */
export function TruckCard({ run, trip }: { run: Run; trip: Trip | undefined }) {
  const { t } = useWords()
  const rows = truckRows(run, trip)
  if (rows.length === 0) return null
  return (
    <table className="card truck-card">
      <caption className="unseen">{t('today.truck')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('today.truck')}</th>
          <th scope="col">
            <span>
              <Cylinder isFull size={18} /> {t('word.full')}
            </span>
          </th>
          <th scope="col">
            <span>
              <Cylinder isFull={false} size={18} /> {t('word.empty')}
            </span>
          </th>
          <th scope="col" colSpan={2}>
            {t('today.stillNeeds')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => {
          const spare = row.full - row.needed
          return (
            <tr key={row.cylinderType}>
              <th scope="row">{sizeText(row.cylinderType)}</th>
              <td>
                <span>
                  <Cylinder isFull size={26} />
                  <b>{row.full}</b>
                </span>
              </td>
              <td>
                <span>
                  <Cylinder isFull={false} size={26} />
                  <b>{row.empty}</b>
                </span>
              </td>
              <td className="need">
                {t('word.send')} <b>{row.needed}</b>
              </td>
              <td className="spare">
                {spare < 0 ? (
                  <State name="warn" size={20}>
                    {t('today.short', { count: -spare })}
                  </State>
                ) : (
                  <State name="done" size={18}>
                    {spare === 0 ? t('today.exact') : t('today.spare', { count: spare })}
                  </State>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
