import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { reportPositions } from '@luckygas/ui/api/routes/deliveries.ts'
import { nowMs } from '@luckygas/ui/clock.ts'
import type { BufferedFix, DriverDatabase } from './database.ts'
import { dropFixes, nextFixes } from './positions.store.ts'

/** The office never wants positions more often than this. */
export const shortestIntervalMs = 15_000
/** A wait that seems longer than this is a phone clock that was set back. */
const longestWaitMs = 30 * 60_000

export interface PositionSender {
  /** Sends what is buffered, one request at most, and only when it is time. */
  send(authorId: string): Promise<void>
  /** How often the office wants positions, in seconds. */
  setInterval(seconds: number): void
  /** Milliseconds until the next request is allowed. */
  waitMs(): number
}

const onWire = ({ sequence: _sequence, authorId: _authorId, runId: _runId, ...fix }: BufferedFix) => fix

/** Buffered fixes with their own times, at most one request in 15 s; a 429 moves the next one as far as it says. */
export function createPositionSender(database: DriverDatabase, client: ApiClient): PositionSender {
  let notBeforeMs = 0
  let intervalMs = shortestIntervalMs
  const waitMs = () => {
    const leftMs = notBeforeMs - nowMs()
    return leftMs > longestWaitMs ? 0 : Math.max(0, leftMs)
  }
  const isAccepted = async (runId: string, fixes: readonly BufferedFix[]): Promise<boolean> => {
    try {
      await client.call(reportPositions, { body: { runId, fixes: fixes.map(onWire) } }, { retries: 0 })
      return true
    } catch (error) {
      if (!isProblem(error)) throw error
      if (error.status !== 429) {
        if (error.kind === 'invalid') return true
        throw error
      }
      notBeforeMs = nowMs() + Math.max(intervalMs, (error.retryAfter ?? 0) * 1000)
      return false
    }
  }
  return {
    waitMs,
    setInterval(seconds) {
      intervalMs = Math.max(shortestIntervalMs, seconds * 1000)
    },
    async send(authorId) {
      if (waitMs() > 0) return
      const fixes = await nextFixes(database, authorId)
      const runId = fixes[0]?.runId
      if (runId === undefined) return
      notBeforeMs = nowMs() + intervalMs
      if (await isAccepted(runId, fixes)) await dropFixes(database, fixes)
    },
  }
}
