import type { WriteContext } from '../../../platform/database/write.ts'
import { insertRoadClosure, openRoad } from './closure.store.ts'
import { announceDay, followPlan } from './follow-day.action.ts'
import { requireRunningPlan } from './insert-urgent.action.ts'
import { readRunningDay } from './read-running-day.ts'
import { closureNotFound } from './running.errors.ts'
import { readOutlooks } from './running.store.ts'
import type { RunningDeps } from './running-deps.ts'

/** An arrival that moves by more than this because of the road is one that the road concerns. */
const concernedMs = 3 * 60_000

/**
 * A road is closed for the rest of the day: every arrival is worked out anew with the way around it.
 * @returns the stops whose way passes it, which is where a re-plan should look
 */
export async function closeRoad(
  deps: RunningDeps,
  context: WriteContext,
  input: {
    point: { latitude: number; longitude: number }
    radiusMetres: number
    extraMinutes: number
    note: string
  },
): Promise<{ id: string; laterStopIds: string[] }> {
  const { db, now } = context
  const plan = await requireRunningPlan(db, context.actor, context.today)
  const runIds = (await readRunningDay(deps, db, plan, now)).runs.map(run => run.run.id)
  await followPlan(deps, context, plan)
  const before = new Map((await readOutlooks(db, runIds)).map(row => [row.stopId, row.etaAt.getTime()]))
  const { radiusMetres, extraMinutes, note } = input
  const id = context.newId()
  await insertRoadClosure(db, {
    id,
    depotId: plan.depotId,
    date: plan.date,
    ...input.point,
    radiusMetres,
    extraMinutes,
    note,
    closedAt: now,
    closedBy: context.actor.id,
  })
  await followPlan(deps, context, plan)
  const laterStopIds = (await readOutlooks(db, runIds))
    .filter(row => row.etaAt.getTime() - (before.get(row.stopId) ?? Number.POSITIVE_INFINITY) > concernedMs)
    .map(row => row.stopId)
  await context.audit({ action: 'road.close', entity: 'road_closure', entityId: id, after: { ...input } })
  await announceDay(context, plan)
  return { id, laterStopIds }
}

/** The road is open again; arrivals go back to what the way takes without it. */
export async function reopenRoad(deps: RunningDeps, context: WriteContext, id: string): Promise<void> {
  const plan = await requireRunningPlan(context.db, context.actor, context.today)
  const opened = { id, depotId: plan.depotId, at: context.now, by: context.actor.id }
  if (!(await openRoad(context.db, opened))) throw closureNotFound()
  await followPlan(deps, context, plan)
  await context.audit({ action: 'road.open', entity: 'road_closure', entityId: id })
  await announceDay(context, plan)
}
