/** How many deliveries took how many milliseconds; what took longer than the last counts as the last. */
export type Histogram = Record<number, number>

const longestMs = 60_000

export function note(histogram: Histogram, ms: number): void {
  const slot = Math.min(longestMs, Math.max(0, Math.round(ms)))
  histogram[slot] = (histogram[slot] ?? 0) + 1
}

export function merge(histograms: readonly Histogram[]): Histogram {
  const sum: Histogram = {}
  for (const histogram of histograms)
    for (const [ms, count] of Object.entries(histogram)) sum[Number(ms)] = (sum[Number(ms)] ?? 0) + count
  return sum
}

export interface Latencies {
  deliveries: number
  /** Milliseconds, by nearest rank; null where nothing was delivered. */
  p50: number | null
  p95: number | null
  p99: number | null
  worst: number | null
}

export function summarise(histogram: Histogram): Latencies {
  const slots = Object.entries(histogram)
    .map(([ms, count]) => ({ ms: Number(ms), count }))
    .sort((a, b) => a.ms - b.ms)
  const deliveries = slots.reduce((sum, { count }) => sum + count, 0)
  const rank = (share: number): number | null => {
    let seen = 0
    for (const { ms, count } of slots) {
      seen += count
      if (seen >= share * deliveries) return ms
    }
    return null
  }
  return { deliveries, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), worst: slots.at(-1)?.ms ?? null }
}
