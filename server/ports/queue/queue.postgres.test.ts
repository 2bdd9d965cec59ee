import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { queueContract } from './queue.contract.ts'
import { makePostgresQueue } from './queue.postgres.ts'

queueContract('postgres', async () => {
  const { db, connectionString } = await testDatabase()
  return { db, queue: await makePostgresQueue({ connectionString, onJob: () => undefined }) }
})

test('[S20] a job that a killed process had taken runs as soon as somebody works again', async () => {
  const { db, connectionString } = await testDatabase()
  const queue = await makePostgresQueue({ connectionString, onJob: () => undefined })
  await db.transaction().execute(tx => queue.enqueue(tx, 'platform.prune', {}))
  await sql`update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now(), attempts = 1`.execute(
    db,
  )
  let runs = 0
  const count = async () => {
    runs += 1
  }
  onTestFinished(await queue.work({ 'platform.prune': count }, []))
  await expect.poll(() => runs, { timeout: 10_000 }).toBe(1)
})
