import { checkPlan, type Plan, type Problem } from '../../planner/planner.api.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { DriverRow } from './fleet.store.ts'
import { insertRun, type PlanRow, type RunRow, touchPlan, updateRun } from './plan.store.ts'
import type { PlanningParameters } from './plan-problem.rules.ts'
import { placementsOf, timelineOf, violationsOf, workMinutes } from './plan-result.rules.ts'
import { type StopRow, updateStop } from './stop.store.ts'

export interface PlanToSave {
  plan: PlanRow
  runs: RunRow[]
  /** Every stop of the day that is not cancelled, planned by the planner or not. */
  stops: StopRow[]
  drivers: DriverRow[]
  problem: Problem
  result: Plan
  /** Stops that never reached the planner, with why. */
  refused: Map<string, string>
  parameters: PlanningParameters
  seed?: number
}

/** Writes what the planner (or the evaluation of a hand-made plan) answered: runs, places, times, what is broken. */
export async function savePlan(context: WriteContext, input: PlanToSave): Promise<void> {
  const { plan, result } = input
  const runIdOfDriver = await ensureRuns(context, input)
  const places = new Map(placementsOf(result).map(place => [place.stopId, place]))
  const left = new Map(result.unassigned.map(stop => [stop.stopId, stop.reason]))
  for (const stop of input.stops) {
    const place = places.get(stop.id)
    const runId = place ? (runIdOfDriver.get(place.driverId) ?? null) : null
    const next = {
      runId,
      trip: place?.trip ?? 1,
      position: place?.position ?? 0,
      arriveMinute: place?.arriveMinute ?? null,
      departMinute: place?.departMinute ?? null,
      unplannedBecause: place ? null : (input.refused.get(stop.id) ?? left.get(stop.id) ?? null),
    }
    const isSame = (Object.keys(next) as (keyof typeof next)[]).every(key => next[key] === stop[key])
    const state = nextState(stop, runId)
    if (!isSame || state !== stop.state) await updateStop(context.db, stop.id, { ...next, state })
  }
  await saveRuns(context, input, runIdOfDriver)
  const violations = violationsOf(checkPlan(input.problem, result), runIdOfDriver)
  await touchPlan(context.db, plan.id, {
    totals: { violations, minutes: workMinutes(result) },
    ...(input.seed !== undefined && { seed: input.seed, plannedAt: context.now }),
  })
}

function nextState(stop: StopRow, runId: string | null): StopRow['state'] {
  if (stop.state === 'unplanned' && runId) return 'planned'
  if (stop.state === 'planned' && !runId) return 'unplanned'
  return stop.state
}

/** A run for each driver of the result; a driver's run of this day is made once and kept. */
async function ensureRuns(context: WriteContext, input: PlanToSave): Promise<Map<string, string>> {
  const runIdOfDriver = new Map(input.runs.map(run => [run.driverId, run.id]))
  for (const run of input.result.runs) {
    if (runIdOfDriver.has(run.driverId)) continue
    const id = context.newId()
    await insertRun(context.db, {
      id,
      planId: input.plan.id,
      driverId: run.driverId,
      vehicleId: run.vehicleId,
      date: input.plan.date,
      startMinute: Math.round(run.departureMinute),
      now: context.now,
    })
    runIdOfDriver.set(run.driverId, id)
  }
  return runIdOfDriver
}

async function saveRuns(
  context: WriteContext,
  input: PlanToSave,
  runIdOfDriver: Map<string, string>,
): Promise<void> {
  const { loadMinutes, settleMinutes } = input.parameters
  const planned = new Map(input.result.runs.map(run => [run.driverId, run]))
  for (const [driverId, runId] of runIdOfDriver) {
    const run = planned.get(driverId)
    const known = input.runs.find(candidate => candidate.id === runId)
    const shiftStart = input.drivers.find(driver => driver.id === driverId)?.shiftStartMinute ?? 480
    const next = run
      ? {
          startMinute: Math.round(run.departureMinute),
          endMinute: Math.round(run.returnMinute),
          metres: Math.round(run.km * 1000),
          timeline: timelineOf(run, loadMinutes, settleMinutes),
        }
      : { startMinute: shiftStart, endMinute: null, metres: 0, timeline: [] }
    // A vehicle once published stays with its run; a draft follows the driver's vehicle of today.
    const vehicle =
      run && known?.state === 'planned' && known.vehicleId !== run.vehicleId
        ? { vehicleId: run.vehicleId }
        : {}
    const isSame =
      known &&
      JSON.stringify(next) ===
        JSON.stringify({
          startMinute: known.startMinute,
          endMinute: known.endMinute,
          metres: known.metres,
          timeline: known.timeline,
        })
    if (!isSame || 'vehicleId' in vehicle) await updateRun(context.db, runId, { ...next, ...vehicle })
  }
}
