import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chartHeight, chartWidth } from './chart-scale.ts'
import './charts.css'

export interface ChartTable {
  heads: readonly string[]
  /** The first cell names its row. */
  rows: readonly (readonly string[])[]
}

interface Props {
  title: string
  /** What the picture shows, in one sentence, for who cannot see it. */
  summary: string
  table: ChartTable
  /** The marks of the picture, each with its word. */
  legend?: readonly { mark: string; text: string }[]
  children: ReactNode
}

/** A picture that can be read as a table instead. */
export function ChartFrame({ title, summary, table, legend = [], children }: Props) {
  const { t } = useTranslation()
  const [isTable, setTable] = useState(false)
  return (
    <figure className="chart" aria-label={title}>
      <figcaption>
        <h3>{title}</h3>
        <span className="sp" />
        <button type="button" className="btn xs" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'chart.asPicture' : 'chart.asTable')}
          <span className="sr">{title}</span>
        </button>
      </figcaption>
      {isTable ? (
        <TableOf title={title} table={table} />
      ) : (
        <>
          <svg viewBox={`0 0 ${chartWidth} ${chartHeight}`} role="img" aria-label={summary}>
            {children}
          </svg>
          <p className="lg">
            {legend.map(({ mark, text }) => (
              <span key={mark}>
                <i className={`key ${mark}`} />
                {text}
              </span>
            ))}
          </p>
        </>
      )}
    </figure>
  )
}

function TableOf({ title, table }: { title: string; table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll a long table
    <section className="tw chart-table" tabIndex={0} aria-label={title}>
      <table className="tbl dense">
        <thead>
          <tr>
            {table.heads.map((head, column) => (
              <th key={head} className={column === 0 ? undefined : 'r'}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(row => (
            <tr key={row[0]}>
              {row.map((cell, column) => (
                <td key={table.heads[column]} className={column === 0 ? undefined : 'r num'}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
