import type { PlanDiff } from '@luckygas/contract/endpoints/dispatch.ts'
import { type Axis, percentAt } from './board-view.ts'

/** Where a stop lies on the plan that drivers hold, when that is not where the draft has it. */
export interface Ghost {
  stopId: string
  minute: number
}

/** Minutes by which a stop must slide for its old place to be drawn too. */
const visibleShift = 5

/** The old places of changed stops, by driver. */
export function ghostsOf(diff: PlanDiff | undefined): ReadonlyMap<string, Ghost[]> {
  const ghosts = new Map<string, Ghost[]>()
  for (const stop of diff?.stops ?? []) {
    if (stop.from?.arriveMinute == null) continue
    if (stop.kind === 'time' && Math.abs(stop.laterMinutes ?? 0) < visibleShift) continue
    const ghost = { stopId: stop.stopId, minute: stop.from.arriveMinute }
    ghosts.set(stop.from.driverId, [...(ghosts.get(stop.from.driverId) ?? []), ghost])
  }
  return ghosts
}

export function LaneGhosts({ ghosts, axis }: { ghosts: readonly Ghost[]; axis: Axis }) {
  return ghosts.map(ghost => (
    <i key={ghost.stopId} className="ghost" style={{ left: `${percentAt(axis, ghost.minute)}%` }} />
  ))
}
