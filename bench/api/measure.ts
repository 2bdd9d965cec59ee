export interface Measured {
  count: number
  perSecond: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
}

/** Lets `clients` work one after the other, each on its own, for a time; the first tenth warms up and does not count. */
export async function measure(
  clients: number,
  seconds: number,
  work: (client: number) => Promise<void>,
): Promise<Measured> {
  const times: number[] = []
  const began = performance.now()
  const counted = began + seconds * 100
  const ends = began + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let from = performance.now(); from < ends; from = performance.now()) {
        await work(client)
        if (from >= counted) times.push(performance.now() - from)
      }
    }),
  )
  const spent = (performance.now() - counted) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    round(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0)
  return {
    count: times.length,
    perSecond: round(times.length / spent),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  }
}

export function round(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
