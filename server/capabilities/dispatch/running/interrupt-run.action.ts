import type { WriteContext } from '../../../platform/database/write.ts'
import { runNotFound } from '../dispatch.errors.ts'
import { lockPlan, updateRun } from '../plan.store.ts'
import { recordStep } from '../record-step.ts'
import { lockRunRow } from '../records.store.ts'
import { readStops } from '../stop.store.ts'
import { fingerprintOfAll } from './fingerprint.rules.ts'
import { announceDay, followPlan } from './follow-day.action.ts'
import { requireRunningPlan } from './insert-urgent.action.ts'
import { leftBehind } from './price-interruption.ts'
import { readRunningDay } from './read-running-day.ts'
import { dayMovedOn, notRunning } from './running.errors.ts'
import { insertInterruption } from './running.store.ts'
import { takersOf } from './running-day.types.ts'
import type { RunningDeps } from './running-deps.ts'
import { sendOut } from './send-out.ts'
import { isComplete, type Sequence } from './sequence.rules.ts'
import { announceChange, writeSequences } from './write-sequences.ts'

/**
 * A driver cannot go on: his open stops go to the others and to the tray as previewed, his done ones stay his, his run
 * is locked so that nothing is planned onto it. Refused as `dispatch.day-moved-on` when one of the runs concerned is not
 * what was previewed.
 */
export async function interruptRun(
  deps: RunningDeps,
  context: WriteContext,
  input: {
    runId: string
    cause: string
    changes: readonly { runId: string; sequences: readonly Sequence[] }[]
    toTray: readonly string[]
    basis: string
  },
): Promise<{ moved: number; tray: number }> {
  const { db } = context
  const found = await requireRunningPlan(db, context.actor, context.today)
  const plan = await lockPlan(db, found.id)
  if (!plan) throw notRunning()
  const runIds = [input.runId, ...input.changes.map(change => change.runId)].sort()
  for (const runId of runIds) await lockRunRow(db, runId)
  const day = await readRunningDay(deps, db, plan, context.now)
  const run = day.runs.find(candidate => candidate.run.id === input.runId)
  if (!run) throw runNotFound()
  const concerned = takersOf(day).filter(each => runIds.includes(each.run.id))
  if (concerned.length !== new Set(runIds).size || fingerprintOfAll(concerned) !== input.basis)
    throw dayMovedOn()
  const left = leftBehind(run).map(stop => stop.id)
  const changes = input.changes.flatMap(change => {
    const to = concerned.find(each => each.run.id === change.runId)
    return to && to !== run ? [{ run: to, sequences: change.sequences }] : []
  })
  const moved = left.filter(id => !input.toTray.includes(id))
  const isWhole =
    isComplete([{ trip: 1, stopIds: [...moved, ...input.toTray] }], left) &&
    changes.length === input.changes.length &&
    changes.every(change => holdsOnly(change, moved)) &&
    moved.every(id => changes.some(change => holds(change.sequences, id)))
  if (!isWhole) throw dayMovedOn()
  const before = await readStops(db, { planId: plan.id })
  const sent = []
  for (const change of changes) sent.push({ ...change, run: await sendOut(context, day, change.run) })
  await writeSequences(deps, context, plan, sent, input.toTray)
  await updateRun(db, run.run.id, { isLocked: true })
  const orders = leftBehind(run).flatMap(stop =>
    stop.orderId && input.toTray.includes(stop.id) ? [stop.orderId] : [],
  )
  await deps.setOrdersAssigned(context, orders, false)
  await insertInterruption(db, {
    id: context.newId(),
    runId: run.run.id,
    driverId: run.driver.id,
    cause: input.cause,
    moved: { moved, tray: input.toTray },
    at: context.now,
    by: context.actor.id,
  })
  await followPlan(deps, context, plan)
  await recordStep(deps, context, plan, {
    kind: 'interrupt',
    before,
    locks: run.run.isLocked ? [] : [{ kind: 'run', id: run.run.id, isLocked: true }],
    subject: { driver: run.driver.name, count: left.length },
  })
  await context.audit({
    action: 'running-day.interrupt',
    entity: 'run',
    entityId: run.run.id,
    after: { cause: input.cause, moved: moved.length, tray: input.toTray.length },
  })
  await announceChange(context, plan, [run.driver.id, ...changes.map(change => change.run.driver.id)])
  await announceDay(context, plan)
  return { moved: moved.length, tray: input.toTray.length }
}

const holds = (sequences: readonly Sequence[], id: string) =>
  sequences.some(sequence => sequence.stopIds.includes(id))

/** A run's new order holds all its own open stops, and of others only those that move. */
function holdsOnly(
  change: { run: { open: readonly { id: string }[] }; sequences: readonly Sequence[] },
  moved: readonly string[],
): boolean {
  const gained = moved.filter(id => holds(change.sequences, id))
  return isComplete(change.sequences, [...change.run.open.map(stop => stop.id), ...gained])
}
