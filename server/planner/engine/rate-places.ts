import type { Day } from './day.ts'
import { Finder } from './finder.ts'
import { apply, type Insertion } from './insertion.ts'
import { Pricer } from './price.ts'
import { Random } from './random.ts'

/** A place for one more stop with its exact price, waiting and fairness included. */
export type Candidate = { driver: number; cost: number; insertion: Insertion }

/** Every feasible position with its exact price; of interchangeable idle drivers one, unless `everyIdle`. */
export function rateAll(day: Day, stop: number, everyIdle = false): Candidate[] {
  const { model } = day
  const finder = new Finder(day, new Random(1), 0)
  const pricer = new Pricer(day)
  const candidates: Candidate[] = []
  const triedIdle = new Set<number>()
  for (let driver = 0; driver < model.driverCount; driver++) {
    const kind = model.classOf[driver] as number
    if (day.stopsOf[driver] === 0) {
      if (triedIdle.has(kind) && !everyIdle) continue
      triedIdle.add(kind)
    }
    const priceBefore = pricer.driver(driver)
    for (const insertion of finder.everyPlace(stop, driver)) {
      const cost = tryOut(day, stop, insertion, () => pricer.driver(driver)) - priceBefore
      candidates.push({ driver, cost, insertion })
    }
  }
  return candidates.sort((one, other) => one.cost - other.cost || one.driver - other.driver)
}

/** Looks at the day with the stop in it, then takes it out again. */
export function tryOut<T>(day: Day, stop: number, insertion: Insertion, look: () => T): T {
  const { driver } = insertion
  const saved = new Int32Array(day.nodeCount)
  const end = day.saveSequence(driver, saved, 0)
  apply(day, stop, insertion)
  const seen = look()
  day.clear(driver)
  day.layout(driver, saved, 0, end)
  return seen
}
