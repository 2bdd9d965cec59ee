import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { type OpenDatabase, openDatabase } from '../platform/database/database.ts'

/** A fresh, migrated database of a test's own, dropped afterwards. Call `dispose` yourself when made in `beforeAll`. */
export async function createTestDatabase(): Promise<OpenDatabase & { dispose(): Promise<void> }> {
  const url = new URL(inject('postgresUrl'))
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(url, client =>
    client.query(`create database ${name} template luckygas_template strategy file_copy`),
  )
  const own = new URL(url)
  own.pathname = `/${name}`
  const opened = openDatabase({ connectionString: own.href, maxConnections: 10 })
  return {
    ...opened,
    dispose: async () => {
      await opened.close()
      await asAdmin(url, client => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** As `createTestDatabase`, dropped when the calling test ends. */
export async function testDatabase(): Promise<OpenDatabase> {
  const database = await createTestDatabase()
  onTestFinished(() => database.dispose())
  return database
}

async function asAdmin(url: URL, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    // Two clones at once of one template refuse each other; a lock lets them queue.
    await client.query('select pg_advisory_lock(1)')
    await work(client)
  } finally {
    await client.end()
  }
}
