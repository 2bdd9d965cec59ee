import { Problem } from '../../../contract/kernel/problem.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { positionsChannel } from '../../platform/live/live-server.ts'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import { ensurePositionPartition } from './partition.store.ts'
import { keepPlausible, type ReportedFix, secondsToWait } from './position.rules.ts'
import { insertPositions, lockDriver, lockPresence, savePresence } from './tracking.store.ts'

export interface TrackingWriteDeps {
  pubsub: Pick<PubSub, 'publish'>
  readIntervalSeconds(context: WriteContext): Promise<number>
  onFault(error: Error): void
}

/**
 * Takes the fixes a phone has buffered, each with its own time. A driver's requests come at most every so many seconds
 * (`tracking.too-often`, 429, with what is left to wait); what the phone kept meanwhile comes with the next one.
 * The map hears of the newest place only; whoever misses it reads it from presence.
 */
export async function reportPositions(
  deps: TrackingWriteDeps,
  context: WriteContext,
  report: { driverId: string; runId: string | null; fixes: readonly ReportedFix[] },
): Promise<{ stored: number }> {
  const { db, now } = context
  const { driverId, runId } = report
  await lockDriver(db, driverId)
  const lastAt = await lockPresence(db, driverId)
  const wait = lastAt ? secondsToWait(lastAt, now, await deps.readIntervalSeconds(context)) : 0
  if (wait > 0) throw new Problem('unavailable', 'tracking.too-often', { status: 429, retryAfter: wait })
  const fixes = keepPlausible(report.fixes, now)
  const newest = fixes.at(-1)
  if (!newest) return { stored: 0 }
  for (const day of new Set(fixes.map(fix => fix.day))) await ensurePositionPartition(db, day)
  const stored = await insertPositions(db, driverId, runId, now, fixes)
  const { latitude, longitude, deviceAt } = newest
  await savePresence(db, { driverId, latitude, longitude, deviceAt, receivedAt: now, runId })
  // Sent before the commit on purpose: at worst the map shows a place a moment early, and no fix waits for the map.
  const message = JSON.stringify({ driverId, latitude, longitude, deviceAt: deviceAt.toISOString() })
  await deps.pubsub.publish(positionsChannel, message).catch(deps.onFault)
  return { stored }
}
