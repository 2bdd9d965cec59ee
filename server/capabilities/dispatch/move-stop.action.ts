import type { WriteContext } from '../../platform/database/write.ts'
import { announceBoard } from './board.action.ts'
import {
  noDrivers,
  planNotFound,
  runLocked,
  runNotFound,
  staleVersion,
  stopFinished,
  stopLocked,
  stopNotFound,
} from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { findRun, insertRun, lockPlan, type PlanRow, readRuns, updateRun } from './plan.store.ts'
import { evaluateDay, readPlanningDay } from './plan-day.ts'
import { availableDrivers, byPlace, isBegun } from './plan-problem.rules.ts'
import { savePlan } from './save-plan.ts'
import { readStops, type StopRow, updateStop } from './stop.store.ts'

export interface MoveStopInput {
  stopId: string
  /** The run it goes to; null with a driver opens his run; null without one sends it to the tray. */
  runId: string | null
  driverId?: string
  trip: number
  /** Among the trip's stops, counted without the moved one. */
  position: number
  version: number
}

/** Moves one stop by hand. The plan is timed again and what it breaks is shown, never forbidden. */
export async function moveStop(
  deps: DispatchDeps,
  context: WriteContext,
  input: MoveStopInput,
): Promise<PlanRow> {
  const { stop, plan } = await takeStop(context, input.stopId, input.version)
  if (isBegun(stop) || stop.state === 'cancelled') throw stopFinished()
  if (stop.isLocked) throw stopLocked()
  const runId = input.runId ?? (input.driverId ? await openRun(deps, context, plan, input.driverId) : null)
  for (const id of new Set([stop.runId, runId])) await refuseLockedRun(context, id)
  const before = { runId: stop.runId, trip: stop.trip, position: stop.position }
  await takeOut(context, stop)
  if (runId) await putIn(context, { ...stop, runId }, input)
  await retime(deps, context, plan)
  await context.audit({
    action: 'stop.move',
    entity: 'stop',
    entityId: stop.id,
    before,
    after: { runId, trip: input.trip, position: input.position },
  })
  await announceBoard(context, plan)
  return plan
}

/** Reads a stop with its plan locked against others, and refuses a view that is out of date. */
export async function takeStop(
  context: WriteContext,
  stopId: string,
  version: number,
): Promise<{ stop: StopRow; plan: PlanRow }> {
  const [seen] = await readStops(context.db, { ids: [stopId] })
  if (!seen) throw stopNotFound()
  const plan = await lockPlan(context.db, seen.planId)
  const [stop] = await readStops(context.db, { ids: [stopId] })
  if (!plan || !stop) throw planNotFound()
  if (stop.version !== version) throw staleVersion()
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

async function refuseLockedRun(context: WriteContext, runId: string | null): Promise<void> {
  if (!runId) return
  const run = await findRun(context.db, runId)
  if (!run) throw runNotFound()
  if (run.isLocked || run.state === 'closed') throw runLocked()
}

async function takeOut(context: WriteContext, stop: StopRow): Promise<void> {
  await updateStop(context.db, stop.id, {
    runId: null,
    trip: 1,
    position: 0,
    arriveMinute: null,
    departMinute: null,
    state: stop.state === 'planned' ? 'unplanned' : stop.state,
  })
}

async function putIn(context: WriteContext, stop: StopRow, input: MoveStopInput): Promise<void> {
  const others = (await readStops(context.db, { planId: stop.planId })).filter(
    other => other.runId === stop.runId && other.id !== stop.id && other.trip === input.trip,
  )
  const order = others.sort(byPlace)
  order.splice(Math.min(input.position, order.length), 0, stop)
  for (const [position, item] of order.entries()) {
    if (item.id === stop.id) {
      await updateStop(context.db, item.id, {
        runId: stop.runId,
        trip: input.trip,
        position,
        state: stop.state === 'unplanned' ? 'planned' : stop.state,
        unplannedBecause: null,
      })
    } else if (item.position !== position) await updateStop(context.db, item.id, { position })
  }
}

/** Times every run again as the rows now stand, and keeps what is broken beside the plan. */
export async function retime(deps: DispatchDeps, context: WriteContext, plan: PlanRow): Promise<void> {
  const day = await readPlanningDay(deps, context.db, plan, 'all')
  await savePlan(context, { ...day, ...evaluateDay(day) })
}

export async function lockStop(
  context: WriteContext,
  input: { stopId: string; isLocked: boolean; version: number },
): Promise<PlanRow> {
  const { stop, plan } = await takeStop(context, input.stopId, input.version)
  if (stop.isLocked === input.isLocked) return plan
  await updateStop(context.db, stop.id, { isLocked: input.isLocked })
  await context.audit({
    action: input.isLocked ? 'stop.lock' : 'stop.unlock',
    entity: 'stop',
    entityId: stop.id,
  })
  await announceBoard(context, plan)
  return plan
}

export async function lockRun(
  context: WriteContext,
  input: { runId: string; isLocked: boolean; version: number },
): Promise<PlanRow> {
  const seen = await findRun(context.db, input.runId)
  if (!seen) throw runNotFound()
  const plan = await lockPlan(context.db, seen.planId)
  const run = await findRun(context.db, input.runId)
  if (!plan || !run) throw planNotFound()
  if (run.version !== input.version) throw staleVersion()
  await updateRun(context.db, run.id, { isLocked: input.isLocked })
  await context.audit({ action: input.isLocked ? 'run.lock' : 'run.unlock', entity: 'run', entityId: run.id })
  await announceBoard(context, plan)
  return plan
}
