import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel'
import { FilesUnavailable } from './files.port.ts'

export interface FilesGuardOptions {
  /** Calls of the file server at the same time; more wait. */
  mostCalls: number
  /** Calls that may wait for one of those; whoever comes beyond them is told to come again. */
  mostWaiting: number
  /** So many calls in a row that end with an absent server, their retries included, and it is left alone. */
  failuresInARow: number
  /** How long it is left alone; then one call tries it. */
  pauseMs: number
}

/** A photo is a handful of calls; a whole depot's phones that come home at once are some hundred. */
export const usualFilesGuard: FilesGuardOptions = {
  mostCalls: 24,
  mostWaiting: 500,
  failuresInARow: 3,
  pauseMs: 2_000,
}

/**
 * Runs calls of the file server: bulkhead → breaker. Nobody waits out the patience of a server that three others have
 * just waited for in vain.
 * @throws FilesUnavailable when there is no room or the server is left alone
 */
export function guardFiles(options: FilesGuardOptions): <T>(call: () => Promise<T>) => Promise<T> {
  const room = bulkhead(options.mostCalls, options.mostWaiting)
  const breaker = circuitBreaker(
    handleWhen(error => error instanceof FilesUnavailable),
    {
      breaker: new ConsecutiveBreaker(options.failuresInARow),
      halfOpenAfter: options.pauseMs,
    },
  )
  return async call => {
    try {
      return await room.execute(() => breaker.execute(call))
    } catch (error) {
      if (error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError)
        throw new FilesUnavailable('the file server is left alone', { cause: error })
      throw error
    }
  }
}
