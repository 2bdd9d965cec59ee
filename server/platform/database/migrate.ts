import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { openDirectConnection } from './database.ts'
import { locks } from './locks.ts'

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

/**
 * Brings the schema forward, each migration in its own transaction, under a session lock so that several processes may
 * start at once. Throws when an applied migration differs from the tree's (drift) or is unknown to it (newer database).
 * @returns the names applied now
 */
export async function migrate(connectionString: string, folder = migrationsFolder): Promise<string[]> {
  const client = await openDirectConnection(connectionString)
  try {
    await client.query('select pg_advisory_lock($1)', [locks.migration])
    await client.query(
      `create table if not exists schema_migration (
        name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    )
    return await applyMissing(client, await readMigrations(folder))
  } finally {
    await client.end()
  }
}

async function applyMissing(client: pg.Client, migrations: Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migration',
  )
  const known = new Map(migrations.map(migration => [migration.name, migration.sha256]))
  for (const row of rows) {
    const expected = known.get(row.name)
    if (expected === undefined)
      throw new Error(`the database has migration ${row.name}, which this program does not know`)
    if (expected !== row.sha256) throw new Error(`migration ${row.name} was changed after it was applied`)
  }
  const applied = new Set(rows.map(row => row.name))
  const done: string[] = []
  for (const migration of migrations.filter(candidate => !applied.has(candidate.name))) {
    await client.query('begin')
    try {
      await client.query(migration.sql)
      await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [
        migration.name,
        migration.sha256,
      ])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new Error(`migration ${migration.name} failed`, { cause: error })
    }
    done.push(migration.name)
  }
  return done
}
