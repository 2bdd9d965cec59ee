import type { Search, Solution } from './search.ts'

/** How many iterations the others get to take over a closed driver's work, by stops; and how often it is tried. */
const TRIAL_SHARE = 3
const EVERY_SHARE = 15

/**
 * Fewer vehicles: from time to time one driver is kept at home and the search goes on without him. If after a
 * while everything is served at a price annealing would accept, the plan stays; otherwise the old one returns.
 * (The fleet minimisation of Christiaens and Vanden Berghe 2020, with the vehicle's price as the judge.)
 */
export class Closing {
  private readonly search: Search
  private readonly isWorthwhile: boolean
  private readonly trial: number
  private readonly every: number
  private before: Solution | null = null

  constructor(search: Search) {
    this.search = search
    const { model } = search
    this.isWorthwhile = model.driverCount > 1 && model.fixedCost.some(cost => cost > 0)
    this.trial = Math.max(50, Math.round(TRIAL_SHARE * model.stopCount))
    this.every = Math.max(250, Math.round(EVERY_SHARE * model.stopCount))
  }

  /** Called before each iteration. */
  step(temperature: number): void {
    if (!this.isWorthwhile) return
    const phase = this.search.iterations % this.every
    if (phase === 0) this.close()
    else if (phase === this.trial && this.before !== null) this.judge(temperature)
  }

  /** The plan as it was before the present trial, or null. */
  get suspended(): Solution | null {
    return this.before
  }

  /** The plan was exchanged: whatever was tried is over. */
  forget(): void {
    this.before = null
    this.search.day.closedDriver = -1
  }

  private close(): void {
    const { search } = this
    const { day, model, random } = search
    const busy: number[] = []
    for (let driver = 0; driver < model.driverCount; driver++) {
      const isFrozen = day.openFrom[driver] !== day.startOf[driver]
      if (day.stopsOf[driver] !== 0 && !isFrozen && (model.fixedCost[driver] as number) > 0) busy.push(driver)
    }
    if (busy.length < 2) return
    const driver = busy[random.below(busy.length)] as number
    this.before = search.snapshot()
    day.closedDriver = driver
    search.empty(driver)
  }

  private judge(temperature: number): void {
    const { search } = this
    const before = this.before as Solution
    this.before = null
    search.day.closedDriver = -1
    if (search.cost > before.cost - temperature * Math.log(search.random.fraction() || 1e-12))
      search.adopt(before)
  }
}
