/** Full jitter: a uniform wait between 0 and the exponential ceiling (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export interface Backoff {
  baseMs: number
  capMs: number
}

export const requestBackoff: Backoff = { baseMs: 200, capMs: 5_000 }
export const socketBackoff: Backoff = { baseMs: 500, capMs: 30_000 }

/**
 * Milliseconds to wait before attempt `attempt` (0 is the first retry).
 * @param random a number in [0, 1)
 */
export function fullJitterMs(attempt: number, backoff: Backoff, random: number): number {
  return Math.round(random * Math.min(backoff.capMs, backoff.baseMs * 2 ** Math.min(attempt, 20)))
}
