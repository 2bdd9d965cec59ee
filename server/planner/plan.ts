import { settleBays } from './engine/bays.ts'
import { Chains } from './engine/chains.ts'
import { compileModel } from './engine/compile-model.ts'
import { Day } from './engine/day.ts'
import { layAssignment } from './engine/hand-made.ts'
import type { Model } from './engine/model.ts'
import { inNearOrder, inProblemOrder } from './engine/near-order.ts'
import { fitsEverywhere, layPrefixes, nailPrefixes } from './engine/prefixes.ts'
import { Pricer } from './engine/price.ts'
import { laySolution, Search, type Solution, solutionOf } from './engine/search.ts'
import { writePlan } from './engine/write-plan.ts'
import type { Assignment, Plan, PlanOptions, PlanSyncOptions } from './plan.types.ts'
import { PlannerProblemError, type Problem } from './problem.ts'
import { Clock, Team } from './team.ts'

const MOST_WORKERS = 8

/** Plans on the calling thread. Equal problem, seed and iterations give an equal plan. */
export function planSync(given: Problem, options: PlanSyncOptions): Plan {
  return planSyncFrom(given, undefined, options)
}

/** The same, going on from an earlier plan as far as that still keeps the rules. */
export function planSyncFrom(given: Problem, start: Assignment | undefined, options: PlanSyncOptions): Plan {
  const begun = performance.now()
  const problem = inNearOrder(given)
  const seed = options.seed ?? 1
  const model = compileModel(problem)
  const chains = new Chains(model, seed)
  const day = new Day(model)
  layPrefixes(day)
  chains.adopt((start && startFrom(problem, model, start)) ?? construct(model, seed))
  chains.run(options.iterations, 0, 1)
  if (options.iterations > 0) chains.polishBest()
  laySolution(day, chains.best)
  settleBays(day)
  const { iterations } = chains
  return inProblemOrder(given, finish(problem, day, { seed, iterations, workers: 1 }, begun))
}

/**
 * Plans in worker threads, for a time (`seconds`, default 2) or for a number of `iterations` of each worker; the
 * latter is repeatable: equal problem, seed, iterations and workers give an equal plan. Rejects with
 * `PlannerProblemError` when a frozen prefix cannot be kept.
 */
export function plan(problem: Problem, options: PlanOptions = {}): Promise<Plan> {
  return planFrom(problem, undefined, options)
}

/** The same, going on from an earlier plan as far as that still keeps the rules. */
export async function planFrom(
  given: Problem,
  start: Assignment | undefined,
  options: PlanOptions,
): Promise<Plan> {
  const begun = performance.now()
  refuseOptions(options)
  const clock = new Clock(options.cpuSeconds !== undefined, options.workers ?? 2)
  const problem = inNearOrder(given)
  const seed = options.seed ?? 1
  const workerCount = options.workers ?? 2
  const model = compileModel(problem)
  const day = new Day(model)
  layPrefixes(day)
  if (model.stopCount === 0) return finish(problem, day, { seed, iterations: 0, workers: 0 }, begun)
  const first = (start && startFrom(problem, model, start)) ?? construct(model, seed)
  const team = new Team(model, seed, workerCount, options.signal)
  try {
    const { best, iterations } = await team.search(first, options, clock)
    laySolution(day, best)
    settleBays(day)
    const solved = finish(problem, day, { seed, iterations, workers: workerCount }, begun)
    return inProblemOrder(given, solved)
  } finally {
    await team.dismiss()
  }
}

/** A first plan from nothing, on the calling thread: it is there before the others have started. */
function construct(model: Model, seed: number): Solution {
  const search = new Search(model, seed)
  search.construct()
  return search.best
}

/** The earlier plan as the engine sees it; undefined when it does not begin with the frozen prefixes. */
function startFrom(problem: Problem, model: Model, start: Assignment): Solution | undefined {
  const keepsPrefixes = (problem.locks?.prefixes ?? []).every(({ driverId, trips }) => {
    const laid = start.find(each => each.driverId === driverId)?.trips ?? []
    return trips.every((trip, index) => trip.every((id, at) => laid[index]?.[at] === id))
  })
  if (!keepsPrefixes) return undefined
  const day = layAssignment(problem, model, start)
  nailPrefixes(day)
  for (let driver = 0; driver < model.driverCount; driver++) {
    if (!day.isFeasible(driver) || !fitsEverywhere(day, driver)) day.emptyLoose(driver)
  }
  return solutionOf(day, new Pricer(day).plan())
}

function finish(
  problem: Problem,
  day: Day,
  stats: Omit<Plan['stats'], 'unserved' | 'elapsedMs'>,
  begun: number,
): Plan {
  const written = writePlan(problem, day, { ...stats, elapsedMs: 0 })
  written.stats.elapsedMs = Math.round(performance.now() - begun)
  return written
}

function refuseOptions(options: PlanOptions): void {
  const { seconds, cpuSeconds, iterations, workers = 2, seed = 1 } = options
  const refuse = (field: string, detail: string): never => {
    throw new PlannerProblemError('range', `options.${field}`, detail)
  }
  const budgets = [seconds, cpuSeconds, iterations].filter(budget => budget !== undefined)
  if (budgets.length > 1) refuse('seconds', 'give seconds, cpuSeconds or iterations, one of them')
  if (seconds !== undefined && !(seconds > 0 && seconds <= 86_400)) refuse('seconds', 'from above 0 to 86400')
  if (cpuSeconds !== undefined && !(cpuSeconds > 0 && cpuSeconds <= 86_400))
    refuse('cpuSeconds', 'from above 0 to 86400')
  if (iterations !== undefined && !(Number.isInteger(iterations) && iterations >= 0)) {
    refuse('iterations', 'a whole number from 0')
  }
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) {
    refuse('workers', `1 to ${MOST_WORKERS}`)
  }
  if (!Number.isSafeInteger(seed)) refuse('seed', 'a whole number')
}
