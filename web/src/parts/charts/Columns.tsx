import { ChartAxis } from './ChartAxis.tsx'
import { chartScale } from './chart-scale.ts'

export interface Column {
  label: string
  /** From the base upwards, each with the class that colours it. */
  parts: readonly { mark: string; value: number }[]
  /** What it should have been, drawn as a line across. */
  aim?: number
}

const widest = 40

/** Stacked columns over an axis. */
export function Columns({ columns, most }: { columns: readonly Column[]; most?: number }) {
  const totals = columns.flatMap(column => [sum(column), column.aim ?? 0])
  const scale = chartScale(columns.length, most ?? Math.max(0, ...totals))
  const width = Math.min(widest, scale.columnWidth * 0.8)
  return (
    <>
      <ChartAxis scale={scale} labels={columns.map(column => column.label)} />
      {columns.map((column, index) => {
        const x = scale.x(index + 0.5) - width / 2
        let below = 0
        return (
          <g key={column.label}>
            {column.parts.map(({ mark, value }) => {
              const y = scale.y(below + value)
              const height = scale.y(below) - y
              below += value
              return <rect key={mark} x={x} y={y} width={width} height={height} className={mark} />
            })}
            {column.aim === undefined ? null : (
              <path d={`M${x - 1} ${scale.y(column.aim)}h${width + 2}`} className="aim" />
            )}
          </g>
        )
      })}
    </>
  )
}

const sum = (column: Column) => column.parts.reduce((total, part) => total + part.value, 0)
