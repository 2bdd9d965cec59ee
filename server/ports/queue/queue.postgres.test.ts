import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { usualPace } from './account-jobs.ts'
import { queueContract } from './queue.contract.ts'
import { makePostgresQueue } from './queue.postgres.ts'

const quiet = { ...usualPace, onJob: () => undefined, onFault: () => undefined }

queueContract('postgres', async pace => {
  const { db, connectionString } = await testDatabase()
  const again = (own: typeof pace) => makePostgresQueue({ ...quiet, ...own, db, connectionString })
  return { db, queue: await again(pace), again }
})

test('[S20] a job that a killed process had taken runs as soon as somebody works again', async () => {
  const { db, connectionString } = await testDatabase()
  const queue = await makePostgresQueue({ ...quiet, db, connectionString })
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

test('[S20] a worker whose connections were cut is still known to work: the next one leaves its jobs alone', async () => {
  const { db, connectionString } = await testDatabase()
  const queue = await makePostgresQueue({ ...quiet, db, connectionString })
  onTestFinished(await queue.work({ 'platform.prune': async () => undefined }, []))
  const cut = sql`select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`
  await cut.execute(db)
  const holders = async () =>
    (
      await sql`select 1 from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`.execute(db)
    ).rows.length
  await expect.poll(holders, { timeout: 10_000 }).toBe(1)
})
