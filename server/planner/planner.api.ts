/**
 * The route planner: pure TypeScript, no I/O, nothing of the rest of the project. Import only this file.
 *
 *   const problem = parseProblem(JSON.parse(text))            // throws PlannerProblemError naming the field
 *   const day = await plan(problem, { seconds: 2, seed: 1 })   // searches in worker threads
 *   const violations = checkPlan(problem, day)                 // independent checker; [] means it may be published
 */

export { checkPlan } from './check-plan.ts'
export { evaluatePlan, evaluatorOf } from './evaluate-plan.ts'
export { type BindingRule, explainDay } from './explain-day.ts'
export { explainLeftOut, type LeftOut, type Lift } from './explain-left-out.ts'
export { explainStop, type StopExplanation } from './explain-stop.ts'
export { insertStop } from './insert-stop.ts'
export { parseProblem } from './parse-problem.ts'
export { plan, planSync } from './plan.ts'
export type * from './plan.types.ts'
export type * from './problem.ts'
export { DEFAULT_OBJECTIVE, PlannerProblemError } from './problem.ts'
export type { DayRule } from './relaxations.ts'
export { type PlanChange, type Replan, type ReplanOptions, replan } from './replan.ts'
