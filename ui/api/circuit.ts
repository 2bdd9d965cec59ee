import { type Observable, observable } from '../observable.ts'

/** `closed` lets requests through, `open` refuses at once, `half-open` lets one probe through. */
export type CircuitState = 'closed' | 'open' | 'half-open'

export interface Circuit {
  state: Observable<CircuitState>
  /** Milliseconds until a request may go; 0 lets it go now (and, after the pause, makes it the probe). */
  admit(): number
  succeeded(): void
  failed(): void
  /** A request that ended without telling anything about the host, such as one the caller aborted. */
  released(): void
}

export interface CircuitOptions {
  nowMs: () => number
  /** Failures in a row that open it. */
  failureLimit?: number
  /** First pause; doubles with each failed probe. */
  pauseMs?: number
  longestPauseMs?: number
}

/** A circuit breaker for one host, so that a dead server is not hammered and the screen can say so. */
export function createCircuit(options: CircuitOptions): Circuit {
  const { nowMs, failureLimit = 8, pauseMs = 2_000, longestPauseMs = 30_000 } = options
  const state = observable<CircuitState>('closed')
  let failures = 0
  let openings = 0
  let opensUntilMs = 0
  let isProbing = false

  const open = () => {
    opensUntilMs = nowMs() + Math.min(longestPauseMs, pauseMs * 2 ** Math.min(openings, 10))
    openings += 1
    isProbing = false
    state.set('open')
  }
  return {
    state,
    admit() {
      if (state.get() === 'closed') return 0
      const waitMs = opensUntilMs - nowMs()
      if (state.get() === 'open') {
        if (waitMs > 0) return waitMs
        state.set('half-open')
      }
      if (isProbing) return pauseMs / 4
      isProbing = true
      return 0
    },
    succeeded() {
      failures = 0
      openings = 0
      isProbing = false
      state.set('closed')
    },
    failed() {
      failures += 1
      if (state.get() === 'half-open' || failures >= failureLimit) open()
    },
    released() {
      isProbing = false
    },
  }
}
