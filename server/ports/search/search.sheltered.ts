import {
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel'
import type { SearchIndex } from './search.port.ts'

/** People wait for what they type; after this the other way is quicker. */
const answerMs = 1_000
const concurrentQuestions = 32
const failuresInARow = 3
const breakMs = 10_000

export interface ShelterOptions {
  /** The engine that is asked first. */
  engine: Pick<SearchIndex, 'find'>
  /** Our own PostgreSQL, which always answers and takes what is put. */
  shelter: SearchIndex
  breakMs?: number
  answerMs?: number
  /** A question was answered by the shelter. */
  onSheltered(error: Error): void
  /** Whether the engine is left alone from now on, after it failed several times in a row. */
  onBreak(isBroken: boolean): void
}

/**
 * Asks the engine and, when it fails, is slow or has too much to do, our own PostgreSQL, which answers the same. An
 * engine that fails again and again is left alone for a while.
 */
export function shelterSearch(options: ShelterOptions): SearchIndex {
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: options.breakMs ?? breakMs,
    breaker: new ConsecutiveBreaker(failuresInARow),
  })
  breaker.onStateChange(state => options.onBreak(state !== CircuitState.Closed))
  const policy = wrap(
    bulkhead(concurrentQuestions),
    breaker,
    retry(handleAll, { maxAttempts: 1 }),
    timeout(options.answerMs ?? answerMs, TimeoutStrategy.Aggressive),
  )
  const { engine, shelter } = options
  return {
    find: async question => {
      try {
        return await policy.execute(() => engine.find(question))
      } catch (error) {
        options.onSheltered(error as Error)
        return shelter.find(question)
      }
    },
    put: documents => shelter.put(documents),
    remove: (kind, ids) => shelter.remove(kind, ids),
  }
}
