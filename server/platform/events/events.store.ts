import type { Reader } from '../database/database.ts'

export interface StreamEvent {
  stream: string
  sequence: number
  kind: string
  entityId: string
  payload: Record<string, unknown>
  at: Date
}

/** Events of a stream after a sequence, oldest first, at most `limit`. */
export async function readEventsAfter(
  db: Reader,
  stream: string,
  sequence: number,
  limit: number,
): Promise<StreamEvent[]> {
  const rows = await db
    .selectFrom('outbox_event')
    .select(['stream', 'sequence', 'kind', 'entity_id', 'payload', 'at'])
    .where('stream', '=', stream)
    .where('sequence', '>', BigInt(sequence))
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    stream: row.stream,
    sequence: Number(row.sequence),
    kind: row.kind,
    entityId: row.entity_id,
    payload: row.payload as Record<string, unknown>,
    at: row.at,
  }))
}

/** Events looked through for a moment of the near past. */
const lookedBack = 500

/**
 * The last sequence of a stream before a moment, by the clock that stamped the events; undefined when that lies further
 * back than the newest events that are looked through.
 */
export async function readSequenceBefore(
  db: Reader,
  stream: string,
  moment: Date,
): Promise<number | undefined> {
  const rows = await db
    .selectFrom('outbox_event')
    .select(['sequence', 'at'])
    .where('stream', '=', stream)
    .where('sequence', 'is not', null)
    .orderBy('sequence', 'desc')
    .limit(lookedBack)
    .execute()
  // Transactions end in another order than they began, so the oldest that is late enough counts.
  const first = rows.findLast(row => row.at >= moment)
  if (first === undefined) return Number(rows[0]?.sequence ?? 0)
  if (first === rows.at(-1) && rows.length === lookedBack) return undefined
  return Number(first.sequence) - 1
}

/** The newest sequence of each stream that has events. */
export async function readNewestSequences(
  db: Reader,
  streams: readonly string[],
): Promise<Map<string, number>> {
  if (streams.length === 0) return new Map()
  const rows = await db
    .selectFrom('outbox_stream')
    .select(['stream', 'last_sequence'])
    .where('stream', 'in', streams)
    .limit(streams.length)
    .execute()
  return new Map(rows.map(row => [row.stream, Number(row.last_sequence)]))
}

/** Newest and oldest kept sequence of each stream; zero for a stream without events. */
export async function readStreamHeads(
  db: Reader,
  streams: string[],
): Promise<Map<string, { newest: number; oldest: number }>> {
  const heads = new Map(streams.map(stream => [stream, { newest: 0, oldest: 0 }]))
  if (streams.length === 0) return heads
  const newest = await db
    .selectFrom('outbox_stream')
    .select(['stream', 'last_sequence'])
    .where('stream', 'in', streams)
    .limit(100)
    .execute()
  for (const row of newest) heads.set(row.stream, { newest: Number(row.last_sequence), oldest: 0 })
  for (const stream of streams) {
    const oldest = await db
      .selectFrom('outbox_event')
      .select('sequence')
      .where('stream', '=', stream)
      .where('sequence', 'is not', null)
      .orderBy('sequence')
      .limit(1)
      .executeTakeFirst()
    const head = heads.get(stream)
    if (head) head.oldest = Number(oldest?.sequence ?? 0)
  }
  return heads
}
