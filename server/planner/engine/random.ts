/** A small repeatable random source (xorshift32, Marsaglia 2003); equal seeds give equal sequences. */
export class Random {
  private state: number

  constructor(seed: number) {
    // Spreads neighbouring seeds apart (splitmix32's finaliser); the state must never be 0.
    let mixed = Math.imul((seed | 0) ^ 0x9e3779b9, 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    this.state = mixed ^ (mixed >>> 16) || 0x2545f491
  }

  /** A whole number from 0 to 2^32 - 1. */
  bits(): number {
    let x = this.state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.state = x
    return x >>> 0
  }

  /** From 0 (included) to 1 (excluded). */
  fraction(): number {
    return this.bits() / 4294967296
  }

  /** A whole number from 0 to `count - 1`. */
  below(count: number): number {
    return Math.floor(this.fraction() * count)
  }
}
