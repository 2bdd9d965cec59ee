/** A day that may be chosen: its number, class, and what it asks for beyond what its stops are worth (from 0). */
export type Candidate = { at: number; kind: number; beyond: number }

type Choice = {
  candidates: Candidate[]
  /** The stops to be shared out. */
  open: number[]
  /** By class: drivers free. */
  left: number[]
  /** By open stop: what leaving it out costs beyond its worth (from 0). */
  skipBeyond: Float64Array
  /** No choice costs less, and only one that costs less than the ceiling is wanted. */
  bound: number
  ceiling: number
  priceOf(chosen: readonly number[]): number
}

/** Branches followed at most for one choice. */
const MOST_BRANCHES = 60
/** Instead of a stop: every stop is settled; some stop has no way left. */
const SETTLED = -1
const HOPELESS = -2

/**
 * Chooses days that share no stop, at the least price, by branch and bound: on the open stop with the fewest days left,
 * dearest branches last, and none that asks for more beyond its worth than the ceiling leaves above the bound.
 */
export class Branching {
  /** By day: its stops, and the same as bits of `words` words. */
  private readonly stops: Int32Array[]
  private readonly bits: Int32Array
  private readonly words: number
  private readonly counts: Int32Array
  private readonly settled: Uint8Array
  private readonly chosen: number[] = []
  private choice: Choice = NOTHING
  private best: number[] | null = null
  /** What may still be asked for beyond worth. */
  private gap = 0
  private branches = 0

  constructor(stopCount: number, stops: Int32Array[], bits: Int32Array, words: number) {
    this.stops = stops
    this.bits = bits
    this.words = words
    this.counts = new Int32Array(stopCount)
    this.settled = new Uint8Array(stopCount)
  }

  /** The cheapest choice below the ceiling; null where there is none, or none is found in time. */
  solve(choice: Choice): number[] | null {
    this.choice = choice
    this.best = null
    this.gap = choice.ceiling - choice.bound
    this.branches = MOST_BRANCHES
    const alive = choice.candidates.filter(({ beyond }) => beyond < this.gap)
    alive.sort((one, other) => one.beyond - other.beyond || one.at - other.at)
    this.follow(alive, 0)
    return this.best
  }

  /** Follows every way to go on from the chosen days; `spent` is what they ask for beyond their worth. */
  private follow(alive: Candidate[], spent: number): void {
    if (this.branches-- <= 0) return
    const stop = this.scarcest(alive, spent)
    if (stop === HOPELESS) return
    if (stop === SETTLED) {
      this.keep()
      return
    }
    for (const candidate of alive) {
      const price = spent + candidate.beyond
      if (price >= this.gap) break
      if (holds(this.bits, candidate.at * this.words, stop)) this.choose(candidate, alive, price)
    }
    const price = spent + (this.choice.skipBeyond[stop] as number)
    if (price >= this.gap) return
    this.settled[stop] = 1
    this.follow(
      alive.filter(({ at }) => !holds(this.bits, at * this.words, stop)),
      price,
    )
    this.settled[stop] = 0
  }

  private choose({ at, kind }: Candidate, alive: Candidate[], price: number): void {
    const { left } = this.choice
    if (left[kind] === 0) return
    const stops = this.stops[at] as Int32Array
    for (const each of stops) this.settled[each] = 1
    left[kind] = (left[kind] as number) - 1
    this.chosen.push(at)
    const isFull = left[kind] === 0
    const rest = alive.filter(other => !(isFull && other.kind === kind) && !this.shareStops(at, other.at))
    this.follow(rest, price)
    this.chosen.pop()
    left[kind] = (left[kind] as number) + 1
    for (const each of stops) this.settled[each] = 0
  }

  /** The open stop with the fewest ways left to settle it. */
  private scarcest(alive: Candidate[], spent: number): number {
    const { counts, settled, choice } = this
    for (const stop of choice.open) counts[stop] = 0
    for (const { at, beyond } of alive) {
      if (spent + beyond >= this.gap) break
      for (const stop of this.stops[at] as Int32Array) counts[stop] = (counts[stop] as number) + 1
    }
    let best = SETTLED
    let least = Number.POSITIVE_INFINITY
    for (const stop of choice.open) {
      if (settled[stop] === 1) continue
      const maySkip = spent + (choice.skipBeyond[stop] as number) < this.gap
      const ways = (counts[stop] as number) + (maySkip ? 1 : 0)
      if (ways === 0) return HOPELESS
      if (ways < least) {
        least = ways
        best = stop
      }
    }
    return best
  }

  private keep(): void {
    const { bound, priceOf } = this.choice
    const price = priceOf(this.chosen)
    if (price >= this.gap + bound) return
    this.gap = price - bound
    this.best = this.chosen.slice()
  }

  private shareStops(one: number, other: number): boolean {
    return shareBits(this.bits, one * this.words, other * this.words, this.words)
  }
}

const NOTHING: Choice = {
  candidates: [],
  open: [],
  left: [],
  skipBeyond: new Float64Array(0),
  bound: 0,
  ceiling: 0,
  priceOf: () => 0,
}

/** Sets of stops as bits, each in so many words from a place in one array. */
export function setBit(bits: Int32Array, from: number, stop: number): void {
  bits[from + (stop >> 5)] = (bits[from + (stop >> 5)] as number) | (1 << (stop & 31))
}

function holds(bits: Int32Array, from: number, stop: number): boolean {
  return ((bits[from + (stop >> 5)] as number) & (1 << (stop & 31))) !== 0
}

export function shareBits(bits: Int32Array, one: number, other: number, words: number): boolean {
  for (let word = 0; word < words; word++) {
    if (((bits[one + word] as number) & (bits[other + word] as number)) !== 0) return true
  }
  return false
}
