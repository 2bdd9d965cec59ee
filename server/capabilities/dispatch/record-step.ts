import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { boardChanged, staleVersion } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { readDrivers } from './fleet.store.ts'
import { changedRuns, changedStops, inRuns, type Layout, layoutOf } from './layout.rules.ts'
import { type PlanRow, readRuns } from './plan.store.ts'
import { type LockTurn, type StepSubject, staleness } from './plan-step.rules.ts'
import { insertStep, readPlanVersion, readSteps } from './plan-step.store.ts'
import { type PlacedStop, readPlacedStops, type StopRow } from './stop.store.ts'

interface StaleCheck {
  /** The plan's version that was looked at; without it `isSame` alone decides. */
  planVersion?: number
  stopIds: readonly string[]
  runIds: readonly string[]
  /** Whether the row itself still has the version that was looked at. */
  isSame: boolean
}

/** Refuses an edit of what somebody has changed since it was looked at, telling who and what. The plan must be locked. */
export async function refuseStale(context: WriteContext, plan: PlanRow, check: StaleCheck): Promise<void> {
  const version = check.planVersion ?? plan.version
  const since = version === plan.version ? [] : await readSteps(context.db, plan.id, version)
  const isSame = check.isSame || check.planVersion === plan.version
  const found = staleness({ ...check, version }, plan, since, isSame)
  if (found.isStale) throw found.because ? boardChanged(found.because) : staleVersion()
  if (check.planVersion === undefined && !check.isSame) throw staleVersion()
}

/** Refuses an edit of the whole plan that was made from another version than it has now. */
export async function refuseOtherVersion(
  context: { db: Reader },
  plan: PlanRow,
  version: number,
): Promise<void> {
  if (plan.version === version) return
  const last = (await readSteps(context.db, plan.id, version)).at(-1)
  throw last ? boardChanged(last) : staleVersion()
}

export interface StepDone {
  kind: string
  /** Every stop of the plan as it was. */
  before: readonly StopRow[]
  /** Where `before` was, when it is not the draft's place (a publication compares what drivers held). */
  layouts?: { before: Layout; after: Layout }
  locks?: LockTurn[]
  subject?: StepSubject
  targetId?: string
}

/** Appends what was done to the plan's steps, after it was done. The plan must be locked. */
export async function recordStep(
  deps: Pick<DispatchDeps, 'readSites'>,
  context: WriteContext,
  plan: PlanRow,
  done: StepDone,
): Promise<number> {
  const after = await readPlacedStops(context.db, plan.id)
  const layouts = done.layouts ?? { before: layoutOf(done.before), after: layoutOf(after) }
  const locks = done.locks ?? []
  const moved = changedStops(layouts.before, layouts.after)
  const stopIds = [...new Set([...moved, ...locks.flatMap(lock => (lock.kind === 'stop' ? [lock.id] : []))])]
  const runs = changedRuns(layouts.before, layouts.after)
  const runIds = [...new Set([...runs, ...locks.flatMap(lock => (lock.kind === 'run' ? [lock.id] : []))])]
  const facts = { layouts, stopIds, runIds, after }
  return insertStep(context.db, {
    id: context.newId(),
    planId: plan.id,
    kind: done.kind,
    planVersion: await readPlanVersion(context.db, plan.id),
    by: context.actor,
    at: context.now,
    subject: { ...(await subjectOf(deps, context, plan, facts)), ...done.subject },
    stopIds,
    runIds,
    before: inRuns(layouts.before, runs),
    after: inRuns(layouts.after, runs),
    locks,
    targetId: done.targetId ?? null,
  })
}

/** Names the one stop, its letters from and to, and the driver of a single run; many stops are only counted. */
async function subjectOf(
  deps: Pick<DispatchDeps, 'readSites'>,
  context: WriteContext,
  plan: PlanRow,
  facts: {
    layouts: { before: Layout; after: Layout }
    stopIds: string[]
    runIds: string[]
    after: PlacedStop[]
  },
): Promise<StepSubject> {
  const count = { count: facts.stopIds.length }
  if (facts.stopIds.length > 1) return count
  const runs = await readRuns(context.db, plan.id)
  const drivers = new Map((await readDrivers(context.db, plan.depotId)).map(driver => [driver.id, driver]))
  const driverOf = (runId: string | undefined) =>
    drivers.get(runs.find(run => run.id === runId)?.driverId ?? '')
  const [stopId] = facts.stopIds
  if (stopId === undefined) {
    const [runId] = facts.runIds
    return { ...count, driver: driverOf(runId)?.name ?? '', to: driverOf(runId)?.letter ?? '' }
  }
  const siteId = facts.after.find(stop => stop.id === stopId)?.siteId
  const site = siteId ? (await deps.readSites(context.db, [siteId])).get(siteId) : undefined
  const letterIn = (layout: Layout) =>
    driverOf(Object.keys(layout).find(runId => layout[runId]?.some(trip => trip.includes(stopId))))?.letter ??
    ''
  return {
    ...count,
    stop: site?.shortName ?? '',
    from: letterIn(facts.layouts.before),
    to: letterIn(facts.layouts.after),
  }
}
