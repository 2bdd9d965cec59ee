import { useTranslation } from 'react-i18next'
import { type Axis, percentAt, type Run } from './board-view.ts'

const labels: Partial<Record<Run['timeline'][number]['kind'], string>> = {
  load: 'dispatch.blocks.load',
  reload: 'dispatch.blocks.reload',
  lunch: 'dispatch.blocks.lunch',
  settle: 'dispatch.blocks.settle',
}

/** What lies behind the stops of a lane: driving, waiting, loading, lunch, and the kilograms on board below. */
export function LaneTrack({ run, axis }: { run: Run; axis: Axis }) {
  const { t } = useTranslation()
  return (
    <>
      <LoadProfile run={run} axis={axis} />
      {run.timeline
        .filter(block => block.kind !== 'service')
        .map(block => {
          const left = percentAt(axis, block.fromMinute)
          const label = labels[block.kind]
          return (
            <i
              key={`${block.kind}${block.fromMinute}`}
              className={`t t-${block.kind}`}
              style={{ left: `${left}%`, width: `${percentAt(axis, block.toMinute) - left}%` }}
            >
              {label === undefined ? null : t(label)}
            </i>
          )
        })}
    </>
  )
}

/** Steps down at each stop and up at each reload; above the line of what the vehicle may carry it is red. */
function LoadProfile({ run, axis }: { run: Run; axis: Axis }) {
  const loaded = run.timeline.filter(block => block.loadGrams !== null)
  if (loaded.length === 0 || run.maxLoadGrams === 0) return null
  const heaviest = Math.max(run.maxLoadGrams, ...loaded.map(block => block.loadGrams ?? 0))
  const height = (grams: number | null) => 100 - ((grams ?? 0) / heaviest) * 100
  const steps = loaded.map(
    block => `L${block.fromMinute} ${height(block.loadGrams)}L${block.toMinute} ${height(block.loadGrams)}`,
  )
  const first = loaded[0]?.fromMinute ?? 0
  const last = loaded.at(-1)?.toMinute ?? 0
  const isOver = heaviest > run.maxLoadGrams
  return (
    <svg
      className="load"
      viewBox={`${axis.fromMinute} 0 ${axis.toMinute - axis.fromMinute} 100`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`M${first} 100${steps.join('')}L${last} 100Z`} className={isOver ? 'over' : ''} />
    </svg>
  )
}
