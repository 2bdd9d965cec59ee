import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { openDirectConnection } from './database.ts'
import { locks } from './locks.ts'
import { isOnce, type MigrationPlan, planOf } from './migrate-plan.rules.ts'

export const migrationsFolder = join(import.meta.dirname, '../../migrations')

export interface Migration {
  name: string
  sha256: string
  sql: string
}

/** The migrations of the tree, in order. */
export async function readMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(name => /^\d{4}-.*\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(join(folder, name), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** How a migration gives way to the work that goes on meanwhile. */
const manners = {
  /** A migration that cannot have a lock within this steps back, so that nobody queues behind it for longer. */
  lockTimeoutMs: 500,
  /**
   * A vacuum that the database runs by itself gives way only to who has waited `deadlock_timeout` (1 s unless somebody set
   * it) for its table; after a day that filled a big one it would starve every shorter try.
   */
  againstVacuumMs: 1_300,
  /** Every so many tries that long. */
  againstVacuumEvery: 4,
  /** Tries, with growing pauses up to `longestPauseMs`: some three minutes before it gives up. */
  tries: 60,
  longestPauseMs: 3_000,
  /** How often a process that came second looks whether the first is done. */
  turnPollMs: 100,
}

/** lock_not_available, deadlock_detected: everything was undone, and it may simply be tried again. */
const gaveWay = new Set(['55P03', '40P01'])

/**
 * Brings the schema forward while others work: each migration in its own transaction that never waits long for a lock,
 * its backfill in small ones. Several processes may start at once; one migrates and the others wait. Throws when an
 * applied migration differs from the tree's (drift) or is unknown to it (newer database).
 * @returns the names applied now
 */
export async function migrate(connectionString: string, folder = migrationsFolder): Promise<string[]> {
  const client = await openDirectConnection(connectionString)
  try {
    await takeTurn(client)
    await client.query(
      `create table if not exists schema_migration (
        name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    )
    await client.query(
      'alter table schema_migration add column if not exists is_backfilled boolean not null default true',
    )
    return await applyMissing(client, await readMigrations(folder))
  } finally {
    await client.end()
  }
}

/** Asks again and again: a statement that waited would be a snapshot that an index built concurrently waits for. */
async function takeTurn(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      locks.migration,
    ])
    if (rows[0]?.mine) return
    await sleep(manners.turnPollMs)
  }
}

async function applyMissing(client: pg.Client, migrations: Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; sha256: string; is_backfilled: boolean }>(
    'select name, sha256, is_backfilled from schema_migration',
  )
  const known = new Map(migrations.map(migration => [migration.name, migration.sha256]))
  for (const row of rows) {
    const expected = known.get(row.name)
    if (expected === undefined)
      throw new Error(`the database has migration ${row.name}, which this program does not know`)
    if (expected !== row.sha256) throw new Error(`migration ${row.name} was changed after it was applied`)
  }
  const applied = new Map(rows.map(row => [row.name, row.is_backfilled]))
  const done: string[] = []
  for (const migration of migrations.filter(candidate => applied.get(candidate.name) !== true)) {
    try {
      await applyOne(client, migration, applied.has(migration.name))
    } catch (error) {
      throw new Error(`migration ${migration.name} failed`, { cause: error })
    }
    done.push(migration.name)
  }
  return done
}

/** @param isStructureDone an earlier start was ended while it filled in rows: it goes on there */
async function applyOne(client: pg.Client, migration: Migration, isStructureDone: boolean): Promise<void> {
  const plan = planOf(migration.name, migration.sql)
  if (plan.kind === 'concurrent') {
    // These hold nobody up and wait for running transactions as long as those take.
    await client.query('set lock_timeout = 0')
    for (const statement of plan.statements) await client.query(statement)
    await note(client, migration, true)
    return
  }
  if (!isStructureDone)
    await inTransaction(client, async () => {
      await client.query(plan.structure)
      await note(client, migration, plan.backfills.length === 0)
    })
  if (plan.backfills.length === 0) return
  for (const statement of plan.backfills) await backfill(client, statement)
  await client.query('update schema_migration set is_backfilled = true where name = $1', [migration.name])
}

const note = (client: pg.Client, { name, sha256 }: Migration, isBackfilled: boolean) =>
  client.query('insert into schema_migration (name, sha256, is_backfilled) values ($1, $2, $3)', [
    name,
    sha256,
    isBackfilled,
  ])

/**
 * One bounded bit after the other, each committed by itself, from the last key that the one before answered. What takes
 * no key answers none and is done once.
 */
async function backfill(client: pg.Client, statement: MigrationPlan['backfills'][number]): Promise<void> {
  const isKeyless = isOnce(statement)
  let last: string | null = null
  do {
    const after: string | null = last
    last = await inTransaction(client, async (): Promise<string | null> => {
      const { rows }: { rows: { last: string | null }[] } = await client.query(
        statement,
        isKeyless ? [] : [after],
      )
      return rows[0]?.last ?? null
    })
  } while (last !== null)
}

/** Runs work in a transaction, again from its beginning whenever it gave way to somebody. */
function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  return patiently(client, async () => {
    await client.query('begin')
    try {
      const result = await work()
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  })
}

async function patiently<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      const isLong = tried % manners.againstVacuumEvery === 0
      await client.query(`set lock_timeout = ${isLong ? manners.againstVacuumMs : manners.lockTimeoutMs}`)
      return await work()
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (!gaveWay.has(code) || tried === manners.tries) throw error
      await sleep(Math.min(manners.longestPauseMs, 50 * 2 ** tried) * (0.5 + Math.random() / 2))
    }
  }
}
