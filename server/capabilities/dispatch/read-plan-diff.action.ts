import { z } from 'zod'
import type { PlanDiff } from '../../../contract/endpoints/dispatch.ts'
import { checkPlan } from '../../planner/planner.api.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readParameter } from '../admin/admin.api.ts'
import { planNotFound } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { type Layout, layoutOf } from './layout.rules.ts'
import { findPlan } from './plan.store.ts'
import { evaluateDay, type PlanningDay, readPlanningDay } from './plan-day.ts'
import { diffPlans, expectationOf, type PlanSide } from './plan-diff.rules.ts'
import { placementsOf, violationsOf } from './plan-result.rules.ts'
import type { StopRow } from './stop.store.ts'

/** The draft laid over what the drivers hold; both are timed afresh, so that only the plans differ. */
export async function readPlanDiff(
  deps: DispatchDeps,
  db: Reader,
  depotId: string,
  date: string,
): Promise<PlanDiff> {
  const plan = await findPlan(db, depotId, date)
  if (!plan) throw planNotFound()
  const day = await readPlanningDay(deps, db, plan, 'all')
  const tellMinutes = await readParameter(db, 'dispatch.tell-eta-minutes', date, z.number())
  return diffPlans({
    isPublished: plan.state === 'published',
    tellMinutes,
    before: sideOf({ ...day, refused: new Map(day.refused), stops: day.stops.map(asPublished) }),
    after: sideOf(day),
    stops: day.stops.map(stop => ({
      id: stop.id,
      shortName: day.sites.get(stop.siteId)?.shortName ?? '',
      expects: expectationOf(stop),
    })),
    drivers: day.drivers,
  })
}

function asPublished(stop: StopRow): StopRow {
  return {
    ...stop,
    runId: stop.publishedRunId,
    trip: stop.publishedTrip ?? 1,
    position: stop.publishedPosition ?? 0,
  }
}

function sideOf(day: PlanningDay): PlanSide {
  const { problem, result } = evaluateDay(day)
  const driverOf = new Map(day.runs.map(run => [run.id, run.driverId]))
  const runIdOfDriver = new Map(day.runs.map(run => [run.driverId, run.id]))
  const layout: Layout = {}
  for (const [runId, trips] of Object.entries(layoutOf(day.stops))) {
    const driverId = driverOf.get(runId)
    if (driverId) layout[driverId] = trips.filter(trip => trip.length > 0)
  }
  return {
    layout,
    arrivals: new Map(placementsOf(result).map(place => [place.stopId, place.arriveMinute])),
    result,
    violations: violationsOf(checkPlan(problem, result), runIdOfDriver),
  }
}
