/** The one source of the present; everything else receives it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock for tests: stands still until told to move. */
export function settableClock(
  start: string,
): Clock & { set(instant: string): void; advanceMs(ms: number): void } {
  let current = new Date(start)
  return {
    now: () => new Date(current),
    set: instant => {
      current = new Date(instant)
    },
    advanceMs: ms => {
      current = new Date(current.getTime() + ms)
    },
  }
}
