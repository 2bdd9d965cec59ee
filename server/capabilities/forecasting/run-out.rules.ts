import { settings } from './forecast-settings.rules.ts'
import { normalCdf } from './gaussian.rules.ts'
import { newState, type StockState } from './stock-state.rules.ts'
import type { UseCurve } from './use-pattern.rules.ts'

/** One belief of a mixture: a state at the start of a day, and how much it counts. */
export interface WeightedState {
  state: StockState
  weight: number
}

/**
 * Probability, for each coming day, that the stock is at or under a level by the end of it if nobody delivers, the
 * mixture over the beliefs; never falls from one day to the next.
 * @param from axis index of the first day
 */
export function levelReached(
  beliefs: readonly WeightedState[],
  curve: UseCurve,
  from: number,
  days: number,
  levelGrams: number,
): Float64Array {
  const chances = new Float64Array(days)
  for (const { state, weight } of beliefs) {
    let near = 0
    let far = 0
    let squares = 0
    let kept = 1
    const decay = Math.exp(-1 / settings.rateMemoryDays)
    const deviation = state.rate - state.longRunRate
    let highest = 0
    for (let day = 0; day < days; day += 1) {
      const factor = curve.factor[from + day] ?? 0
      near += factor * kept
      far += factor
      squares += factor * factor
      kept *= decay
      const use = state.longRunRate * far + deviation * near
      const wander = settings.rateDeviation * state.longRunRate
      const variance =
        state.stockVariance +
        near * near * state.rateVariance -
        2 * near * state.covariance +
        (settings.dayNoise * state.rate) ** 2 * squares +
        (wander * wander * (1 - kept * kept) * far * far) / 3
      const chance = normalCdf((levelGrams - (state.stock - use)) / Math.sqrt(Math.max(variance, 1)))
      if (chance > highest) highest = chance
      chances[day] = (chances[day] as number) + weight * highest
      if (highest > 0.9999) {
        for (let later = day + 1; later < days; later += 1)
          chances[later] = (chances[later] as number) + weight * highest
        break
      }
    }
  }
  return chances
}

/** Days until a probability is reached, counted from 1; `days` where it never is. */
export function daysUntil(chances: Float64Array, probability: number): number {
  let low = 0
  let high = chances.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((chances[middle] as number) >= probability) high = middle
    else low = middle + 1
  }
  return Math.min(chances.length, low + 1)
}

/** A copy, for a belief that must outlive the filter's scratch state. */
export function copyState(state: StockState): StockState {
  return Object.assign(newState(), state)
}
