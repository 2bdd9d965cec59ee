/** A seeded generator (mulberry32), so that a dirty file can be made again from its seed. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number between the two, both included. */
  whole(from: number, to: number): number
  pick<T>(items: readonly [T, ...T[]]): T
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return { next, whole, pick: items => items[whole(0, items.length - 1)] ?? items[0] }
}
