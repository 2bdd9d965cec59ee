import {
  type Assignment,
  evaluatePlan,
  type Plan,
  type Problem,
  insertStop as proposeInsertion,
  plan as searchPlan,
} from '../../planner/planner.api.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { ReadContext } from '../../platform/http/route.ts'
import { announceBoard, requireDepot } from './board.action.ts'
import { dayOver, noDrivers, noStops, planNotFound, staleVersion } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { type Layout, layoutOf, restore } from './layout.rules.ts'
import { findPlan, lockPlan } from './plan.store.ts'
import { evaluateDay, type PlanningDay, readPlanningDay, stateProblem } from './plan-day.ts'
import { availableDrivers, type PlanMode } from './plan-problem.rules.ts'
import { recordStep, refuseOtherVersion } from './record-step.ts'
import { savePlan } from './save-plan.ts'
import { readStops } from './stop.store.ts'

export interface BuildPlanInput {
  date: string
  mode: PlanMode
  seconds: number
  seed: number
  /** The plan's version the dispatcher looked at; 0 when there was none. */
  version: number
}

export interface BuiltPlan {
  day: PlanningDay
  problem: Problem
  result: Plan
  seed: number
  /** Locked stops that no longer fit and stayed in their run all the same, with why. */
  keptLocked: Map<string, string>
}

/** The slow half, outside the transaction: reads the day and lets the planner search in its worker threads. */
export async function searchDay(
  deps: DispatchDeps,
  context: ReadContext,
  input: BuildPlanInput,
): Promise<BuiltPlan> {
  if (input.date < context.today) throw dayOver()
  const depotId = await requireDepot(context.db, context.actor)
  const plan = await findPlan(context.db, depotId, input.date)
  if (!plan) throw noStops()
  await refuseOtherVersion(context, plan, input.version)
  const day = await readPlanningDay(deps, context.db, plan, input.mode, true)
  if (day.stops.length === 0) throw noStops()
  if (availableDrivers(day.drivers, day.vehicles).length === 0) throw noDrivers()
  if (input.mode === 'fit') return { day, ...fitIn(day), seed: input.seed, keptLocked: new Map() }
  const problem = stateProblem(day)
  const { signal } = context.job ?? {}
  const result = await searchPlan(problem, {
    seconds: input.seconds,
    seed: input.seed,
    ...(signal && { signal }),
  })
  return { day, ...keepLocked(day, problem, result), seed: input.seed }
}

/**
 * A locked stop that the search could not fit stays in its run, late or too heavy as it then is, so that the
 * dispatcher who locked it is told instead of finding it in the tray.
 */
function keepLocked(
  day: PlanningDay,
  problem: Problem,
  result: Plan,
): Pick<BuiltPlan, 'problem' | 'result' | 'keptLocked'> {
  const held = new Set(day.stops.filter(stop => stop.isLocked && stop.runId).map(stop => stop.id))
  const keptLocked = new Map(
    result.unassigned.filter(stop => held.has(stop.stopId)).map(stop => [stop.stopId, stop.reason]),
  )
  if (keptLocked.size === 0) return { problem, result, keptLocked }
  const driverOf = new Map(day.runs.map(run => [run.id, run.driverId]))
  const known = new Set(problem.drivers.map(driver => driver.id))
  const former: Layout = {}
  for (const [runId, trips] of Object.entries(layoutOf(day.stops)))
    if (known.has(driverOf.get(runId) ?? '')) former[driverOf.get(runId) ?? ''] = trips
  const found = Object.fromEntries(
    result.runs.map(run => [run.driverId, run.trips.map(trip => trip.stops.map(stop => stop.stopId))]),
  )
  const assignment: Assignment = Object.entries(restore(found, former, [...keptLocked.keys()])).map(
    ([driverId, trips]) => ({ driverId, trips }),
  )
  // Judged as a hand-made plan: what it breaks is listed, not refused.
  const unlocked = { ...problem, locks: {} }
  return { problem: unlocked, result: evaluatePlan(unlocked, assignment), keptLocked }
}

/** Leaves every placed stop where it is and puts each free one, most urgent first, where it costs least. */
function fitIn(day: PlanningDay): { problem: Problem; result: Plan } {
  const evaluated = evaluateDay(day)
  const { problem } = evaluated
  const rank = { urgent: 0, promised: 1, normal: 2 }
  const free = new Set(day.stops.filter(stop => !stop.runId).map(stop => stop.id))
  const queue = problem.stops
    .filter(stop => free.has(stop.id))
    .sort((a, b) => rank[a.priority ?? 'normal'] - rank[b.priority ?? 'normal'])
  let result: Plan = evaluated.result
  for (const stop of queue) {
    const [best] = proposeInsertion(problem, result, stop)
    if (best && (stop.skipCost === undefined || best.deltaCost <= stop.skipCost)) result = best.plan
  }
  return { problem, result }
}

/** The quick half: writes the result if nobody has changed the plan meanwhile. */
export async function saveBuiltPlan(
  deps: Pick<DispatchDeps, 'readSites'>,
  context: WriteContext,
  built: BuiltPlan,
): Promise<void> {
  const { day, keptLocked } = built
  const plan = await lockPlan(context.db, day.plan.id)
  if (!plan) throw planNotFound()
  await refuseOtherVersion(context, plan, day.plan.version)
  await refuseDriven(context, day)
  const { problem, result, seed } = built
  await savePlan(context, { ...day, plan, problem, result, seed, keptLocked })
  await recordStep(deps, context, plan, {
    kind: 'build',
    before: day.stops,
    subject: { mode: day.mode, kept: keptLocked.size },
  })
  await context.audit({
    action: 'plan.build',
    entity: 'day_plan',
    entityId: plan.id,
    after: {
      mode: day.mode,
      seed: built.seed,
      cost: built.result.cost.total,
      unassigned: built.result.unassigned.length,
    },
  })
  await announceBoard(context, plan)
}

/** What a driver did while the planner searched is not in its answer: look again rather than plan around it. */
async function refuseDriven(context: WriteContext, day: PlanningDay): Promise<void> {
  const state = new Map(day.stops.map(stop => [stop.id, stop.state]))
  const now = await readStops(context.db, { planId: day.plan.id })
  if (now.some(stop => state.has(stop.id) && stop.state !== state.get(stop.id))) throw staleVersion()
}
