import { normalCdf } from './gaussian.rules.ts'

/**
 * How visits to a site come about, as one of a few hypotheses. `level` is the share of capacity at which somebody
 * (planner, alarm or customer) acts, judged anew every day with error `blur`; `swapAt` is the content below which an
 * opened cylinder is taken along with the empties.
 */
export interface VisitHabit {
  level: number
  blur: number
  swapAt: number
}
export interface WeightedHabit {
  habit: VisitHabit
  prior: number
}

/** Mean and standard deviation of the share of capacity found at a visit. */
export interface FoundStock {
  mean: number
  deviation: number
}

const swapShares = [
  { swapAt: 0.03, low: 0.4, early: 0.05 },
  { swapAt: 0.3, low: 0.4, early: 0.05 },
  { swapAt: 0.6, low: 0.12, early: 0.4 },
  { swapAt: 1, low: 0.08, early: 0.5 },
] as const

function habitsOf(
  levels: { level: number; blur: number; weight: number; kind: 'low' | 'early' }[],
): WeightedHabit[] {
  return levels.flatMap(({ level, blur, weight, kind }) =>
    swapShares.map(share => ({ habit: { level, blur, swapAt: share.swapAt }, prior: weight * share[kind] })),
  )
}

/**
 * Company practice is to arrive with about 15 % left (business.md §3.1: 最大週期 ≈ 0.85 × 串接 ÷ 日用). A device sees
 * the stock, so its visits come close to the level; a planner or a customer guesses. Some sites are visited early as
 * a rule, at about 0.4 of capacity, whatever the reason.
 */
export const habitsByVisit = {
  telemetry: habitsOf([
    { level: 0.18, blur: 0.04, weight: 0.85, kind: 'low' },
    { level: 0.28, blur: 0.05, weight: 0.03, kind: 'low' },
    { level: 0.4, blur: 0.05, weight: 0.12, kind: 'early' },
  ]),
  estimated: habitsOf([
    { level: 0.15, blur: 0.12, weight: 0.9, kind: 'low' },
    { level: 0.27, blur: 0.1, weight: 0.04, kind: 'low' },
    { level: 0.4, blur: 0.1, weight: 0.06, kind: 'early' },
  ]),
  /** Households ring when the opened cylinder is empty; levels count from there, in cylinders. */
  household: [{ habit: { level: 0, blur: 0.08, swapAt: 0.3 }, prior: 1 }],
} as const satisfies Record<string, readonly WeightedHabit[]>

/** The habit under which patterns are learned, before a site's own is known. */
export const commonHabit = {
  telemetry: { level: 0.17, blur: 0.06, swapAt: 0.3 },
  estimated: { level: 0.15, blur: 0.1, swapAt: 0.3 },
} as const

const phases = 8
const firstUse = 0.004
const useStep = 1.15
const useSteps = 40
const tables = new WeakMap<VisitHabit, FoundStock[]>()

/**
 * What a visit finds. Each morning the stock is judged with an error; the visit comes on the first morning it seems
 * to be at or under the level. A slow site is judged on many mornings near the level, so it is visited higher above
 * it: the mean falls and the spread grows with the share of capacity used a day.
 * @param useShare use a day as a share of capacity
 */
export function foundStock(habit: VisitHabit, useShare: number, out: FoundStock): void {
  let table = tables.get(habit)
  if (!table) {
    table = Array.from({ length: useSteps + 1 }, (_, step) => firstPassage(habit, firstUse * useStep ** step))
    tables.set(habit, table)
  }
  const position = Math.min(
    useSteps - 1e-6,
    Math.max(0, Math.log(Math.max(useShare, firstUse) / firstUse) / Math.log(useStep)),
  )
  const index = Math.floor(position)
  const share = position - index
  const below = table[index] as FoundStock
  const above = table[index + 1] as FoundStock
  out.mean = below.mean + (above.mean - below.mean) * share
  out.deviation = below.deviation + (above.deviation - below.deviation) * share
}

function firstPassage(habit: VisitHabit, useShare: number): FoundStock {
  let weight = 0
  let sum = 0
  let squares = 0
  for (let phase = 0; phase < phases; phase += 1) {
    let stock = Math.min(1, habit.level + 5 * habit.blur + useShare) - (useShare * (phase + 0.5)) / phases
    let unvisited = 1
    while (unvisited > 1e-5) {
      const judgedLow = stock <= 0 ? 1 : normalCdf((habit.level - stock) / habit.blur)
      const visited = unvisited * judgedLow
      const found = Math.max(0, stock)
      weight += visited
      sum += visited * found
      squares += visited * found * found
      unvisited -= visited
      stock -= useShare
    }
  }
  const mean = sum / weight
  return { mean, deviation: Math.sqrt(Math.max(0, squares / weight - mean * mean)) }
}
