import { officeStream } from '../../../../contract/messages/live.ts'
import type { WriteContext } from '../../../platform/database/write.ts'
import { findPlan, lockPlan, type PlanRow } from '../plan.store.ts'
import { findRunsById } from '../records.store.ts'
import type { StopRow } from '../stop.store.ts'
import { isNews, outlookOf, type outlookOf as outlookOfDay } from './outlook-of-day.ts'
import { readRunningDay } from './read-running-day.ts'
import {
  readOutlooks,
  readPlansOfDay,
  readSightings,
  readWatches,
  saveOutlooks,
  saveSighting,
  saveWatch,
} from './running.store.ts'
import type { RunNow, RunningDay } from './running-day.types.ts'
import type { RunningDeps } from './running-deps.ts'
import { sightArrival } from './watch.rules.ts'

/**
 * Looks at the running day anew: expected arrivals, customers at risk, silent phones, arrivals that positions show.
 * Announces only what somebody should hear of.
 */
export async function followPlan(
  deps: RunningDeps,
  context: WriteContext,
  plan: PlanRow,
  onlyRunId?: string,
): Promise<void> {
  const { db, now } = context
  const day = await readRunningDay(deps, db, plan, now, onlyRunId)
  if (day.runs.length === 0) return
  const runIds = day.runs.map(run => run.run.id)
  const before = {
    outlooks: new Map((await readOutlooks(db, runIds)).map(row => [row.stopId, row] as const)),
    watches: new Map((await readWatches(db, runIds)).map(row => [row.runId, row] as const)),
  }
  const after = outlookOf(day, before.outlooks, now)
  // Whoever changes the plan holds it too, so that the two never wait for each other's stops crosswise.
  await lockPlan(db, plan.id)
  await saveOutlooks(db, runIds, after.outlooks, now)
  for (const watch of after.watches) await saveWatch(db, watch, now)
  const isSeen = await followArrivals(deps, context, day)
  if (isSeen || isNews(before, after)) await announceDay(context, plan)
  await announceSilence(context, plan, before, after)
}

export async function announceDay(
  context: WriteContext,
  plan: Pick<PlanRow, 'id' | 'depotId' | 'date'>,
): Promise<void> {
  await context.announce({
    stream: officeStream(plan.depotId),
    kind: 'running-day.changed',
    entityId: plan.id,
    payload: { date: plan.date },
  })
}

async function announceSilence(
  context: WriteContext,
  plan: PlanRow,
  before: { watches: ReadonlyMap<string, { silentSince: Date | null }> },
  after: ReturnType<typeof outlookOfDay>,
): Promise<void> {
  for (const watch of after.watches) {
    const wasSilent = Boolean(before.watches.get(watch.runId)?.silentSince)
    if (wasSilent === Boolean(watch.silentSince)) continue
    await context.announce({
      stream: officeStream(plan.depotId),
      kind: watch.silentSince ? 'phone.silent' : 'phone.heard',
      entityId: watch.runId,
      payload: { since: watch.silentSince?.toISOString() ?? null },
    })
  }
}

/** Sources too coarse to say which door a truck stands at. */
const coarse = new Set<string | null>(['village-centroid', 'town-centroid', 'county-centroid', null])
const lookBackMs = 45 * 60_000

async function followArrivals(deps: RunningDeps, context: WriteContext, day: RunningDay): Promise<boolean> {
  const { db, now } = context
  const known = new Map(
    (
      await readSightings(
        db,
        day.runs.map(run => run.run.id),
      )
    ).map(row => [row.stopId, row]),
  )
  let isSeen = false
  for (const run of day.runs) {
    const stop = nextDoor(run)
    const site = stop && day.sites.get(stop.siteId)
    if (!stop || !site?.point || coarse.has(site.pointSource)) continue
    const fixes = await deps.readFixes(db, run.driver.id, new Date(now.getTime() - lookBackMs))
    const seen = sightArrival(fixes, {
      centre: site.point,
      radiusMetres: day.numbers.arrivalRadiusMetres,
      dwellSeconds: day.numbers.dwellSeconds,
    })
    const old = known.get(stop.id)
    if (!seen || (old && (old.leftAt === null) === (seen.leftAt === null))) continue
    isSeen = true
    await saveSighting(db, { stopId: stop.id, runId: run.run.id, driverId: run.driver.id, ...seen }, now)
  }
  return isSeen
}

/** Only the door he goes to next: trucks stand at many doors of a street, and the driver says which he serves. */
function nextDoor(run: RunNow): StopRow | undefined {
  return run.begun.some(stop => stop.state === 'arrived') ? undefined : run.open[0]
}

/** After a fact: the driver's own run alone, so that the answer is there before the phone asks again. */
export async function followRun(deps: RunningDeps, context: WriteContext, runId: string): Promise<void> {
  const [run] = await findRunsById(context.db, [runId])
  if (!run || run.date !== context.today) return
  const found = (await readPlansOfDay(context.db, context.today)).find(({ id }) => id === run.planId)
  const plan = found && (await findPlan(context.db, found.depotId, context.today))
  if (plan) await followPlan(deps, context, plan, runId)
}

/** Each minute: every running day, because a driver who stands still becomes late by the clock alone. */
export async function followToday(deps: RunningDeps, context: WriteContext): Promise<void> {
  for (const { depotId } of await readPlansOfDay(context.db, context.today)) {
    const plan = await findPlan(context.db, depotId, context.today)
    if (plan) await followPlan(deps, context, plan)
  }
}
