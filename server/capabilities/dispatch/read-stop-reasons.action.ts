import type { StopReasons } from '../../../contract/endpoints/dispatch.ts'
import { explainLeftOut, explainStop, type LeftOut } from '../../planner/planner.api.ts'
import type { Reader } from '../../platform/database/database.ts'
import { planNotFound, stopNotFound } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { findPlanById } from './plan.store.ts'
import { evaluateDay, readPlanningDay } from './plan-day.ts'
import { readStops } from './stop.store.ts'

/**
 * What the planner says of one stop of the day as it now stands: why this driver and this hour, or which rule leaves
 * it out and what serving it all the same would cost. A stop that it cannot be asked about has its reason alone.
 */
export async function readStopReasons(deps: DispatchDeps, db: Reader, stopId: string): Promise<StopReasons> {
  const [stop] = await readStops(db, { ids: [stopId] })
  if (!stop || stop.state === 'cancelled') throw stopNotFound()
  const plan = await findPlanById(db, stop.planId)
  if (!plan) throw planNotFound()
  const day = await readPlanningDay(deps, db, plan, 'all')
  const { problem, result } = evaluateDay(day)
  const isPlanned = result.runs.some(run =>
    run.trips.some(trip => trip.stops.some(each => each.stopId === stopId)),
  )
  if (!isPlanned) {
    // One stop is asked about: the others that are left out would only be priced for nothing.
    const unassigned = result.unassigned.filter(each => each.stopId === stopId)
    const [left] = explainLeftOut(problem, { ...result, unassigned })
    const reason = day.refused.get(stopId) ?? left?.reason ?? stop.unplannedBecause
    const costNtd = left?.insertionCost === undefined ? null : Math.round(left.insertionCost)
    return { planned: null, leftOut: { reason: reason ?? 'away', costNtd, lifts: liftsOf(left) } }
  }
  const told = explainStop(problem, result, stopId)
  return {
    planned: {
      driverId: told.driverId,
      slackMinutes: Math.floor(told.slackMinutes),
      costNtd: Math.round(told.costHere),
      others: told.alternatives
        .map(({ driverId, extraCost }) => ({ driverId, extraNtd: Math.round(extraCost) }))
        .sort((one, other) => one.extraNtd - other.extraNtd),
      excluded: told.excluded,
    },
    leftOut: null,
  }
}

/** The lifts in the shape of the contract, whole NT$. */
export function liftsOf(left: LeftOut | undefined) {
  return (left?.lifts ?? []).map(({ rule, cost, driverId }) => ({
    rule,
    costNtd: Math.round(cost),
    driverId,
  }))
}
