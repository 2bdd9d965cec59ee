import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'

export type Side = 'office' | 'driver'
export interface MessageRow {
  id: string
  driverId: string
  sequence: number
  side: Side
  authorId: string
  body: string
  isUrgent: boolean
  stopId: string | null
  orderId: string | null
  broadcastId: string | null
  deviceAt: Date | null
  sentAt: Date
  deliveredAt: Date | null
  readAt: Date | null
  acknowledgedAt: Date | null
}
type NewMessage = Omit<MessageRow, 'sequence' | 'deliveredAt' | 'readAt' | 'acknowledgedAt'>

const columns = [
  'id',
  'driver_id',
  'sequence',
  'side',
  'author_id',
  'body',
  'is_urgent',
  'stop_id',
  'order_id',
  'broadcast_id',
  'device_at',
  'sent_at',
  'delivered_at',
  'read_at',
  'acknowledged_at',
] as const

/** Holds a message's id until the transaction ends, so that of two sends of the same message one finds the other's. */
export async function holdMessageId(db: Tx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`message/${id}`}, 0))`.execute(db)
}

/**
 * Takes the next place in a driver's thread and holds the thread until the transaction ends, so that whoever reads up
 * to a place has everything before it.
 */
export async function takePlace(db: Tx, driverId: string): Promise<number> {
  const row = await db
    .insertInto('message_thread')
    .values({ driver_id: driverId, last_sequence: 1n })
    .onConflict(conflict =>
      conflict
        .column('driver_id')
        .doUpdateSet({ last_sequence: sql<bigint>`message_thread.last_sequence + 1` }),
    )
    .returning('last_sequence')
    .executeTakeFirstOrThrow()
  return Number(row.last_sequence)
}

export async function insertMessage(db: Tx, message: NewMessage & { sequence: number }): Promise<void> {
  await db
    .insertInto('message')
    .values({
      id: message.id,
      driver_id: message.driverId,
      sequence: BigInt(message.sequence),
      side: message.side,
      author_id: message.authorId,
      body: message.body,
      is_urgent: message.isUrgent,
      stop_id: message.stopId,
      order_id: message.orderId,
      broadcast_id: message.broadcastId,
      device_at: message.deviceAt,
      sent_at: message.sentAt,
    })
    .execute()
}

export async function readMessage(db: Reader, id: string): Promise<MessageRow | undefined> {
  const row = await db.selectFrom('message').select(columns).where('id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

/** The message that the office sent under this id, with its copies to other drivers, in the order of the drivers. */
export async function readSending(db: Reader, id: string): Promise<MessageRow[]> {
  const rows = await db
    .selectFrom('message')
    .select(columns)
    .where(eb => eb.or([eb('id', '=', id), eb('broadcast_id', '=', id)]))
    .orderBy('driver_id')
    .execute()
  return rows.map(toRow)
}

/** The newest messages of a thread before a place, oldest first. */
export async function readMessages(
  db: Reader,
  of: { driverId: string; before: number | undefined; limit: number },
): Promise<MessageRow[]> {
  let query = db
    .selectFrom('message')
    .select(columns)
    .where('driver_id', '=', of.driverId)
    .orderBy('sequence', 'desc')
    .limit(of.limit)
  if (of.before !== undefined) query = query.where('sequence', '<', BigInt(of.before))
  return (await query.execute()).map(toRow).reverse()
}

/** The newest message of each thread. */
export async function readLastMessages(
  db: Reader,
  driverIds: readonly string[],
): Promise<Map<string, MessageRow>> {
  if (driverIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('message')
    .distinctOn('driver_id')
    .select(columns)
    .where('driver_id', 'in', [...driverIds])
    .orderBy('driver_id')
    .orderBy('sequence', 'desc')
    .execute()
  return new Map(rows.map(row => [row.driver_id, toRow(row)]))
}

export interface Waiting {
  /** Driver's messages that the office has not read. */
  unread: number
  /** Urgent words that the driver has not acknowledged. */
  unacknowledged: number
}
export async function countWaiting(db: Reader, driverIds: readonly string[]): Promise<Map<string, Waiting>> {
  if (driverIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('message')
    .select(eb => [
      'driver_id',
      eb.fn
        .countAll<bigint>()
        .filterWhere('side', '=', 'driver')
        .filterWhere('read_at', 'is', null)
        .as('unread'),
      eb.fn
        .countAll<bigint>()
        .filterWhere('is_urgent', '=', true)
        .filterWhere('acknowledged_at', 'is', null)
        .as('unacknowledged'),
    ])
    .where('driver_id', 'in', [...driverIds])
    .where(eb =>
      eb.or([
        eb('read_at', 'is', null),
        eb.and([eb('is_urgent', '=', true), eb('acknowledged_at', 'is', null)]),
      ]),
    )
    .groupBy('driver_id')
    .execute()
  return new Map(
    rows.map(row => [
      row.driver_id,
      { unread: Number(row.unread), unacknowledged: Number(row.unacknowledged) },
    ]),
  )
}

type Mark = 'delivered_at' | 'read_at'
/**
 * Marks what the other side wrote up to a place; what is marked already keeps its time.
 * @returns whether anything changed
 */
export async function markUpTo(
  db: Tx,
  of: { driverId: string; writtenBy: Side; mark: Mark; upTo: number; at: Date; by: string },
): Promise<boolean> {
  const updated = await db
    .updateTable('message')
    .set(of.mark === 'read_at' ? { read_at: of.at, read_by: of.by } : { delivered_at: of.at })
    .where('driver_id', '=', of.driverId)
    .where('side', '=', of.writtenBy)
    .where('sequence', '<=', BigInt(of.upTo))
    .where(of.mark, 'is', null)
    .returning('id')
    .execute()
  return updated.length > 0
}

/** Acknowledges urgent messages of the driver's own thread, which reads them too; answers those that were not acknowledged before. */
export async function acknowledge(
  db: Tx,
  of: { driverId: string; ids: readonly string[]; at: Date },
): Promise<string[]> {
  if (of.ids.length === 0) return []
  const rows = await db
    .updateTable('message')
    .set({
      acknowledged_at: of.at,
      read_at: sql<Date>`coalesce(read_at, ${of.at})`,
      delivered_at: sql<Date>`coalesce(delivered_at, ${of.at})`,
    })
    .where('driver_id', '=', of.driverId)
    .where('id', 'in', [...of.ids])
    .where('is_urgent', '=', true)
    .where('acknowledged_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(row => row.id)
}

export interface Phrase {
  code: string
  side: Side
  body: string
  bodyEn: string
  isUrgent: boolean
}
/** The phrases in use, in the order of the screens. */
export async function readPhrases(db: Reader): Promise<Phrase[]> {
  const rows = await db
    .selectFrom('message_phrase')
    .select(['code', 'side', 'body', 'body_en', 'is_urgent'])
    .where('is_active', '=', true)
    .orderBy('side')
    .orderBy('sort')
    .limit(60)
    .execute()
  return rows.map(row => ({
    code: row.code,
    side: row.side as Side,
    body: row.body,
    bodyEn: row.body_en,
    isUrgent: row.is_urgent,
  }))
}

type Selected = {
  id: string
  driver_id: string
  sequence: bigint
  side: string
  author_id: string
  body: string
  is_urgent: boolean
  stop_id: string | null
  order_id: string | null
  broadcast_id: string | null
  device_at: Date | null
  sent_at: Date
  delivered_at: Date | null
  read_at: Date | null
  acknowledged_at: Date | null
}

function toRow(row: Selected): MessageRow {
  return {
    id: row.id,
    driverId: row.driver_id,
    sequence: Number(row.sequence),
    side: row.side as Side,
    authorId: row.author_id,
    body: row.body,
    isUrgent: row.is_urgent,
    stopId: row.stop_id,
    orderId: row.order_id,
    broadcastId: row.broadcast_id,
    deviceAt: row.device_at,
    sentAt: row.sent_at,
    deliveredAt: row.delivered_at,
    readAt: row.read_at,
    acknowledgedAt: row.acknowledged_at,
  }
}
