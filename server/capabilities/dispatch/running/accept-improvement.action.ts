import type { WriteContext } from '../../../platform/database/write.ts'
import { lockPlan } from '../plan.store.ts'
import { recordStep } from '../record-step.ts'
import { lockRunRow } from '../records.store.ts'
import { readStops } from '../stop.store.ts'
import { fingerprintOfAll } from './fingerprint.rules.ts'
import { announceDay, followPlan } from './follow-day.action.ts'
import { requireRunningPlan } from './insert-urgent.action.ts'
import { readRunningDay } from './read-running-day.ts'
import { dayMovedOn, notRunning } from './running.errors.ts'
import { takersOf } from './running-day.types.ts'
import type { RunningDeps } from './running-deps.ts'
import { sendOut } from './send-out.ts'
import { isComplete, type Sequence } from './sequence.rules.ts'
import { announceChange, writeSequences } from './write-sequences.ts'

/**
 * Writes a proposed rearrangement as it was shown, and tells every phone concerned. Refused as `dispatch.day-moved-on`
 * when one of the runs is not what the search saw, or when the runs together would not hold exactly the same stops.
 */
export async function acceptImprovement(
  deps: RunningDeps,
  context: WriteContext,
  input: { changes: readonly { runId: string; sequences: readonly Sequence[] }[]; basis: string },
): Promise<{ runs: number; stops: number }> {
  const { db } = context
  const found = await requireRunningPlan(db, context.actor, context.today)
  const plan = await lockPlan(db, found.id)
  if (!plan) throw notRunning()
  const runIds = [...new Set(input.changes.map(change => change.runId))].sort()
  for (const runId of runIds) await lockRunRow(db, runId)
  const day = await readRunningDay(deps, db, plan, context.now)
  const concerned = takersOf(day).filter(run => runIds.includes(run.run.id))
  const isSame = concerned.length === input.changes.length && fingerprintOfAll(concerned) === input.basis
  if (!isSame || !holdTheSame(concerned, input.changes)) throw dayMovedOn()
  const before = await readStops(db, { planId: plan.id })
  const changes = []
  for (const run of concerned) {
    const sequences = input.changes.find(change => change.runId === run.run.id)?.sequences ?? []
    changes.push({ run: await sendOut(context, day, run), sequences })
  }
  await writeSequences(deps, context, plan, changes)
  await followPlan(deps, context, plan)
  const stops = changedPlaces(before, await readStops(db, { planId: plan.id }))
  await recordStep(deps, context, plan, { kind: 'improve', before, subject: { count: stops } })
  await context.audit({
    action: 'running-day.improve',
    entity: 'day_plan',
    entityId: plan.id,
    after: { runs: changes.length, stops },
  })
  await announceChange(
    context,
    plan,
    changes.map(change => change.run.driver.id),
  )
  await announceDay(context, plan)
  return { runs: changes.length, stops }
}

/** Each run's trips count up, and together they hold every open stop of these runs once and nothing else. */
function holdTheSame(
  runs: readonly { open: readonly { id: string }[] }[],
  changes: readonly { sequences: readonly Sequence[] }[],
): boolean {
  const ids = runs.flatMap(run => run.open.map(stop => stop.id))
  const listed = changes.flatMap(change => change.sequences.flatMap(sequence => sequence.stopIds))
  return (
    isComplete([{ trip: 1, stopIds: listed }], ids) &&
    changes.every(({ sequences }) =>
      isComplete(
        sequences,
        sequences.flatMap(sequence => sequence.stopIds),
      ),
    )
  )
}

type Placed = {
  id: string
  publishedRunId: string | null
  publishedTrip: number | null
  publishedPosition: number | null
}

function changedPlaces(before: readonly Placed[], after: readonly Placed[]): number {
  const place = (stop: Placed) => `${stop.publishedRunId}/${stop.publishedTrip}/${stop.publishedPosition}`
  const old = new Map(before.map(stop => [stop.id, place(stop)]))
  return after.filter(stop => old.get(stop.id) !== place(stop)).length
}
