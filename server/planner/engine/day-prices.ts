import type { DayPool } from './day-pool.ts'
import type { Model } from './model.ts'

/** Steps at most between two looks at all days, and such looks at most. */
const STEPS = 130
const REVIEWS = 6
/** Days that take part from one look to the next: so many more each time, those that ask for least. */
const MORE_DAYS = 300
/** After so many steps without a better bound they are halved; where they are this short nothing moves. */
const PATIENCE = 15
const LEAST_STRIDE = 0.002
/** What is assumed to be missing from the bound, as shares of the ceiling: steps are as long as it is wide. */
const LEAST_GAP = 1e-3
const MOST_GAP = 0.03
/** How much of the last direction is kept, so that steps do not swing to and fro. */
const INERTIA = 0.5

/**
 * What each stop is worth: prices at which hardly any day of a pool asks for less than its stops are worth, as high as
 * that allows. They are the multipliers of the Lagrangian relaxation of choosing days so that every stop is in one of
 * them or pays for being left out, and no class drives more days than it has drivers; found by subgradient steps
 * (Held, Wolfe and Crowder 1974). At any prices, what stops are worth less what days ask for too little is a bound: no
 * choice of days costs less.
 */
export class DayPrices {
  /** By stop what serving is worth; then by class what one driver more would change, at most 0. */
  readonly worth: Float64Array
  bound = Number.NEGATIVE_INFINITY
  private readonly pool: DayPool
  private readonly model: Model
  private readonly skip: Float64Array
  /** The prices that are tried, and by row how much of the stop, or of the class's drivers, they leave unused. */
  private readonly trial: Float64Array
  private readonly unused: Float64Array
  private readonly direction: Float64Array

  /** @param skip by stop: what leaving it out costs; @param guess where to begin */
  constructor(pool: DayPool, model: Model, skip: Float64Array, guess: Float64Array) {
    this.pool = pool
    this.model = model
    this.skip = skip
    this.worth = guess.slice()
    this.trial = guess.slice()
    this.unused = new Float64Array(guess.length)
    this.direction = new Float64Array(guess.length)
  }

  /** Raises the bound as far as it will go; `ceiling` is what a plan at hand costs. */
  raise(ceiling: number): void {
    const all = Int32Array.from({ length: this.pool.count }, (_, day) => day)
    let core = new Int32Array(0)
    let stride = 1
    for (let review = 0; review < REVIEWS && stride > LEAST_STRIDE; review++) {
      core = this.withPromising(core)
      stride = this.climb(core, ceiling, stride, review === REVIEWS - 1 ? LEAST_STRIDE : stride / 8)
    }
    this.bound = this.boundAt(this.worth, all)
  }

  /** Steps uphill over some days until the stride is as short as `least`; returns the stride. */
  private climb(days: Int32Array, ceiling: number, from: number, least: number): number {
    const { trial, worth, direction } = this
    trial.set(worth)
    direction.fill(0)
    let stride = from
    let patience = PATIENCE
    let most = Number.NEGATIVE_INFINITY
    for (let step = 0; step < STEPS && stride > least; step++) {
      const bound = this.boundAt(trial, days)
      if (bound > most) {
        most = bound
        worth.set(trial)
        patience = PATIENCE
      } else if (--patience === 0) {
        stride /= 2
        patience = PATIENCE
        trial.set(worth)
        this.boundAt(trial, days)
        direction.fill(0)
      }
      this.step(stride * Math.min(Math.max(ceiling - bound, ceiling * LEAST_GAP), ceiling * MOST_GAP))
    }
    return stride
  }

  /** These days and those of the others that ask for least beyond their worth. */
  private withPromising(days: Int32Array): Int32Array<ArrayBuffer> {
    const { pool } = this
    const isIn = new Uint8Array(pool.count)
    for (const day of days) isIn[day] = 1
    const others: { day: number; beyond: number }[] = []
    for (let day = 0; day < pool.count; day++) {
      if (isIn[day] === 0) others.push({ day, beyond: pool.beyondWorth(day, this.worth) })
    }
    others.sort((one, other) => one.beyond - other.beyond || one.day - other.day)
    return Int32Array.from([...days, ...others.slice(0, MORE_DAYS).map(({ day }) => day)])
  }

  /** The bound at these prices over some days; leaves in `unused` how much of each stop and class is not used. */
  private boundAt(worth: Float64Array, days: Int32Array): number {
    const { unused, model, pool } = this
    const { stopCount, classDrivers } = model
    let bound = 0
    for (let stop = 0; stop < stopCount; stop++) {
      unused[stop] = 1
      bound += worth[stop] as number
    }
    classDrivers.forEach((members, kind) => {
      unused[stopCount + kind] = members.length
      bound += members.length * (worth[stopCount + kind] as number)
    })
    for (const day of days) {
      const beyond = pool.beyondWorth(day, worth)
      if (beyond >= 0) continue
      bound += beyond
      const kind = stopCount + (pool.kind[day] as number)
      unused[kind] = (unused[kind] as number) - 1
      const end = pool.from[day + 1] as number
      for (let cell = pool.from[day] as number; cell < end; cell++) {
        const stop = pool.cells[cell] as number
        if (stop >= 0) unused[stop] = (unused[stop] as number) - 1
      }
    }
    return bound
  }

  /** One step: what is served too often gets cheaper, what nobody serves dearer, up to the price of leaving it out. */
  private step(length: number): void {
    const { trial, unused, direction, skip } = this
    const { stopCount } = this.model
    let square = 0
    for (let row = 0; row < trial.length; row++) {
      const value = INERTIA * (direction[row] as number) + (1 - INERTIA) * (unused[row] as number)
      const price = trial[row] as number
      const most = row < stopCount ? (skip[row] as number) : 0
      const isStuck = (value > 0 && price >= most) || (value < 0 && row < stopCount && price <= 0)
      direction[row] = isStuck ? 0 : value
      if (!isStuck) square += value * value
    }
    if (square === 0) return
    for (let row = 0; row < trial.length; row++) {
      const price = (trial[row] as number) + (length / square) * (direction[row] as number)
      if (row < stopCount) trial[row] = Math.min(skip[row] as number, Math.max(0, price))
      else trial[row] = Math.min(0, price)
    }
  }
}
