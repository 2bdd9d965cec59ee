import type { WriteContext } from '../../platform/database/write.ts'
import { announceBoard } from './board.action.ts'
import {
  noDrivers,
  planNotFound,
  runLocked,
  runNotFound,
  stopFinished,
  stopLocked,
  stopNotFound,
  stopUnplaced,
} from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { layoutOf, placeStop } from './layout.rules.ts'
import { findRun, insertRun, lockPlan, type PlanRow, readRuns, touchPlan, updateRun } from './plan.store.ts'
import { evaluateDay, readPlanningDay } from './plan-day.ts'
import { availableDrivers, isBegun } from './plan-problem.rules.ts'
import { recordStep, refuseStale } from './record-step.ts'
import { layOut, savePlan } from './save-plan.ts'
import { findPlanOfStop, readStops, type StopRow, updateStop } from './stop.store.ts'

export interface MoveStopInput {
  stopId: string
  /** The run it goes to; null with a driver opens his run; null without one sends it to the tray. */
  runId: string | null
  driverId?: string
  /** One more than the run has opens a new trip. */
  trip: number
  /** Among the trip's stops, counted without the moved one. */
  position: number
  /** The stop's version that was looked at. */
  version: number
  /** The plan's version that was looked at; without it the stop's version alone decides. */
  planVersion?: number
}

/** Moves one stop by hand. The plan is timed again and what it breaks is shown, never forbidden. */
export async function moveStop(
  deps: DispatchDeps,
  context: WriteContext,
  input: MoveStopInput,
): Promise<PlanRow> {
  const { stop, plan } = await takeStop(context, input.stopId)
  await refuseStale(context, plan, {
    ...input,
    stopIds: [stop.id],
    runIds: input.runId ? [input.runId] : [],
    isSame: stop.version === input.version,
  })
  if (isBegun(stop) || stop.state === 'cancelled') throw stopFinished()
  if (stop.isLocked) throw stopLocked()
  const runId = input.runId ?? (input.driverId ? await openRun(deps, context, plan, input.driverId) : null)
  for (const id of new Set([stop.runId, runId])) await refuseLockedRun(context, plan, id)
  const before = await readStops(context.db, { planId: plan.id })
  const present = before.filter(other => other.state !== 'cancelled')
  const place = runId ? { runId, trip: input.trip, position: input.position } : null
  await layOut(context, present, placeStop(layoutOf(present), stop.id, place))
  const refused = await retime(deps, context, plan)
  const reason = refused.get(stop.id)
  if (runId && reason) throw stopUnplaced(reason)
  await context.audit({
    action: 'stop.move',
    entity: 'stop',
    entityId: stop.id,
    before: { runId: stop.runId, trip: stop.trip, position: stop.position },
    after: { runId, trip: input.trip, position: input.position },
  })
  await recordStep(deps, context, plan, { kind: 'move', before })
  await announceBoard(context, plan)
  return plan
}

/** Reads a stop with its plan locked against others. */
async function takeStop(context: WriteContext, stopId: string): Promise<{ stop: StopRow; plan: PlanRow }> {
  const planId = await findPlanOfStop(context.db, stopId)
  if (!planId) throw stopNotFound()
  const plan = await lockPlan(context.db, planId)
  const [stop] = await readStops(context.db, { ids: [stopId] })
  if (!plan || !stop) throw planNotFound()
  return { stop, plan }
}

async function openRun(
  deps: DispatchDeps,
  context: WriteContext,
  plan: PlanRow,
  driverId: string,
): Promise<string> {
  const existing = (await readRuns(context.db, plan.id)).find(run => run.driverId === driverId)
  if (existing) return existing.id
  const day = await readPlanningDay(deps, context.db, plan, 'all')
  const driver = availableDrivers(day.drivers, day.vehicles).find(candidate => candidate.id === driverId)
  if (!driver?.vehicleId) throw noDrivers()
  const id = context.newId()
  await insertRun(context.db, {
    id,
    planId: plan.id,
    driverId,
    vehicleId: driver.vehicleId,
    date: plan.date,
    startMinute: driver.shiftStartMinute,
    now: context.now,
  })
  return id
}

async function refuseLockedRun(context: WriteContext, plan: PlanRow, runId: string | null): Promise<void> {
  if (!runId) return
  const run = await findRun(context.db, runId)
  if (run?.planId !== plan.id) throw runNotFound()
  if (run.isLocked || run.state === 'closed') throw runLocked()
}

/**
 * Times every run again as the rows now stand, and keeps what is broken beside the plan. Answers the stops that the
 * planner cannot be asked about, with why.
 */
export async function retime(
  deps: DispatchDeps,
  context: WriteContext,
  plan: PlanRow,
): Promise<Map<string, string>> {
  const day = await readPlanningDay(deps, context.db, plan, 'all')
  const timed = evaluateDay(day)
  await savePlan(context, { ...day, ...timed, found: timed.result.violations })
  return day.refused
}

export async function lockStop(
  deps: DispatchDeps,
  context: WriteContext,
  input: { stopId: string; isLocked: boolean; version: number; planVersion?: number },
): Promise<PlanRow> {
  const { stop, plan } = await takeStop(context, input.stopId)
  if (stop.isLocked === input.isLocked) return plan
  await refuseStale(context, plan, {
    ...input,
    stopIds: [stop.id],
    runIds: [],
    isSame: stop.version === input.version,
  })
  const before = await readStops(context.db, { planId: plan.id })
  await updateStop(context.db, stop.id, { isLocked: input.isLocked })
  await touchPlan(context.db, plan.id, {})
  await context.audit({
    action: input.isLocked ? 'stop.lock' : 'stop.unlock',
    entity: 'stop',
    entityId: stop.id,
  })
  const turn = { kind: 'stop' as const, id: stop.id, isLocked: input.isLocked }
  await recordStep(deps, context, plan, {
    kind: input.isLocked ? 'lock-stop' : 'unlock-stop',
    before,
    locks: [turn],
  })
  await announceBoard(context, plan)
  return plan
}

export async function lockRun(
  deps: DispatchDeps,
  context: WriteContext,
  input: { runId: string; isLocked: boolean; version: number; planVersion?: number },
): Promise<PlanRow> {
  const seen = await findRun(context.db, input.runId)
  if (!seen) throw runNotFound()
  const plan = await lockPlan(context.db, seen.planId)
  const run = await findRun(context.db, input.runId)
  if (!plan || !run) throw planNotFound()
  if (run.isLocked === input.isLocked) return plan
  await refuseStale(context, plan, {
    ...input,
    stopIds: [],
    runIds: [run.id],
    isSame: run.version === input.version,
  })
  const before = await readStops(context.db, { planId: plan.id })
  await updateRun(context.db, run.id, { isLocked: input.isLocked })
  await touchPlan(context.db, plan.id, {})
  await context.audit({ action: input.isLocked ? 'run.lock' : 'run.unlock', entity: 'run', entityId: run.id })
  await recordStep(deps, context, plan, {
    kind: input.isLocked ? 'lock-run' : 'unlock-run',
    before,
    locks: [{ kind: 'run', id: run.id, isLocked: input.isLocked }],
  })
  await announceBoard(context, plan)
  return plan
}
