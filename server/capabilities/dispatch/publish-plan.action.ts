import { driverStream, officeStream } from '../../../contract/messages/live.ts'
import { checkPlan } from '../../planner/planner.api.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { announceBoard, requireDepot } from './board.action.ts'
import { neverPublished, nothingPlanned, planBroken, planNotFound } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { layoutOf, publishedLayoutOf } from './layout.rules.ts'
import { retime } from './move-stop.action.ts'
import { findPlan, insertPublication, lockPlan, type PlanRow, touchPlan, updateRun } from './plan.store.ts'
import { evaluateDay, readPlanningDay } from './plan-day.ts'
import { recordStep, refuseOtherVersion } from './record-step.ts'
import { discardStops, publishStops, readStops, type StopRow } from './stop.store.ts'

/** The plan of a day at the actor's depot, locked, as it was when he looked at it. */
export async function takePlan(context: WriteContext, date: string, version: number): Promise<PlanRow> {
  const depotId = await requireDepot(context.db, context.actor)
  const found = await findPlan(context.db, depotId, date)
  const plan = found && (await lockPlan(context.db, found.id))
  if (!plan) throw planNotFound()
  await refuseOtherVersion(context, plan, version)
  return plan
}

/** Sends the draft to the drivers, after the independent checker has read it once more. */
export async function publishPlan(
  deps: DispatchDeps,
  context: WriteContext,
  input: { date: string; version: number; isViolationAccepted: boolean },
): Promise<PlanRow> {
  const plan = await takePlan(context, input.date, input.version)
  const day = await readPlanningDay(deps, context.db, plan, 'all')
  if (!day.stops.some(stop => stop.runId)) throw nothingPlanned()
  const { problem, result } = evaluateDay(day)
  const violations = checkPlan(problem, result)
  if (violations.length > 0 && !input.isViolationAccepted) throw planBroken(violations.length)
  const layouts = { before: publishedLayoutOf(day.stops), after: layoutOf(day.stops) }
  await publishStops(context.db, plan.id)
  const withStops = new Set(day.stops.map(stop => stop.runId))
  for (const run of day.runs) {
    if (run.state === 'planned' && withStops.has(run.id))
      await updateRun(context.db, run.id, { state: 'published' })
  }
  await moveOrders(deps, context, day.stops)
  const number = await insertPublication(context.db, {
    id: context.newId(),
    planId: plan.id,
    at: context.now,
    by: context.actor.id,
    snapshot: day.stops.map(stop => ({
      id: stop.id,
      runId: stop.runId,
      trip: stop.trip,
      position: stop.position,
      arriveMinute: stop.arriveMinute,
    })),
  })
  await touchPlan(context.db, plan.id, { publishedAt: context.now, publishedBy: context.actor.id })
  await recordStep(deps, context, plan, { kind: 'publish', before: day.stops, layouts, subject: { number } })
  await context.audit({
    action: 'plan.publish',
    entity: 'day_plan',
    entityId: plan.id,
    after: { number, violations: violations.length, stops: day.stops.filter(stop => stop.runId).length },
  })
  await context.announce({
    stream: officeStream(plan.depotId),
    kind: 'plan.published',
    entityId: plan.id,
    payload: { date: plan.date, number },
  })
  for (const driverId of affectedDrivers(day.stops, new Map(day.runs.map(run => [run.id, run.driverId])))) {
    await context.announce({
      stream: driverStream(driverId),
      kind: 'driver-day.changed',
      entityId: plan.id,
      payload: { date: plan.date },
    })
  }
  return plan
}

async function moveOrders(deps: DispatchDeps, context: WriteContext, stops: StopRow[]): Promise<void> {
  const open = stops.filter(
    stop =>
      stop.orderId && (stop.state === 'planned' || stop.state === 'unplanned' || stop.state === 'published'),
  )
  const idsOf = (isPlaced: boolean) =>
    open.filter(stop => (stop.runId !== null) === isPlaced).flatMap(stop => stop.orderId ?? [])
  await deps.setOrdersAssigned(context, idsOf(true), true)
  await deps.setOrdersAssigned(context, idsOf(false), false)
}

/** Drivers who gain, lose or see a change in a stop. */
function affectedDrivers(stops: StopRow[], driverOfRun: Map<string, string>): Set<string> {
  const changed = stops.filter(stop => hasMoved(stop))
  return new Set(
    changed
      .flatMap(stop => [stop.runId, stop.publishedRunId])
      .flatMap(runId => (runId ? (driverOfRun.get(runId) ?? []) : [])),
  )
}

/** Whether the draft differs from what the drivers hold. */
export function hasMoved(stop: StopRow): boolean {
  if (stop.state === 'cancelled') return false
  if (stop.runId === null) return stop.publishedRunId !== null
  return (
    stop.runId !== stop.publishedRunId ||
    stop.trip !== stop.publishedTrip ||
    stop.position !== stop.publishedPosition
  )
}

export async function discardChanges(
  deps: DispatchDeps,
  context: WriteContext,
  input: { date: string; version: number },
): Promise<PlanRow> {
  const plan = await takePlan(context, input.date, input.version)
  if (plan.state !== 'published') throw neverPublished()
  const before = await readStops(context.db, { planId: plan.id })
  await discardStops(context.db, plan.id)
  await retime(deps, context, plan)
  await recordStep(deps, context, plan, { kind: 'discard', before })
  await context.audit({ action: 'plan.discard', entity: 'day_plan', entityId: plan.id })
  await announceBoard(context, plan)
  return plan
}
