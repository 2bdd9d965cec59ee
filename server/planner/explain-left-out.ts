import { compileModel } from './engine/compile-model.ts'
import { Finder } from './engine/finder.ts'
import { assignmentOf, layAssignment } from './engine/hand-made.ts'
import { COST_UNIT } from './engine/model.ts'
import { nailPrefixes } from './engine/prefixes.ts'
import { Pricer } from './engine/price.ts'
import { Random } from './engine/random.ts'
import { tryOut } from './engine/rate-places.ts'
import type { Plan, UnassignedStop } from './plan.types.ts'
import type { Problem } from './problem.ts'
import { type DayRule, RELAXATIONS } from './relaxations.ts'

/** A stop outside the plan, with the rules whose lifting alone would let it in. */
export type LeftOut = {
  stopId: string
  reason: UnassignedStop['reason']
  /** What serving it would cost under all rules, NT$; absent where it fits nowhere. */
  insertionCost?: number
  /** The cheapest first; empty where lifting one rule alone is not enough. */
  lifts: Lift[]
}

/** `cost` is what serving the stop would cost without the rule, NT$, and `driverId` who would come. */
export type Lift = { rule: DayRule; cost: number; driverId: string }

type Price = { cost: number; driverId: string }

/**
 * For each stop left out the price of lifting the rule that keeps it out: its own window, skill, vehicle kind or pin;
 * for everybody an hour of shift, twice the room, one more trip, no lunch. The rest of the plan stays as it is, so
 * the answer is at hand at once; what a new plan could do is `explainDay`'s question. Bays are not asked.
 */
export function explainLeftOut(problem: Problem, plan: Plan): LeftOut[] {
  const absent = new Set(plan.unassigned.map(each => each.stopId))
  if (absent.size === 0) return []
  const asked = priceAbsent(problem, plan)
  const free = RELAXATIONS.flatMap(({ rule, without }) => {
    const relaxed = without(problem, stop => absent.has(stop.id))
    return relaxed === problem || rule === 'bays' ? [] : [{ rule, prices: priceAbsent(relaxed, plan) }]
  })
  return plan.unassigned.map(({ stopId, reason }) => {
    const cost = asked.get(stopId)?.cost
    const lifts = free.flatMap(({ rule, prices }): Lift[] => {
      const lifted = prices.get(stopId)
      return lifted && lifted.cost < (cost ?? Number.POSITIVE_INFINITY) ? [{ rule, ...lifted }] : []
    })
    lifts.sort((one, other) => one.cost - other.cost)
    return { stopId, reason, ...(cost !== undefined && { insertionCost: cost }), lifts }
  })
}

/** What each stop outside the plan would cost at its cheapest place, with waiting, overtime and the like. */
function priceAbsent(problem: Problem, plan: Plan): Map<string, Price> {
  const model = compileModel(problem)
  const day = layAssignment(problem, model, assignmentOf(plan))
  nailPrefixes(day)
  const finder = new Finder(day, new Random(1), 0)
  const pricer = new Pricer(day)
  const prices = new Map<string, Price>()
  problem.stops.forEach((stop, index) => {
    if (day.absentAt[index] === -1) return
    const found = finder.search(index)
    if (found.driver < 0) return
    const before = pricer.driver(found.driver)
    const cost = tryOut(day, index, found, () => pricer.driver(found.driver)) - before
    const driverId = problem.drivers[found.driver]?.id ?? ''
    prices.set(stop.id, { cost: Math.round(cost) / COST_UNIT, driverId })
  })
  return prices
}
