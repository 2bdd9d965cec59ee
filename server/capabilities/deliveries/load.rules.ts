import type { CylinderCounts, CylinderType } from '../../../contract/kernel/cylinders.ts'
import type { StopFacts } from './dispatch-needs.ts'
import { countByType } from './door.rules.ts'

/** The sum of two loads. */
function addCounts(a: CylinderCounts, b: CylinderCounts): CylinderCounts {
  const sum: CylinderCounts = { ...a }
  for (const [type, quantity] of Object.entries(b) as [CylinderType, number][])
    sum[type] = (sum[type] ?? 0) + quantity
  return sum
}

/** Fulls each trip needs for its stops, by trip; cancelled stops need none. */
export function plannedLoads(
  stops: readonly Pick<StopFacts, 'trip' | 'state' | 'lines'>[],
): Map<number, CylinderCounts> {
  const loads = new Map<number, CylinderCounts>()
  for (const stop of stops) {
    if (stop.state === 'cancelled') continue
    loads.set(
      stop.trip,
      addCounts(
        loads.get(stop.trip) ?? {},
        countByType(stop.lines, line => line.fullOut),
      ),
    )
  }
  return loads
}

/** What a truck lacks for its stops and what it carries beyond them. */
export function loadDifference(
  needed: CylinderCounts,
  aboard: CylinderCounts,
): { missing: CylinderCounts; extra: CylinderCounts } {
  const missing: CylinderCounts = {}
  const extra: CylinderCounts = {}
  for (const type of new Set([...Object.keys(needed), ...Object.keys(aboard)]) as Set<CylinderType>) {
    const more = (aboard[type] ?? 0) - (needed[type] ?? 0)
    if (more < 0) missing[type] = -more
    if (more > 0) extra[type] = more
  }
  return { missing, extra }
}
