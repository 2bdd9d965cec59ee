import {
  BrokenCircuitError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel'
import { TravelFault } from './road-protocol.ts'

export interface GuardOptions {
  /** A call with its retries ends within this. */
  timeoutMs: number
  /** Calls at the same time; more wait. */
  mostCalls: number
  /** How long a service that failed is left alone. */
  pauseMs: number
}

/** More waiting calls than a question has are a mistake. */
const mostWaiting = 2_000
const mostRetries = 2
const [leastDelayMs, mostDelayMs] = [100, 400]
/** A service may ask to be left alone, but not for the rest of the day. */
const longestPauseMs = 3_600_000

const faultOf = (error: unknown) => (error instanceof TravelFault ? error : undefined)

/** Another try helps: the failure is of the moment, and the service does not ask for a longer rest. */
function isPassing(error: unknown): boolean {
  const fault = faultOf(error)
  if (!fault || !['travel.unreachable', 'travel.broken', 'travel.busy'].includes(fault.code)) return false
  return (fault.retryAfterMs ?? 0) <= mostDelayMs
}

/**
 * Runs calls of one service: bulkhead → breaker → timeout → retry with jitter. One failure (its retries included)
 * opens the breaker, so that an asker waits for a dead service once and the next asker not at all.
 */
export function makeGuard(
  options: GuardOptions,
): <T>(call: (signal: AbortSignal) => Promise<T>) => Promise<T> {
  const room = bulkhead(options.mostCalls, mostWaiting)
  const breaker = circuitBreaker(
    handleWhen(() => true),
    {
      breaker: new ConsecutiveBreaker(1),
      halfOpenAfter: new DelegateBackoff(({ result }) => {
        const asked = 'error' in result ? faultOf(result.error)?.retryAfterMs : undefined
        return Math.min(longestPauseMs, Math.max(options.pauseMs, asked ?? 0))
      }),
    },
  )
  const limit = timeout(options.timeoutMs, TimeoutStrategy.Aggressive)
  const again = retry(handleWhen(isPassing), {
    maxAttempts: mostRetries,
    backoff: new DelegateBackoff(() => leastDelayMs + Math.random() * (mostDelayMs - leastDelayMs)),
  })
  return async call => {
    try {
      return await room.execute(() =>
        breaker.execute(() =>
          limit.execute(({ signal }) => again.execute(context => call(context.signal), signal)),
        ),
      )
    } catch (error) {
      throw toFault(error)
    }
  }
}

function toFault(error: unknown): unknown {
  if (error instanceof TaskCancelledError) return new TravelFault('travel.timeout', 'no answer in time')
  if (error instanceof BrokenCircuitError) return new TravelFault('travel.paused', 'it failed a moment ago')
  return error
}
