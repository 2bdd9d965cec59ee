import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { type JobHandler, usualPace } from './account-jobs.ts'
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

test('[S20] a job of which the worker has not noted yet that it runs is not taken for one that was taken over', async () => {
  const { db, connectionString } = await testDatabase()
  const ended: string[] = []
  const queue = await makePostgresQueue({
    ...quiet,
    beatMs: 10,
    onJob: (_name, result) => void ended.push(result),
    db,
    connectionString,
  })
  await db.transaction().execute(tx => queue.enqueue(tx, 'platform.prune', {}))
  const [job] = await queue.list(db, { limit: 1 })
  const stopped: boolean[] = []
  const look: JobHandler = async (_payload, { signal }) => {
    await new Promise(resolve => setTimeout(resolve, 100))
    stopped.push(signal.aborted)
  }
  await db
    .transaction()
    .execute(async tx => {
      // Whoever notes the job waits for this row.
      await sql`insert into job_run (job_ref, worker) values (${job?.id}, 'another')`.execute(tx)
      onTestFinished(await queue.work({ 'platform.prune': look }, []))
      const states = async () => (await queue.list(db, { limit: 1 })).map(({ state }) => state)
      await expect.poll(states, { timeout: 10_000 }).toEqual(['running'])
      await new Promise(resolve => setTimeout(resolve, 100))
      throw new Error('undo')
    })
    .catch(() => undefined)
  await expect.poll(() => ended, { timeout: 10_000 }).toEqual(['done'])
  expect(stopped).toEqual([false])
})
