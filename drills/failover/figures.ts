import type { PlacedOrder } from '../workload.ts'

/** A stretch of time, in milliseconds of `performance.now()`. */
export interface Stretch {
  from: number
  to: number
}

/** Seconds with one digit. */
export const seconds = (ms: number) => Math.round(ms / 100) / 10

/** The longest time within a stretch in which no clerk was told that an order is placed, in milliseconds. */
export function longestSilence(orders: Iterable<PlacedOrder>, { from, to }: Stretch): number {
  const answered = [...orders]
    .map(order => order.answeredAt)
    .filter(at => at > from && at < to)
    .sort((a, b) => a - b)
  let longest = 0
  let last = from
  for (const at of [...answered, to]) {
    longest = Math.max(longest, at - last)
    last = at
  }
  return longest
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export interface Spread {
  min: number
  median: number
  max: number
}

export const spreadOf = (values: readonly number[]): Spread => ({
  min: Math.min(...values),
  median: quantile(values, 0.5),
  max: Math.max(...values),
})

/** How long clerks waited for an order, p95 in milliseconds, by whether they sent it before, during or between faults. */
export function waitingOf(
  orders: Iterable<PlacedOrder>,
  outages: readonly Stretch[],
): Record<'before' | 'during' | 'after', number> {
  const waits = { before: [] as number[], during: [] as number[], after: [] as number[] }
  const first = outages[0]?.from ?? Number.POSITIVE_INFINITY
  for (const { firstSentAt, answeredAt } of orders) {
    const isDuring = outages.some(({ from, to }) => answeredAt > from && firstSentAt < to)
    const when = isDuring ? 'during' : firstSentAt < first ? 'before' : 'after'
    waits[when].push(answeredAt - firstSentAt)
  }
  return {
    before: Math.round(quantile(waits.before, 0.95)),
    during: Math.round(quantile(waits.during, 0.95)),
    after: Math.round(quantile(waits.after, 0.95)),
  }
}
