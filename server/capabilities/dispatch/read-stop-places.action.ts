import type { StopPlaces } from '../../../contract/endpoints/dispatch.ts'
import type { Reader } from '../../platform/database/database.ts'
import { planNotFound, stopNotFound } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { layoutOf } from './layout.rules.ts'
import { findPlanById } from './plan.store.ts'
import { readPlanningDay, stateProblem } from './plan-day.ts'
import { isBegun } from './plan-problem.rules.ts'
import { type PlaceQuestion, ratePlaces } from './rate-places.ts'
import { readStops } from './stop.store.ts'

/** Every place of the day that a stop could be put down in, with what it would cost and break. */
export async function readStopPlaces(
  deps: DispatchDeps,
  db: Reader,
  stopId: string,
  driverId?: string,
): Promise<StopPlaces> {
  const [stop] = await readStops(db, { ids: [stopId] })
  if (!stop || stop.state === 'cancelled') throw stopNotFound()
  const plan = await findPlanById(db, stop.planId)
  if (!plan) throw planNotFound()
  const day = await readPlanningDay(deps, db, plan, 'all')
  const problem = { ...stateProblem(day), locks: {} }
  const driverOf = new Map(day.runs.map(run => [run.id, run.driverId]))
  const layout: PlaceQuestion['layout'] = {}
  for (const [runId, trips] of Object.entries(layoutOf(day.stops))) layout[driverOf.get(runId) ?? ''] = trips
  const shut = new Set(
    day.runs.filter(run => run.isLocked || run.state === 'closed').map(run => run.driverId),
  )
  const begun = new Set(day.stops.filter(isBegun).map(each => each.id))
  return { planVersion: plan.version, lanes: ratePlaces({ problem, layout, stopId, driverId, shut, begun }) }
}
