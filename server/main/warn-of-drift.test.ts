import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { testDatabase } from '../testkit/test-database.ts'
import { warnOfDrift } from './warn-of-drift.ts'

/** What a night logs about the schema. */
async function logged(connectionString: string): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = []
  await warnOfDrift(connectionString, pino({}, { write: line => lines.push(JSON.parse(line)) }))
  return lines
}

test('[S16] a night says which table and column somebody altered by hand, and nothing when nobody did', async () => {
  const { connectionString, db } = await testDatabase()
  expect(await logged(connectionString)).toEqual([])
  await sql`alter table sales_order alter column note drop not null`.execute(db)
  expect(await logged(connectionString)).toMatchObject([
    {
      level: 40,
      msg: 'the schema is not what the migrations made',
      differences: [
        `column sales_order.note is "text ''::text", the migrations say "text not null ''::text"`,
      ],
    },
  ])
})

test('[S16] the night goes on where the schema cannot be compared', async () => {
  expect(await logged('postgresql://nobody@127.0.0.1:1/none')).toMatchObject([
    { level: 30, msg: 'the schema could not be compared with the migrations' },
  ])
})
