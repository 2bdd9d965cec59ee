import { driverStream } from '../../../../contract/messages/live.ts'
import type { WriteContext } from '../../../platform/database/write.ts'
import { announceBoard } from '../board.action.ts'
import { retime } from '../move-stop.action.ts'
import { insertPublication, type PlanRow } from '../plan.store.ts'
import { readStops, type StopRow } from '../stop.store.ts'
import { alignPublished, type PublishedPlace, placeStops, takeOffPlan } from './published-place.store.ts'
import type { RunNow } from './running-day.types.ts'
import type { RunningDeps } from './running-deps.ts'
import { placesOf, type Sequence } from './sequence.rules.ts'

export interface SequenceChange {
  run: RunNow
  sequences: readonly Sequence[]
}

/** Whether the draft says of this stop what drivers hold, so that both may move together. */
function isInStep(stop: StopRow): boolean {
  return (
    stop.publishedRunId === null ||
    (stop.runId === stop.publishedRunId &&
      stop.trip === stop.publishedTrip &&
      stop.position === stop.publishedPosition)
  )
}

/**
 * Writes new orders of open stops to what drivers hold, and to the draft where the draft said the same; what a
 * dispatcher has moved in the draft meanwhile stays his. The caller holds the plan and the runs.
 */
export async function writeSequences(
  deps: RunningDeps,
  context: WriteContext,
  plan: PlanRow,
  changes: readonly SequenceChange[],
  toTray: readonly string[] = [],
): Promise<void> {
  const { db } = context
  const before = new Map((await readStops(db, { planId: plan.id })).map(stop => [stop.id, stop]))
  const places: PublishedPlace[] = changes.flatMap(({ run, sequences }) =>
    placesOf(run.begun, sequences).map(place => {
      const stop = before.get(place.stopId)
      return { ...place, runId: run.run.id, isDraftToo: stop !== undefined && isInStep(stop) }
    }),
  )
  await placeStops(db, places)
  await takeOffPlan(db, toTray)
  await retime(deps, context, plan)
  await alignPublished(
    db,
    plan.id,
    [...before.values()]
      .filter(stop => isInStep(stop) && stop.publishedRunId !== null)
      .map(stop => stop.id)
      .concat(places.filter(place => place.isDraftToo).map(place => place.stopId)),
  )
  await keepPublication(context, plan)
}

/** The published plan as it now stands, in the line of those sent before. */
async function keepPublication(context: WriteContext, plan: PlanRow): Promise<void> {
  const stops = await readStops(context.db, { planId: plan.id })
  await insertPublication(context.db, {
    id: context.newId(),
    planId: plan.id,
    at: context.now,
    by: context.actor.id,
    snapshot: stops
      .filter(stop => stop.state !== 'cancelled')
      .map(stop => ({
        id: stop.id,
        runId: stop.publishedRunId,
        trip: stop.publishedTrip ?? stop.trip,
        position: stop.publishedPosition ?? stop.position,
        arriveMinute: stop.publishedArriveMinute,
      })),
  })
}

/** Tells the board, and the phones of these drivers, that the published plan changed. */
export async function announceChange(
  context: WriteContext,
  plan: PlanRow,
  driverIds: Iterable<string>,
): Promise<void> {
  await announceBoard(context, plan)
  for (const driverId of new Set(driverIds))
    await context.announce({
      stream: driverStream(driverId),
      kind: 'driver-day.changed',
      entityId: plan.id,
      payload: { date: plan.date },
    })
}
