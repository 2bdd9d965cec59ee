import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import { systemActor } from '../actor.ts'
import { systemClock } from '../clock.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts'
import { toProblem } from '../http/problems.ts'
import { CommitInDoubt } from './commit-in-doubt.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { findReplay, runWrite } from './write.ts'

// A primary that waits for a standby which is not there: every commit hangs until somebody cancels its wait.
const folder = mkdtempSync(join(tmpdir(), 'luckygas-doubt-'))
let cluster: EmbeddedPostgres
let database: OpenDatabase
let watcher: pg.Client

beforeAll(async () => {
  cluster = await startEmbeddedPostgres({
    dataFolder: folder,
    isThrowAway: true,
    settings: { wal_level: 'replica', max_wal_senders: '2', synchronous_commit: 'on' },
  })
  await migrate(cluster.connectionString)
  watcher = new pg.Client({ connectionString: cluster.connectionString, application_name: 'watcher' })
  await watcher.connect()
  await watcher.query(`set synchronous_commit = local`)
  await watcher.query(`alter system set synchronous_standby_names = 'absent'`)
  await watcher.query('select pg_reload_conf()')
  database = openDatabase({ connectionString: cluster.connectionString, applicationName: 'waiting' })
})
afterAll(async () => {
  await watcher.query(`alter system reset synchronous_standby_names`)
  await watcher.query('select pg_reload_conf()')
  await database.close()
  await watcher.end()
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function cancelWait(): Promise<void> {
  await expect
    .poll(async () => {
      const { rowCount } = await watcher.query(
        `select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'waiting' and wait_event = 'SyncRep'`,
      )
      return rowCount
    })
    .toBeGreaterThan(0)
}
const key = uuidv7(0)
const request = {
  actor: systemActor,
  traceId: 'trace',
  idempotency: { key, requestHash: Buffer.alloc(32, 'a') },
}
const write = () => runWrite({ db: database.db, clock: systemClock }, request, async () => 'done')

test('[S17] a commit whose wait for the standby was cancelled is in doubt, not done, and asks to be sent again', async () => {
  const [outcome] = await Promise.allSettled([write(), cancelWait()])
  expect(outcome.status).toBe('rejected')
  const error = (outcome as PromiseRejectedResult).reason
  expect(error).toBeInstanceOf(CommitInDoubt)
  expect(toProblem(error)).toMatchObject({ kind: 'unavailable', code: 'database.in-doubt', status: 503 })
})

test('[S17] the same request again is not acknowledged either while no standby confirms, though its row is there', async () => {
  const [again] = await Promise.allSettled([write(), cancelWait()])
  expect((again as PromiseRejectedResult).reason).toBeInstanceOf(CommitInDoubt)
  const [found] = await Promise.allSettled([
    findReplay(database.db, systemActor.id, request.idempotency),
    cancelWait(),
  ])
  expect((found as PromiseRejectedResult).reason).toBeInstanceOf(CommitInDoubt)
})

test('[S17] once commits are confirmed it is answered as done, and was done once', async () => {
  await watcher.query(`alter system reset synchronous_standby_names`)
  await watcher.query('select pg_reload_conf()')
  expect(await write()).toEqual({ answer: 'done', isReplay: true })
})

test('[S17] a connection that dies between two statements of a transaction fails the next one, and not the process', async () => {
  const lost = database.db.transaction().execute(async tx => {
    const { pid } = await tx.selectNoFrom(sql<number>`pg_backend_pid()`.as('pid')).executeTakeFirstOrThrow()
    await watcher.query('select pg_terminate_backend($1)', [pid])
    await expect
      .poll(
        async () => (await watcher.query('select 1 from pg_stat_activity where pid = $1', [pid])).rowCount,
      )
      .toBe(0)
    await tx.selectFrom('depot').select('id').limit(1).execute()
  })
  const error = await lost.catch((fault: Error) => fault)
  expect(toProblem(error)).toMatchObject({ kind: 'unavailable', code: 'database.unavailable' })
})
