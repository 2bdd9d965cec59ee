import { type ChartScale, chartHeight, chartWidth, labelEvery } from './chart-scale.ts'

/** Lines at round values, and a label under every so manyth column. */
export function ChartAxis({ scale, labels }: { scale: ChartScale; labels: readonly string[] }) {
  const every = labelEvery(labels.length)
  return (
    <>
      {scale.ticks.map(tick => (
        <g key={tick}>
          <path
            d={`M${scale.x(0)} ${scale.y(tick)}H${chartWidth}`}
            className={tick === 0 ? 'axis' : 'grid'}
          />
          <text x={scale.x(0) - 4} y={scale.y(tick) + 3} className="tick e">
            {tick}
          </text>
        </g>
      ))}
      {labels.map((label, index) =>
        index % every === 0 ? (
          <text key={label} x={scale.x(index + 0.5)} y={chartHeight - 4} className="tick m">
            {label}
          </text>
        ) : null,
      )}
    </>
  )
}
