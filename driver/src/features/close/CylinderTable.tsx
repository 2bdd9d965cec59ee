import { Row } from '../../parts/buttons.tsx'
import { sizeText } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { Mark, State } from '../../parts/marks.tsx'
import { useWords } from '../../words/words-context.tsx'
import type { CountRow } from './close.rules.ts'

/** Fulls and empties as counted; what does not agree says by how much. */
export function CylinderTable({ rows, onRecount }: { rows: CountRow[]; onRecount: () => void }) {
  const { t } = useWords()
  const cell = (counted: number, due: number) => (
    <td>
      <span>
        <b>{counted}</b>
        {counted === due ? (
          <span className="is-done">
            <Mark name="done" size={20} label={t('close.agrees')} />
          </span>
        ) : (
          <State name="warn" size={22}>
            {t(counted < due ? 'close.less' : 'close.more', { amount: Math.abs(counted - due) })}
          </State>
        )}
      </span>
    </td>
  )
  return (
    <section className="card cylinder-table">
      <header>
        <b>{t('close.cylinders')}</b>
        <Row isCentred onPress={onRecount}>
          {t('close.recount')}
        </Row>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('word.size')}</th>
            <th scope="col">
              <Cylinder isFull size={20} /> {t('word.full')}
            </th>
            <th scope="col">
              <Cylinder isFull={false} size={20} /> {t('word.empty')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.cylinderType}>
              <th scope="row">{sizeText(row.cylinderType)}</th>
              {cell(row.full, row.fullDue)}
              {cell(row.empty, row.emptyDue)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
