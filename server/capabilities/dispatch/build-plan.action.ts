import {
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
import { findPlan, lockPlan } from './plan.store.ts'
import { evaluateDay, type PlanningDay, readPlanningDay, stateProblem } from './plan-day.ts'
import { availableDrivers, type PlanMode } from './plan-problem.rules.ts'
import { savePlan } from './save-plan.ts'

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
  if (plan.version !== input.version) throw staleVersion()
  const day = await readPlanningDay(deps, context.db, plan, input.mode)
  if (day.stops.length === 0) throw noStops()
  if (availableDrivers(day.drivers, day.vehicles).length === 0) throw noDrivers()
  if (input.mode === 'fit') return { day, ...fitIn(day), seed: input.seed }
  const problem = stateProblem(day)
  const result = await searchPlan(problem, { seconds: input.seconds, seed: input.seed })
  return { day, problem, result, seed: input.seed }
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
export async function saveBuiltPlan(context: WriteContext, built: BuiltPlan): Promise<void> {
  const { day } = built
  const plan = await lockPlan(context.db, day.plan.id)
  if (!plan) throw planNotFound()
  if (plan.version !== day.plan.version) throw staleVersion()
  await savePlan(context, { ...day, plan, problem: built.problem, result: built.result, seed: built.seed })
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
