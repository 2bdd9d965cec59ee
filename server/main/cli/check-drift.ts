import pg from 'pg'
import { findDrift, wordsOfDrift } from '../../platform/database/schema-drift.ts'
import type { CommandIo } from './command.ts'
import type { Finding } from './health-checks.ts'

type Found = Omit<Finding, 'check'>

/** The first few say who was at it; a database that somebody else made would differ in everything. */
const listed = 20

/** Whether tables, columns, indexes and triggers are what the migrations made, or somebody altered one by hand. */
export async function checkDrift({ withDatabase }: CommandIo): Promise<Found[]> {
  return withDatabase(async connectionString => {
    if (!(await hasSchema(connectionString)))
      return [{ state: 'warning', detail: 'no schema yet; npm start makes it' }]
    const drift = await findDrift(connectionString)
    if (drift.length === 0) return [{ state: 'good', detail: 'as the migrations made it' }]
    const found = drift.slice(0, listed).map((each): Found => ({ state: 'bad', detail: wordsOfDrift(each) }))
    const more = drift.length - found.length
    return more > 0 ? [...found, { state: 'bad', detail: `and ${more} more differences` }] : found
  })
}

async function hasSchema(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query("SELECT to_regclass('schema_migration') IS NOT NULL AS is_there")
    return rows[0]?.is_there === true
  } finally {
    await client.end()
  }
}
