import { type ExpressionBuilder, sql } from 'kysely'
import type { Database, Reader, Tx } from '../../platform/database/database.ts'
import type { DB } from '../../platform/database/database.types.ts'
import type { CallState } from './exchange.rules.ts'

export interface Call {
  id: string
  callId: string
  caller: 'number' | 'withheld' | 'implausible'
  digits: string | null
  isVerified: boolean | null
  line: string
  extension: string
  state: CallState
  startedAt: Date
  answeredAt: Date | null
  answeredBy: string | null
  endedAt: Date | null
  handledAt: Date | null
  orderId: string | null
}

function callQuery(db: Reader) {
  return db
    .selectFrom('phone_call')
    .select([
      'id',
      'call_id',
      'caller',
      'digits',
      'is_verified',
      'line',
      'extension',
      'state',
      'started_at',
      'answered_at',
      'answered_by',
      'ended_at',
      'handled_at',
      'order_id',
    ])
}
type CallRow = Awaited<ReturnType<ReturnType<typeof callQuery>['executeTakeFirstOrThrow']>>
const toCall = (row: CallRow): Call => ({
  id: row.id,
  callId: row.call_id,
  caller: row.caller as Call['caller'],
  digits: row.digits,
  isVerified: row.is_verified,
  line: row.line,
  extension: row.extension,
  state: row.state as CallState,
  startedAt: row.started_at,
  answeredAt: row.answered_at,
  answeredBy: row.answered_by,
  endedAt: row.ended_at,
  handledAt: row.handled_at,
  orderId: row.order_id,
})

/** Makes whoever else tells of the same call wait until the transaction ends. */
export async function holdCall(db: Tx, callId: string): Promise<Call | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`call/${callId}`}, 0))`.execute(db)
  const row = await callQuery(db).where('call_id', '=', callId).executeTakeFirst()
  return row && toCall(row)
}

export async function lockCall(db: Tx, id: string): Promise<Call | undefined> {
  const row = await callQuery(db).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && toCall(row)
}

export async function insertCall(db: Tx, call: Call): Promise<void> {
  await db
    .insertInto('phone_call')
    .values({
      id: call.id,
      call_id: call.callId,
      caller: call.caller,
      digits: call.digits,
      is_verified: call.isVerified,
      line: call.line,
      ...changing(call),
      started_at: call.startedAt,
    })
    .execute()
}

export async function updateCall(db: Tx, call: Call): Promise<void> {
  await db.updateTable('phone_call').set(changing(call)).where('id', '=', call.id).execute()
}

const changing = (call: Call) => ({
  extension: call.extension,
  state: call.state,
  answered_at: call.answeredAt,
  answered_by: call.answeredBy,
  ended_at: call.endedAt,
})

/** Who dealt with a call, when, and what came of it. */
export async function saveSettled(
  db: Tx,
  id: string,
  settled: { at: Date; by: string; customerId: string | null; orderId: string | null },
): Promise<void> {
  await db
    .updateTable('phone_call')
    .set({
      handled_at: settled.at,
      handled_by: settled.by,
      customer_id: settled.customerId,
      order_id: settled.orderId,
    })
    .where('id', '=', id)
    .execute()
}

/** Calls that ring since an instant, or that a clerk has answered and not settled since the morning. */
export async function listLive(
  db: Reader,
  asker: { userId: string; ringingSince: Date; answeredSince: Date },
): Promise<Call[]> {
  const rows = await callQuery(db)
    .where('handled_at', 'is', null)
    .where('started_at', '>=', asker.answeredSince)
    .where(row =>
      row.or([
        row.and([row('state', '=', 'ringing'), row('started_at', '>=', asker.ringingSince)]),
        row.and([row('state', '=', 'answered'), row('answered_by', '=', asker.userId)]),
      ]),
    )
    .orderBy('started_at')
    .limit(20)
    .execute()
  return rows.map(toCall)
}

/** Missed: nobody answered, told by the exchange or rung out, and nobody has called back yet. */
const isMissed = (ringingSince: Date) => (row: ExpressionBuilder<DB, 'phone_call'>) =>
  row.and([
    row('handled_at', 'is', null),
    row.or([
      row('state', '=', 'missed'),
      row.and([row('state', '=', 'ringing'), row('started_at', '<', ringingSince)]),
    ]),
  ])

export async function countMissed(db: Reader, filter: { ringingSince: Date; from: Date }): Promise<number> {
  const row = await db
    .selectFrom('phone_call')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where(isMissed(filter.ringingSince))
    .where('started_at', '>=', filter.from)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function listCalls(
  db: Reader,
  filter: {
    isMissedOnly: boolean
    ringingSince: Date
    from: Date | undefined
    to: Date | undefined
    before: Date | undefined
    limit: number
  },
): Promise<Call[]> {
  let query = callQuery(db).orderBy('started_at', 'desc').orderBy('id').limit(filter.limit)
  if (filter.isMissedOnly) query = query.where(isMissed(filter.ringingSince))
  if (filter.from) query = query.where('started_at', '>=', filter.from)
  if (filter.to) query = query.where('started_at', '<', filter.to)
  if (filter.before) query = query.where('started_at', '<', filter.before)
  return (await query.execute()).map(toCall)
}

export async function findUserAt(db: Reader, extension: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('phone_extension')
    .select('user_id')
    .where('extension', '=', extension)
    .executeTakeFirst()
  return row?.user_id
}

export async function findExtensionOf(db: Reader, userId: string): Promise<string | null> {
  const row = await db
    .selectFrom('phone_extension')
    .select('extension')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.extension ?? null
}

/** Extensions at which somebody sits, among those given. */
export async function readSeated(db: Reader, extensions: readonly string[]): Promise<Map<string, string>> {
  if (extensions.length === 0) return new Map()
  const rows = await db
    .selectFrom('phone_extension')
    .select(['extension', 'user_id'])
    .where('extension', 'in', [...extensions])
    .limit(extensions.length)
    .execute()
  return new Map(rows.map(row => [row.extension, row.user_id]))
}

export async function seatUser(db: Tx, userId: string, extension: string | null): Promise<void> {
  await db
    .deleteFrom('phone_extension')
    .where(row => row.or([row('user_id', '=', userId), row('extension', '=', extension ?? '')]))
    .execute()
  if (extension !== null)
    await db.insertInto('phone_extension').values({ extension, user_id: userId }).execute()
}

/** Deletes calls that began before an instant, at most `limit`. Answers how many. */
export async function deleteCalls(db: Database, before: Date, limit: number): Promise<bigint | undefined> {
  const result = await sql`delete from phone_call where id in (
    select id from phone_call where started_at < ${before} order by started_at limit ${limit})`.execute(db)
  return result.numAffectedRows
}
