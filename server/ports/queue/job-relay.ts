import type { Database } from '../../platform/database/database.ts'
import { type Sending, settleSending, takeDue } from './job-outbox.store.ts'

const idleMs = 200
const afterFaultMs = 1_000
/** Longer than a publisher waits for a broker that is away. */
const leaseMs = 30_000
const batch = 100
/** Jobs of a kind that may lie with the broker: an urgent one stands behind so many at most. */
const window = 100

/**
 * Publishes jobs of the outbox when they are due and notes what the broker has confirmed. Any number of workers may
 * relay: a job is taken by one of them, and one that dies over it leaves it to the others after a while.
 */
export function startJobRelay(options: {
  db: Database
  names: readonly string[]
  /** Resolves when the broker holds the job for good. */
  publish(job: Sending): Promise<void>
  onFault(error: Error): void
}): { poke(): void; stop(): Promise<void> } {
  const { db, names, publish, onFault } = options
  let isStopping = false
  let wake: () => void = () => undefined
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  async function relayOnce(): Promise<number> {
    const due = await takeDue(db, { names, window, limit: batch, leaseMs })
    if (due.length === 0) return 0
    const outcomes = await Promise.allSettled(due.map(publish))
    const failed = due.filter((_job, at) => outcomes[at]?.status === 'rejected')
    const sent = due.filter((_job, at) => outcomes[at]?.status === 'fulfilled')
    await settleSending(db, sent, failed)
    const fault = outcomes.find(outcome => outcome.status === 'rejected')
    if (fault) throw fault.reason
    return sent.length
  }
  const running = (async () => {
    while (!isStopping) {
      try {
        if ((await relayOnce()) === 0) await pause(idleMs)
      } catch (error) {
        onFault(error as Error)
        if (!isStopping) await pause(afterFaultMs)
      }
    }
  })()
  return {
    poke: () => wake(),
    stop: async () => {
      isStopping = true
      wake()
      await running
    },
  }
}
