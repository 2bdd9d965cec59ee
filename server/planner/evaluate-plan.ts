import { checkPlan } from './check-plan.ts'
import { fitBays } from './engine/bays.ts'
import { compileModel } from './engine/compile-model.ts'
import { layAssignment, withRoomForTrips } from './engine/hand-made.ts'
import { writePlan } from './engine/write-plan.ts'
import type { Assignment, EvaluatedPlan } from './plan.types.ts'
import type { Problem } from './problem.ts'

/**
 * Times a hand-made day, as the dispatch board does after a manual move. Every stop is served in the given order,
 * late if need be; what that breaks is listed. Stops the assignment leaves out come back as unassigned. Throws
 * `PlannerProblemError` with a path into `assignment` for names that mean nothing or come twice.
 */
export function evaluatePlan(problem: Problem, assignment: Assignment): EvaluatedPlan {
  return evaluatorOf(problem, [assignment])(assignment)
}

/**
 * Evaluates many arrangements of one problem as `evaluatePlan` does each, compiling it once. Knows as many trips a
 * driver as the arrangements named here have; any of them may be asked about.
 */
export function evaluatorOf(
  problem: Problem,
  arrangements: readonly Assignment[],
): (assignment: Assignment) => EvaluatedPlan {
  const roomy = arrangements.reduce(withRoomForTrips, problem)
  const model = compileModel(roomy)
  return assignment => {
    const day = layAssignment(roomy, model, assignment)
    fitBays(day, false)
    const plan = writePlan(problem, day, { seed: 0, iterations: 0, elapsedMs: 0, workers: 0 }, true)
    return { ...plan, violations: checkPlan(problem, plan) }
  }
}
