import { settings } from './forecast-settings.rules.ts'
import { type Truncated, truncate } from './gaussian.rules.ts'
import { type StockState, settleStock } from './stock-state.rules.ts'
import { type FoundStock, foundStock, type VisitHabit } from './visit-habit.rules.ts'

export interface Visit {
  /** Gas brought, and nominal content of the cylinders it came in, grams. */
  grams: number
  unitGrams: number
  capacityGrams: number
  isHousehold: boolean
  /** Mean use a day since the last visit as a share of capacity. */
  useShare: number
}

const found: FoundStock = { mean: 0, deviation: 0 }
const before: Truncated = { mass: 0, mean: 0, variance: 0 }
const unclamped: Truncated = { mass: 0, mean: 0, variance: 0 }
const rootTwoPi = Math.sqrt(2 * Math.PI)

/**
 * Takes a delivery into account. It tells three things of the stock S found:
 * when it came, since visits come near the habit's level; how much it brought, since only empties and opened
 * cylinders under `swapAt` are swapped: capacity − Q − (1 − swapAt)·w ≤ S ≤ capacity − Q + swapAt·w; and that
 * afterwards there is min(capacity, S + Q), what went back in swapped cylinders being the residual gas.
 * @returns how far the stock found lay from the stock expected, grams; null for an outlier, from which nothing is learned
 */
export function takeVisit(state: StockState, visit: Visit, habit: VisitHabit): number | null {
  const { capacityGrams: capacity, grams, unitGrams } = visit
  const blur = settings.limitBlur * unitGrams
  const high = Math.max(0.1 * unitGrams, capacity - grams + habit.swapAt * unitGrams) + blur
  const low = Math.max(-0.02 * capacity, capacity - grams - (1 - habit.swapAt) * unitGrams) - blur
  expectFound(visit, habit)
  const expected = state.stock
  const spread = state.stockVariance + found.deviation * found.deviation
  const distance = (expected - found.mean) / Math.sqrt(spread)
  const variance = (state.stockVariance * found.deviation * found.deviation) / spread
  const mean = variance * (expected / state.stockVariance + found.mean / (found.deviation * found.deviation))
  const isPossible = truncate(mean, variance, low, high, before)
  const width = Math.max(0.3, (high - low) / unitGrams)
  const density = isPossible
    ? (Math.exp(-0.5 * distance * distance) / Math.sqrt(spread) / rootTwoPi) * before.mass
    : 0
  const least = settings.outlierDensity / capacity
  state.evidence += Math.log(state.rate) + Math.log(Math.max(density, least) / width)
  if (density < least) {
    resetAfterOutlier(state, visit, Math.min(high, Math.max(low, expected)), (high - low) ** 2 / 12)
    return null
  }
  settleStock(state, before.mean, Math.max(before.variance, 1e-6 * capacity * capacity))
  refill(state, visit, mean, variance, low, high)
  return before.mean - expected
}

function expectFound(visit: Visit, habit: VisitHabit): void {
  if (visit.isHousehold) {
    found.mean = visit.capacityGrams - visit.grams + habit.level * visit.unitGrams
    found.deviation = habit.blur * visit.unitGrams
    return
  }
  foundStock(habit, visit.useShare, found)
  found.mean *= visit.capacityGrams
  found.deviation = Math.max(found.deviation, 0.03) * visit.capacityGrams
}

/** min(capacity, S + Q): S at or under `room` keeps all of Q; above it, the excess went back as residual. */
function refill(
  state: StockState,
  visit: Visit,
  mean: number,
  variance: number,
  low: number,
  high: number,
): void {
  const { capacityGrams: capacity, grams } = visit
  const room = capacity - grams
  const blur = (settings.stockBlur * capacity) ** 2
  const foundMean = state.stock
  if (room >= high) state.stock += grams
  else if (room > low && truncate(mean, variance, low, room, unclamped)) {
    const share = Math.min(1, unclamped.mass / before.mass)
    const kept = share * unclamped.mean + (1 - share) * room
    const square = share * (unclamped.variance + unclamped.mean * unclamped.mean) + (1 - share) * room * room
    state.stockVariance = Math.max(0, square - kept * kept)
    state.covariance *= share
    state.stock = kept + grams
  } else {
    state.stock = capacity
    state.stockVariance = 0
    state.covariance = 0
  }
  state.stockVariance += blur
  const forget = 0.95
  state.residualGrams = state.residualGrams * forget + Math.max(0, foundMean + grams - state.stock)
  state.broughtGrams = state.broughtGrams * forget + grams
}

function resetAfterOutlier(state: StockState, visit: Visit, stock: number, variance: number): void {
  state.stock = Math.min(visit.capacityGrams, stock + visit.grams)
  state.stockVariance = variance + (settings.stockBlur * visit.capacityGrams) ** 2
  state.covariance = 0
  state.rateVariance = Math.min(state.rateVariance * 1.5 + 0.01 * state.rate ** 2, (0.4 * state.rate) ** 2)
}
