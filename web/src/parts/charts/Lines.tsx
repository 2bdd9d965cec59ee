import { ChartAxis } from './ChartAxis.tsx'
import { chartScale } from './chart-scale.ts'

export interface Line {
  mark: string
  /** One value a column; it ends where they end. */
  values: readonly number[]
}

/** Lines over an axis, each from the middle of a column to the next; a dot where a line ends early. */
export function Lines({ labels, lines }: { labels: readonly string[]; lines: readonly Line[] }) {
  const scale = chartScale(labels.length, Math.max(0, ...lines.flatMap(line => line.values)))
  const at = (value: number, index: number) => `${scale.x(index + 0.5)} ${scale.y(value)}`
  return (
    <>
      <ChartAxis scale={scale} labels={labels} />
      {lines.map(({ mark, values }) => {
        const last = values.at(-1)
        return (
          <g key={mark}>
            <path
              d={values.map((value, index) => `${index === 0 ? 'M' : 'L'}${at(value, index)}`).join('')}
              className={`line ${mark}`}
            />
            {last === undefined || values.length === labels.length ? null : (
              <circle cx={scale.x(values.length - 0.5)} cy={scale.y(last)} r="3" className={`dot ${mark}`} />
            )}
          </g>
        )
      })}
    </>
  )
}
