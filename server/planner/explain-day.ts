import { assignmentOf } from './engine/hand-made.ts'
import { planSyncFrom } from './plan.ts'
import type { Plan } from './plan.types.ts'
import type { Problem } from './problem.ts'
import { type DayRule, RELAXATIONS } from './relaxations.ts'

/** A rule of the day, and what living without it would be worth. */
export type BindingRule = {
  rule: DayRule
  /** NT$ the day would cost less; negative never occurs. */
  saving: number
  /** Stops left out that would be served, and minutes of all drivers together that would be saved. */
  servesMore: number
  savesMinutes: number
}

/** The search for each rule; equal for all, so that they can be compared. */
const ITERATIONS = 1_500
/**
 * Which constraint binds the day: the plan is improved once as it is and once without each kind of rule, with equal
 * iterations and seed, and what that saves is the rule's price. Rules that save nothing are left out; the dearest
 * comes first, those that keep stops from being served before all others. Runs on the calling thread.
 */
export function explainDay(
  problem: Problem,
  plan: Plan,
  { iterations = ITERATIONS, seed = 1 }: { iterations?: number; seed?: number } = {},
): BindingRule[] {
  const start = assignmentOf(plan)
  const solve = (relaxed: Problem) => planSyncFrom(relaxed, start, { iterations, seed })
  const base = solve(problem)
  return RELAXATIONS.flatMap(({ rule, without }): BindingRule[] => {
    const relaxed = without(problem, () => true)
    if (relaxed === problem) return []
    const free = solve(relaxed)
    const servesMore = Math.max(0, base.unassigned.length - free.unassigned.length)
    const saving = Math.max(0, Math.round(base.cost.total - free.cost.total))
    if (saving === 0 && servesMore === 0) return []
    return [{ rule, saving, servesMore, savesMinutes: Math.round(workMinutes(base) - workMinutes(free)) }]
  }).sort((one, other) => other.servesMore - one.servesMore || other.saving - one.saving)
}

function workMinutes(plan: Plan): number {
  return plan.runs.reduce((sum, run) => sum + run.returnMinute - run.departureMinute, 0)
}
