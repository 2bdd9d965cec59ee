import type { Message } from '../../../contract/endpoints/messages.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { MessageRow } from './message.store.ts'
import type { MessagesDeps } from './messages-deps.ts'

/** Messages with the names a person needs. */
export async function showMessages(
  deps: MessagesDeps,
  db: Reader,
  rows: readonly MessageRow[],
): Promise<Message[]> {
  const authors = await deps.readUserNames(db, [...new Set(rows.map(row => row.authorId))])
  const stopIds = [...new Set(rows.flatMap(row => row.stopId ?? []))]
  const stops = stopIds.length > 0 ? await deps.readStopNames(db, stopIds) : new Map<string, string>()
  return rows.map(row => ({
    id: row.id,
    sequence: row.sequence,
    side: row.side,
    authorName: authors.get(row.authorId) ?? '',
    body: row.body,
    isUrgent: row.isUrgent,
    isBroadcast: row.broadcastId !== null,
    stopId: row.stopId,
    stopName: (row.stopId && stops.get(row.stopId)) || null,
    orderId: row.orderId,
    writtenAt: row.deviceAt?.toISOString() ?? null,
    sentAt: row.sentAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    readAt: row.readAt?.toISOString() ?? null,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  }))
}
