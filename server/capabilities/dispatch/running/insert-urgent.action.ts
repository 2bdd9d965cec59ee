import type { Actor } from '../../../platform/actor.ts'
import type { Reader } from '../../../platform/database/database.ts'
import type { WriteContext } from '../../../platform/database/write.ts'
import { promisedWindow, readOrderWithLines, stopLinesOf } from '../../orders/orders.api.ts'
import { requireDepot } from '../board.action.ts'
import { stopFinished, stopNotFound } from '../dispatch.errors.ts'
import type { StopRequest } from '../dispatch-deps.ts'
import { findPlan, lockPlan, type PlanRow } from '../plan.store.ts'
import { isBegun } from '../plan-problem.rules.ts'
import { receiveStops } from '../receive-stops.action.ts'
import { recordStep } from '../record-step.ts'
import { lockRunRow } from '../records.store.ts'
import { readStops, type StopRow } from '../stop.store.ts'
import { fingerprintOf } from './fingerprint.rules.ts'
import { announceDay, followPlan } from './follow-day.action.ts'
import { promiseExpected } from './published-place.store.ts'
import { readRunningDay } from './read-running-day.ts'
import { dayMovedOn, notRunning, orderClosed } from './running.errors.ts'
import { readOutlooks } from './running.store.ts'
import { type RunningDay, takersOf } from './running-day.types.ts'
import type { RunningDeps } from './running-deps.ts'
import { sendOut } from './send-out.ts'
import { isComplete, type Sequence } from './sequence.rules.ts'
import { announceChange, writeSequences } from './write-sequences.ts'

export type Wanted = { orderId?: string | undefined; stopId?: string | undefined }

/** Today's plan of the actor's depot, as drivers hold it. */
export async function requireRunningPlan(db: Reader, actor: Actor, today: string): Promise<PlanRow> {
  const plan = await findPlan(db, await requireDepot(db, actor), today)
  if (plan?.state !== 'published') throw notRunning()
  return plan
}

/** The stop that is to be inserted where it already stands on today's plan; refuses what hands have touched. */
export async function findWantedStop(
  db: Reader,
  plan: PlanRow,
  wanted: Wanted,
): Promise<StopRow | undefined> {
  const rows = wanted.stopId
    ? await readStops(db, { ids: [wanted.stopId] })
    : await readStops(db, { orderId: wanted.orderId ?? '' })
  const stop = rows.find(row => row.planId === plan.id && row.state !== 'cancelled')
  if (wanted.stopId && !stop) throw stopNotFound()
  if (stop && isBegun(stop)) throw stopFinished()
  return stop
}

const openOrderStates = new Set(['confirmed', 'assigned', 'failed'])

/** An order as dispatch takes it: full for empty or only empties, at the hours it was promised. */
export async function requestOfOrder(db: Reader, orderId: string): Promise<StopRequest> {
  const order = await readOrderWithLines(db, orderId)
  if (!order || !openOrderStates.has(order.state)) throw orderClosed()
  const { windowFromMinute: fromMinute, windowToMinute: toMinute } = promisedWindow(order)
  return {
    siteId: order.siteId,
    dueItemId: null,
    orderId: order.id,
    priority: order.priority,
    windows: fromMinute !== null && toMinute !== null ? [{ fromMinute, toMinute }] : [],
    lines: stopLinesOf(order),
  }
}

/** The day without one stop: it is priced and placed as if it were new. */
export function dayWithout(day: RunningDay, stopId: string | undefined): RunningDay {
  if (stopId === undefined) return day
  return {
    ...day,
    runs: day.runs.map(run => ({ ...run, open: run.open.filter(stop => stop.id !== stopId) })),
  }
}

/**
 * Writes one priced insertion: the stop is on the published plan, the driver's phone is told, the clock looks anew.
 * Refused as `dispatch.day-moved-on` when the run is not what was priced: a delivery, a move or another insertion came
 * between. Facts of the run hold its row, so the check and the write see the same run.
 */
export async function insertUrgent(
  deps: RunningDeps,
  context: WriteContext,
  input: Wanted & { runId: string; sequences: readonly Sequence[]; basis: string },
): Promise<{ stopId: string; runId: string; etaAt: string | null }> {
  const { db } = context
  const found = await requireRunningPlan(db, context.actor, context.today)
  const plan = await lockPlan(db, found.id)
  if (!plan) throw notRunning()
  await lockRunRow(db, input.runId)
  const before = await readStops(db, { planId: plan.id })
  const known = await findWantedStop(db, plan, input)
  const day = dayWithout(await readRunningDay(deps, db, plan, context.now), known?.id)
  const taker = takersOf(day).find(candidate => candidate.run.id === input.runId)
  if (!taker || fingerprintOf(taker) !== input.basis) throw dayMovedOn()
  const stop = known ?? (await takeOrder(deps, context, plan, input.orderId ?? ''))
  const sequences = input.sequences.map(({ trip, stopIds }) => ({
    trip,
    stopIds: stopIds.map(id => (id === input.orderId ? stop.id : id)),
  }))
  if (!isComplete(sequences, [...taker.open.map(each => each.id), stop.id])) throw dayMovedOn()
  const run = await sendOut(context, day, taker)
  await writeSequences(deps, context, plan, [{ run, sequences }])
  if (stop.orderId) await deps.setOrdersAssigned(context, [stop.orderId], true)
  const losing = day.runs.find(each => each.run.id === stop.publishedRunId)
  await followPlan(deps, context, plan)
  await promiseExpected(db, [stop.id])
  const site = (await deps.readSites(db, [stop.siteId])).get(stop.siteId)
  const subject = { stop: site?.shortName ?? '', driver: run.driver.name, to: run.driver.letter }
  await recordStep(deps, context, plan, { kind: 'insert', before, subject })
  await context.audit({
    action: 'running-day.insert',
    entity: 'stop',
    entityId: stop.id,
    before: { runId: stop.publishedRunId },
    after: { runId: run.run.id, orderId: stop.orderId },
  })
  await announceChange(context, plan, [run.driver.id, ...(losing ? [losing.driver.id] : [])])
  await announceDay(context, plan)
  const outlook = (await readOutlooks(db, [run.run.id])).find(row => row.stopId === stop.id)
  return { stopId: stop.id, runId: run.run.id, etaAt: outlook?.etaAt.toISOString() ?? null }
}

async function takeOrder(
  deps: RunningDeps,
  context: WriteContext,
  plan: PlanRow,
  orderId: string,
): Promise<StopRow> {
  const request = await requestOfOrder(context.db, orderId)
  await receiveStops(deps, context, { depotId: plan.depotId, date: plan.date, stops: [request] })
  const stop = await findWantedStop(context.db, plan, { orderId })
  if (!stop) throw stopNotFound()
  return stop
}
