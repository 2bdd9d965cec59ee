import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { settableClock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { deleteInBatches } from '../platform/database/prune.store.ts'
import { forgetBefore } from '../platform/database/retention.rules.ts'
import { makeDirectoryFiles } from '../ports/files/files.directory.ts'
import { makeTravelTimes } from '../ports/travel-times/travel-times.joined.ts'
import { idleJob } from '../testkit/idle-job.ts'
import { testDatabase } from '../testkit/test-database.ts'
import { makeDailyPrune } from './daily-prune.ts'

const now = new Date('2026-11-22T03:40:00+08:00')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

async function prunable() {
  const { db } = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-prune-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = makeDirectoryFiles(folder)
  const clock = settableClock(now.toISOString())
  const looks: Date[] = []
  const daily = makeDailyPrune({
    db,
    clock,
    files,
    travelTimes: makeTravelTimes({ db, clock, readFactors: async () => undefined }),
    logger: pino({ level: 'silent' }),
    warnOfDrift: async () => {
      looks.push(now)
    },
  })
  const prune = async () => daily.jobs['platform.prune']?.({}, idleJob())
  return { db, files, prune, looks }
}

async function count(db: Database, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)
  return rows[0]?.n ?? 0
}

test('[C3] answers are kept for 90 days at least, and forgotten after the months of their class', async () => {
  const { db, prune, looks } = await prunable()
  for (const days of [0, 89, 92, 94, 400])
    await db
      .insertInto('idempotency_key')
      .values({
        actor_id: randomUUID(),
        key: randomUUID(),
        request_hash: randomBytes(32),
        status: 200,
        answer: '{}',
        created_at: daysAgo(days),
      })
      .execute()
  await prune()
  expect(looks).toHaveLength(1)
  const kept = await db.selectFrom('idempotency_key').select('created_at').orderBy('created_at').execute()
  expect(kept.map(row => row.created_at)).toEqual([daysAgo(92), daysAgo(89), daysAgo(0)])
  await sql`update retention set keep_months = 1 where table_name = 'idempotency_key'`.execute(db)
  await prune()
  expect(await count(db, 'idempotency_key')).toBe(2)
})

test('[S3] a stream loses its beginning and never a middle, and its counter goes on', async () => {
  const { db, prune } = await prunable()
  // The third event is old but stands behind a young one; the fifth has no sequence yet.
  const ages = [50, 40, 6, 45, 44]
  for (const [index, days] of ages.entries())
    await db
      .insertInto('outbox_event')
      .values({
        stream: 'office:a',
        kind: 'k',
        entity_id: '1',
        at: daysAgo(days),
        sequence: index < 4 ? BigInt(index + 1) : null,
      })
      .execute()
  await db
    .insertInto('outbox_event')
    .values({ stream: 'office:b', kind: 'k', entity_id: '1', at: daysAgo(60), sequence: 9n })
    .execute()
  await db
    .insertInto('outbox_stream')
    .values([
      { stream: 'office:a', last_sequence: 4n },
      { stream: 'office:b', last_sequence: 9n },
    ])
    .execute()
  await prune()
  const kept = await db.selectFrom('outbox_event').select(['stream', 'sequence']).orderBy('id').execute()
  expect(kept).toEqual([
    { stream: 'office:a', sequence: 3n },
    { stream: 'office:a', sequence: 4n },
    { stream: 'office:a', sequence: null },
  ])
  expect(await count(db, 'outbox_stream')).toBe(2)
})

test('[S3] events of the last week stay, whatever the table says', () => {
  expect(forgetBefore(now, 0, 7)).toEqual(daysAgo(7))
  expect(forgetBefore(now, 1, 7)).toEqual(daysAgo(31))
  expect(forgetBefore(now, null, 7)).toBeUndefined()
})

test('[S14] tokens and sessions that nobody can go on with are forgotten; a living session stays however old', async () => {
  const { db, prune } = await prunable()
  const userId = randomUUID()
  await db
    .insertInto('app_user')
    .values({
      id: userId,
      login: 'lin',
      name: '林',
      role: 'office',
      password_hash: 'x',
      password_changed_at: now,
      created_at: now,
    })
    .execute()
  const session = async (lastUsedDays: number, expiresDays: number) => {
    const id = randomUUID()
    const at = daysAgo(lastUsedDays)
    await db
      .insertInto('session_family')
      .values({ id, user_id: userId, created_at: at, last_used_at: at })
      .execute()
    await db
      .insertInto('refresh_token')
      .values({ token_hash: randomBytes(32), family_id: id, issued_at: at, expires_at: daysAgo(expiresDays) })
      .execute()
    return id
  }
  const living = await session(300, -1)
  const justExpired = await session(40, 10)
  const spent = await session(60, 32)
  await session(200, 170)
  await prune()
  const families = await db.selectFrom('session_family').select('id').execute()
  expect(families.map(row => row.id).sort()).toEqual([living, justExpired, spent].sort())
  const tokens = await db.selectFrom('refresh_token').select('family_id').execute()
  expect(tokens.map(row => row.family_id).sort()).toEqual([living, justExpired].sort())
})

test('[S22] a file that did not arrive whole within a week is forgotten with its bytes; whole ones stay', async () => {
  const { db, files, prune } = await prunable()
  const file = async (days: number, isWhole: boolean) => {
    const id = randomUUID()
    await files.append(id, 0, Readable.from(Buffer.from('abc')), 10)
    await db
      .insertInto('file_object')
      .values({
        id,
        owner_id: randomUUID(),
        purpose: 'photo',
        content_type: 'image/jpeg',
        size_bytes: 10n,
        sha256: randomBytes(32),
        received_bytes: isWhole ? 10n : 3n,
        created_at: daysAgo(days),
        completed_at: isWhole ? daysAgo(days) : null,
      })
      .execute()
    return id
  }
  const [old, young, whole] = [await file(8, false), await file(6, false), await file(800, true)]
  await prune()
  const kept = await db.selectFrom('file_object').select('id').execute()
  expect(kept.map(row => row.id).sort()).toEqual([young, whole].sort())
  expect(await Promise.all([old, young, whole].map(id => files.receivedBytes(id)))).toEqual([0, 3, 3])
})

test('[N1] the trail of who changed what outlives the books, even when the table asks for less', async () => {
  const { db, prune } = await prunable()
  for (const years of [1, 4, 6, 8])
    await db
      .insertInto('audit')
      .values({ at: daysAgo(365 * years), action: 'a', entity: 'e', entity_id: `${years}` })
      .execute()
  await prune()
  expect(await count(db, 'audit')).toBe(3)
  await sql`update retention set keep_months = 1 where table_name = 'audit'`.execute(db)
  await prune()
  expect(await count(db, 'audit')).toBe(2)
})

test('[S22] deleting goes on batch by batch until nothing is left, and ends between two batches when it is told to', async () => {
  const batches = [5n, 5n, 2n]
  const signal = new AbortController().signal
  expect(await deleteInBatches(async () => batches.shift(), signal, 5)).toBe(12)
  const stopped = new AbortController()
  stopped.abort()
  expect(await deleteInBatches(async () => 5n, stopped.signal, 5)).toBe(5)
})
