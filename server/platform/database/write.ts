import { sql } from 'kysely'
import { businessDateOf } from '../../../contract/kernel/dates.ts'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import { refused } from '../../../contract/kernel/problem.ts'
import type { EventKind } from '../../../contract/messages/live.ts'
import type { Actor } from '../actor.ts'
import type { Clock } from '../clock.ts'
import { type Database, isRetryable, type Tx } from './database.ts'

export interface AuditEntry {
  /** What was done, the endpoint's or job's name where nothing finer fits: `site.locate`. */
  action: string
  entity: string
  entityId: string
  before?: unknown
  after?: unknown
  reason?: string
}

export interface Announcement {
  stream: string
  kind: EventKind
  entityId: string
  payload?: Record<string, string | number | boolean | null>
}

/** All that one use case may touch; it lives as long as its transaction. */
export interface WriteContext {
  db: Tx
  actor: Actor
  /** One instant for the whole transaction. */
  now: Date
  /** The business day of `now` in Taipei. */
  today: string
  traceId: string
  newId(): string
  audit(entry: AuditEntry): Promise<void>
  announce(event: Announcement): Promise<void>
}

export interface WriteRequest {
  actor: Actor
  traceId: string
  /** Absent for jobs and command lines, which are idempotent by their own keys. */
  idempotency?: { key: string; requestHash: Buffer }
}

export interface WriteResult<T> {
  answer: T
  isReplay: boolean
}

const attempts = 4

/**
 * Runs one use case in one transaction: claims the idempotency key, does the work, keeps the answer beside the key.
 * The same (actor, key) again answers what was answered first; with another request it is refused
 * (`idempotency.key-reused`, 422). Deadlocks and serialization failures run again; a refusal leaves no trace.
 */
export async function runWrite<T>(
  deps: { db: Database; clock: Clock },
  request: WriteRequest,
  work: (context: WriteContext) => Promise<T>,
): Promise<WriteResult<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.db.transaction().execute(db => attemptWrite(db, deps.clock, request, work))
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error
    }
  }
}

async function attemptWrite<T>(
  db: Tx,
  clock: Clock,
  request: WriteRequest,
  work: (context: WriteContext) => Promise<T>,
): Promise<WriteResult<T>> {
  const now = clock.now()
  const { idempotency, actor } = request
  if (idempotency) {
    const claimed = await db
      .insertInto('idempotency_key')
      .values({
        actor_id: actor.id,
        key: idempotency.key,
        request_hash: idempotency.requestHash,
        status: 200,
        answer: null,
        created_at: now,
      })
      .onConflict(conflict => conflict.columns(['actor_id', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst()
    if (!claimed) return { answer: (await replay(db, actor.id, idempotency)) as T, isReplay: true }
  }
  const answer = await work(makeContext(db, request, now))
  if (idempotency) {
    // Read back as stored, so that the first answer and every replay are the same to the byte.
    const kept = await db
      .updateTable('idempotency_key')
      .set({ answer: JSON.stringify(answer ?? null) })
      .where('actor_id', '=', actor.id)
      .where('key', '=', idempotency.key)
      .returning('answer')
      .executeTakeFirstOrThrow()
    return { answer: kept.answer as T, isReplay: false }
  }
  return { answer, isReplay: false }
}

/** The stored answer of a key, or undefined when the key is new; throws when the key belongs to another request. */
export async function findReplay(
  db: Database,
  actorId: string,
  idempotency: { key: string; requestHash: Buffer },
): Promise<{ answer: unknown } | undefined> {
  const row = await db
    .selectFrom('idempotency_key')
    .select(['request_hash', 'answer'])
    .where('actor_id', '=', actorId)
    .where('key', '=', idempotency.key)
    .executeTakeFirst()
  if (!row) return undefined
  if (!idempotency.requestHash.equals(row.request_hash))
    throw refused('idempotency.key-reused', { status: 422 })
  await db.transaction().execute(awaitReplication)
  return { answer: row.answer }
}

/**
 * Makes the transaction's own commit wait for the synchronous standby, and with it everything committed before. A
 * repeated request may find an answer whose first commit was in doubt; without this a mere read would acknowledge it.
 */
async function awaitReplication(db: Tx): Promise<void> {
  await sql`select pg_logical_emit_message(true, 'luckygas.replay', '')`.execute(db)
}

async function replay(
  db: Tx,
  actorId: string,
  idempotency: { key: string; requestHash: Buffer },
): Promise<unknown> {
  const row = await db
    .selectFrom('idempotency_key')
    .select(['request_hash', 'answer'])
    .where('actor_id', '=', actorId)
    .where('key', '=', idempotency.key)
    .executeTakeFirstOrThrow()
  if (!idempotency.requestHash.equals(row.request_hash))
    throw refused('idempotency.key-reused', { status: 422 })
  await awaitReplication(db)
  return row.answer
}

function makeContext(db: Tx, request: WriteRequest, now: Date): WriteContext {
  const { actor, traceId } = request
  return {
    db,
    actor,
    now,
    today: businessDateOf(now),
    traceId,
    newId: () => uuidv7(now.getTime()),
    audit: async entry => {
      await db
        .insertInto('audit')
        .values({
          at: now,
          actor_id: actor.id,
          actor_role: actor.role,
          action: entry.action,
          entity: entry.entity,
          entity_id: entry.entityId,
          before: toJson(entry.before),
          after: toJson(entry.after),
          reason: entry.reason ?? null,
          trace_id: traceId,
        })
        .execute()
    },
    announce: async event => {
      await db
        .insertInto('outbox_event')
        .values({
          stream: event.stream,
          kind: event.kind,
          entity_id: event.entityId,
          payload: JSON.stringify(event.payload ?? {}),
          at: now,
        })
        .execute()
    },
  }
}

function toJson(value: unknown): string | null {
  if (value === undefined) return null
  return JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? item.toString() : item))
}
