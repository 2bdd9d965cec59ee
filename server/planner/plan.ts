import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { settleBays } from './engine/bays.ts'
import { compileModel } from './engine/compile-model.ts'
import { Day } from './engine/day.ts'
import { layAssignment } from './engine/hand-made.ts'
import { COST_UNIT, type Model } from './engine/model.ts'
import { fitsEverywhere, layPrefixes, nailPrefixes } from './engine/prefixes.ts'
import { Pricer } from './engine/price.ts'
import { laySolution, Search, type Solution, solutionOf } from './engine/search.ts'
import { writePlan } from './engine/write-plan.ts'
import type { Assignment, Plan, PlanOptions, PlanSyncOptions } from './plan.types.ts'
import { PlannerProblemError, type Problem } from './problem.ts'

/** What a worker is asked for one round: so many iterations, or so much time. */
export type RoundRequest = {
  /** The best plan so far; null asks for a first one. */
  incumbent: Solution | null
  /** The part of the cooling schedule, 0 to 1. */
  from: number
  to: number
  iterations?: number
  milliseconds: number
}

export type RoundReply = { best: Solution; iterations: number }

const MOST_WORKERS = 8
/** Rounds with `iterations`: workers meet at these barriers, so the result does not depend on their speed. */
const ITERATION_ROUNDS = 20
/** With `seconds` they meet about once a second, but at least this often. */
const LEAST_ROUNDS = 8
/** Kept back from the time for writing the plan. */
const WRITING_MS = 25

/** Plans on the calling thread. Equal problem, seed and iterations give an equal plan. */
export function planSync(problem: Problem, options: PlanSyncOptions): Plan {
  const begun = performance.now()
  const seed = options.seed ?? 1
  const model = compileModel(problem)
  const search = new Search(model, seed)
  search.construct()
  search.run(options.iterations, 0, 1)
  search.adopt(search.best)
  settleBays(search.day)
  return finish(problem, search.day, { seed, iterations: search.iterations, workers: 1 }, begun)
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
  problem: Problem,
  start: Assignment | undefined,
  options: PlanOptions,
): Promise<Plan> {
  const begun = performance.now()
  refuseOptions(options)
  const seed = options.seed ?? 1
  const workerCount = options.workers ?? 2
  const model = compileModel(problem)
  const day = new Day(model)
  layPrefixes(day)
  if (model.stopCount === 0) return finish(problem, day, { seed, iterations: 0, workers: 0 }, begun)
  const earlier = start && startFrom(problem, model, start)
  const team = new Team(model, seed, workerCount, options.signal, earlier)
  try {
    const { best, iterations } = await team.search(options, begun)
    laySolution(day, best)
    settleBays(day)
    return finish(problem, day, { seed, iterations, workers: workerCount }, begun)
  } finally {
    await team.dismiss()
  }
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
  const pricer = new Pricer(day)
  let cost = day.skipCost
  for (let driver = 0; driver < model.driverCount; driver++) cost += pricer.driver(driver)
  return solutionOf(day, cost)
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
  const { seconds, iterations, workers = 2, seed = 1 } = options
  const refuse = (field: string, detail: string): never => {
    throw new PlannerProblemError('range', `options.${field}`, detail)
  }
  if (seconds !== undefined && iterations !== undefined)
    refuse('seconds', 'give seconds or iterations, not both')
  if (seconds !== undefined && !(seconds > 0 && seconds <= 86_400)) refuse('seconds', 'from above 0 to 86400')
  if (iterations !== undefined && !(Number.isInteger(iterations) && iterations >= 0)) {
    refuse('iterations', 'a whole number from 0')
  }
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) {
    refuse('workers', `1 to ${MOST_WORKERS}`)
  }
  if (!Number.isSafeInteger(seed)) refuse('seed', 'a whole number')
}

/** The worker threads of one search. */
class Team {
  private readonly workers: Worker[]
  private readonly control: Int32Array
  private readonly signal: AbortSignal | undefined
  private readonly start: Solution | undefined
  private readonly stop = () => Atomics.store(this.control, 0, 1)

  /** `start` is a plan to go on from; without it the first thread constructs one. */
  constructor(model: Model, seed: number, count: number, signal?: AbortSignal, start?: Solution) {
    this.start = start
    this.control = new Int32Array(new SharedArrayBuffer(4))
    this.signal = signal
    if (signal?.aborted) this.stop()
    signal?.addEventListener('abort', this.stop)
    this.workers = Array.from({ length: count }, (_, index) => {
      const workerData = { model, seed: seed + index * 7919, control: this.control }
      return new Worker(new URL('./plan-worker.ts', import.meta.url), { workerData })
    })
  }

  async search(options: PlanOptions, begun: number): Promise<RoundReply> {
    const budgetMs = (options.seconds ?? 2) * 1000 - WRITING_MS
    const isCounted = options.iterations !== undefined
    const rounds = isCounted ? ITERATION_ROUNDS : Math.max(LEAST_ROUNDS, Math.round(budgetMs / 1000))
    let iterations = 0
    let best = this.start ?? (await this.construct())
    const tell = () => {
      options.onImprovement?.({
        cost: best.cost / COST_UNIT,
        unserved: best.unserved,
        elapsedMs: performance.now() - begun,
      })
    }
    tell()
    for (let round = 0; round < rounds && Atomics.load(this.control, 0) === 0; round++) {
      const elapsed = performance.now() - begun
      if (!isCounted && elapsed >= budgetMs) break
      const from = isCounted ? round / rounds : Math.min(1, elapsed / budgetMs)
      const to = (round + 1) / rounds
      const milliseconds = Math.max(1, to * budgetMs - elapsed)
      const share = isCounted ? this.shareOf(options.iterations as number, round, rounds) : undefined
      const request: RoundRequest = {
        incumbent: best,
        from,
        to: Math.max(from, to),
        milliseconds,
        ...(share !== undefined && { iterations: share }),
      }
      const replies = await Promise.all(this.workers.map(worker => ask(worker, request)))
      iterations = replies.reduce((sum, reply) => sum + reply.iterations, 0)
      for (const reply of replies) {
        if (reply.best.cost >= best.cost) continue
        best = reply.best
        tell()
      }
    }
    return { best, iterations }
  }

  /** The first plan, from the first thread: there is an answer before the search begins. */
  private async construct(): Promise<Solution> {
    const request = { incumbent: null, from: 0, to: 0, iterations: 0, milliseconds: 0 }
    return (await ask(this.workers[0] as Worker, request)).best
  }

  /** Spreads a count over rounds without losing the remainder. */
  private shareOf(total: number, round: number, rounds: number): number {
    return Math.floor((total * (round + 1)) / rounds) - Math.floor((total * round) / rounds)
  }

  async dismiss(): Promise<void> {
    this.signal?.removeEventListener('abort', this.stop)
    this.stop()
    await Promise.all(this.workers.map(worker => worker.terminate()))
  }
}

async function ask(worker: Worker, request: RoundRequest): Promise<RoundReply> {
  worker.postMessage(request)
  const [reply] = (await once(worker, 'message')) as [RoundReply]
  return reply
}
