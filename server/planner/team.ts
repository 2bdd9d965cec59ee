/**
 * The worker threads of one search. They meet at barriers: after each round the best plan of all is everybody's.
 * A big plan is cut into parts between barriers, each time along another line, so that every thread works on its
 * own drivers and together they do the work of all.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Day } from './engine/day.ts'
import { COST_UNIT, type Model } from './engine/model.ts'
import { BIG_STOPS, type Part, splitIntoParts, wholeOf } from './engine/parts.ts'
import { Pricer } from './engine/price.ts'
import { Random } from './engine/random.ts'
import { joinParts, laySolution, type Solution, solutionOf } from './engine/search.ts'
import type { PlanOptions } from './plan.types.ts'

/** What a worker is asked for one round: so many iterations, or so much time. */
export type RoundRequest = {
  /** The best plan so far; where the worker is given a part, the plan that annealing has arrived at. */
  incumbent: Solution
  /** Whether a worker whose own best is worse goes on from the incumbent. */
  isExchange: boolean
  /** The part of it that the worker is to improve; left out: all of it. */
  part?: Part
  /** The part of the cooling schedule, 0 to 1. */
  from: number
  to: number
  iterations?: number
  milliseconds: number
  isCpuTime: boolean
}

export type RoundReply = { best: Solution; current: Solution; iterations: number }

/** Rounds with `iterations`: workers meet at these barriers, so the result does not depend on their speed. */
const ITERATION_ROUNDS = 20
/** With `seconds` they meet about once a second, but at least this often. */
const LEAST_ROUNDS = 12
/** A big plan must be cut along many lines before it cools down. */
const LEAST_BIG_ROUNDS = 36
/** A thread that lags behind goes on from the best plan only so often. */
const EXCHANGE_ROUNDS = 4
/** Kept back from the time for writing the plan. */
const WRITING_MS = 25

/** Time since the search began: wall time, or processor time a thread. */
export class Clock {
  readonly isCpuTime: boolean
  private readonly workers: number
  private readonly begun: number

  constructor(isCpuTime: boolean, workers: number) {
    this.isCpuTime = isCpuTime
    this.workers = workers
    this.begun = this.now()
  }

  private now(): number {
    if (!this.isCpuTime) return performance.now()
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000 / this.workers
  }

  elapsed(): number {
    return this.now() - this.begun
  }
}

export class Team {
  private readonly model: Model
  private readonly workers: Worker[]
  private readonly control: Int32Array
  private readonly signal: AbortSignal | undefined
  private readonly random: Random
  private readonly stop = () => Atomics.store(this.control, 0, 1)
  private readonly day: Day
  private readonly pricer: Pricer
  private wasSplit = false

  constructor(model: Model, seed: number, count: number, signal?: AbortSignal) {
    this.model = model
    this.day = new Day(model)
    this.pricer = new Pricer(this.day)
    this.random = new Random(seed)
    this.control = new Int32Array(new SharedArrayBuffer(4))
    this.signal = signal
    if (signal?.aborted) this.stop()
    signal?.addEventListener('abort', this.stop)
    this.workers = Array.from({ length: count }, (_, index) => {
      const workerData = { model, seed: seed + index * 7919, control: this.control }
      return new Worker(new URL('./plan-worker.ts', import.meta.url), { workerData, resourceLimits: LIMITS })
    })
  }

  /** Goes on from `first` until the time or the iterations are used up. */
  async search(first: Solution, options: PlanOptions, clock: Clock): Promise<RoundReply> {
    const budgetMs = (options.cpuSeconds ?? options.seconds ?? 2) * 1000 - WRITING_MS
    const total = options.iterations
    const least = this.model.stopCount < BIG_STOPS ? LEAST_ROUNDS : LEAST_BIG_ROUNDS
    const rounds = total === undefined ? Math.max(least, Math.round(budgetMs / 1000)) : ITERATION_ROUNDS
    let iterations = 0
    let best = first
    let current = first
    const tell = () => {
      const { cost, unserved } = best
      options.onImprovement?.({ cost: cost / COST_UNIT, unserved, elapsedMs: clock.elapsed() })
    }
    tell()
    for (let round = 0; round < rounds && Atomics.load(this.control, 0) === 0; round++) {
      const elapsed = clock.elapsed()
      if (total === undefined && elapsed >= budgetMs) break
      const from = total === undefined ? Math.min(1, elapsed / budgetMs) : round / rounds
      const to = (round + 1) / rounds
      const request: RoundRequest = {
        incumbent: best,
        // Annealing needs time between two exchanges, or all threads search the same.
        isExchange: round % EXCHANGE_ROUNDS === 0,
        from,
        to: Math.max(from, to),
        milliseconds: Math.max(1, to * budgetMs - elapsed),
        isCpuTime: clock.isCpuTime,
        ...(total !== undefined && { iterations: shareOf(total, round, rounds) }),
      }
      const reply = await this.round(request, current)
      iterations = reply.iterations
      current = reply.current
      if (reply.best.cost >= best.cost) continue
      best = reply.best
      tell()
    }
    return { best, current, iterations }
  }

  private async round(request: RoundRequest, current: Solution): Promise<RoundReply> {
    laySolution(this.day, current)
    const parts = splitIntoParts(this.day, this.random, this.workers.length)
    // A thread that has had a part must be told when it has the whole again.
    const whole = this.wasSplit ? wholeOf(this.day) : undefined
    this.wasSplit ||= parts !== null
    const replies = await Promise.all(
      this.workers.map((worker, index) => {
        const part = parts?.[index] ?? whole
        return ask(worker, part ? { ...request, incumbent: current, part } : request)
      }),
    )
    const iterations = replies.reduce((sum, reply) => sum + reply.iterations, 0)
    const found = replies.map(reply => reply.best)
    if (parts) {
      const arrived = replies.map(reply => reply.current)
      return { best: this.join(parts, found), current: this.join(parts, arrived), iterations }
    }
    const best = found.reduce((one, other) => (other.cost < one.cost ? other : one))
    return { best, current: best, iterations }
  }

  /** One plan of the threads' parts, with its price. */
  private join(parts: Part[], found: Solution[]): Solution {
    const sequence = joinParts(parts, found, this.model.driverCount)
    laySolution(this.day, { sequence, cost: 0, unserved: 0 })
    return solutionOf(this.day, this.pricer.plan())
  }

  async dismiss(): Promise<void> {
    this.signal?.removeEventListener('abort', this.stop)
    this.stop()
    await Promise.all(this.workers.map(worker => worker.terminate()))
  }
}

/** The search allocates next to nothing: small heaps keep a thread's share of the memory small. */
const LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 512 }

/** Spreads a count over rounds without losing the remainder. */
function shareOf(total: number, round: number, rounds: number): number {
  return Math.floor((total * (round + 1)) / rounds) - Math.floor((total * round) / rounds)
}

async function ask(worker: Worker, request: RoundRequest): Promise<RoundReply> {
  worker.postMessage(request)
  const [reply] = (await once(worker, 'message')) as [RoundReply]
  return reply
}
