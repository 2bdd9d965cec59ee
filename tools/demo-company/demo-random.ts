import type { Random } from '../dirty-legacy/random.ts'
import type { Weighted } from './demo-trade.ts'

/** One item, as often as its weight says. */
export function pickWeighted<T>(random: Random, items: Weighted<T>): T {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0)
  let at = random.next() * total
  for (const [item, weight] of items) {
    at -= weight
    if (at < 0) return item
  }
  const last = items.at(-1)
  if (!last) throw new RangeError('nothing to pick from')
  return last[0]
}

/** A standard normal number (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}

/** A log-normal number with a median of 1. */
export function spread(random: Random, sigma: number): number {
  return Math.exp(sigma * normal(random))
}
