import { expect, test } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { usualPace } from '../../ports/queue/account-jobs.ts'
import { makePostgresQueue } from '../../ports/queue/queue.postgres.ts'
import { send, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { makeJobs } from './jobs.api.ts'

async function desk() {
  const { db, connectionString } = await testDatabase()
  const quiet = { ...usualPace, onJob: () => undefined, onFault: () => undefined }
  const queue = await makePostgresQueue({ ...quiet, db, connectionString })
  const app = await testApp({ db, clock: systemClock, routes: makeJobs({ desk: queue }).routes })
  const enqueue = (maxAttempts: number) =>
    db.transaction().execute(tx => queue.enqueue(tx, 'platform.prune', {}, { maxAttempts }))
  const list = async (query = '') => {
    const headers = { authorization: 'Bearer manager' }
    return (await app.inject({ url: `/api/jobs${query}`, headers })).json()
  }
  const post = (id: string, verb: string, role = 'manager') =>
    send(app, 'POST', `/api/jobs/${id}/${verb}`, role, undefined)
  return { db, queue, app, enqueue, list, post }
}

test('[S19] a waiting job is shown and cancelled, with a line in the audit trail', async () => {
  const { db, enqueue, list, post } = await desk()
  await enqueue(8)
  const { jobs, counts } = await list()
  expect(jobs).toMatchObject([{ name: 'platform.prune', state: 'waiting', attempts: 0, progress: null }])
  expect(counts).toMatchObject([{ name: 'platform.prune', state: 'waiting', jobs: 1 }])
  const [{ id }] = jobs
  expect((await post(id, 'cancel')).json()).toEqual({ outcome: 'removed' })
  expect((await post(id, 'cancel')).json()).toMatchObject({ code: 'jobs.gone' })
  expect(await list()).toMatchObject({ jobs: [], counts: [] })
  const trail = await db.selectFrom('audit').select(['action', 'entity_id']).execute()
  expect(trail).toEqual([{ action: 'jobs.cancel', entity_id: id }])
})

test('[S19] a dead job says why, is replayed and discarded; a waiting one is neither', async () => {
  const { queue, db, enqueue, list, post } = await desk()
  const fail = async () => {
    throw new Error(`the plant is closed ${'!'.repeat(500)}`)
  }
  await enqueue(1)
  const stop = await queue.work({ 'platform.prune': fail }, [])
  await expect.poll(async () => (await list('?state=dead')).jobs.length, { timeout: 20_000 }).toBe(1)
  await stop()
  const [{ id, lastError }] = (await list('?state=dead&name=platform.prune')).jobs
  expect(lastError).toMatch(/^the plant is closed/)
  expect(lastError).toHaveLength(400)
  expect((await list('?state=dead&name=platform.backup')).jobs).toEqual([])
  expect((await post(id, 'replay')).json()).toEqual({ outcome: 'waiting' })
  expect((await post(id, 'replay')).json()).toMatchObject({ code: 'jobs.gone' })
  expect((await post(id, 'discard')).json()).toMatchObject({ code: 'jobs.gone' })
  const again = await queue.work({ 'platform.prune': fail }, [])
  await expect.poll(async () => (await list('?state=dead')).jobs.length, { timeout: 20_000 }).toBe(1)
  await again()
  expect((await post(id, 'discard')).json()).toEqual({ outcome: 'removed' })
  expect((await list()).jobs).toEqual([])
  const trail = await db.selectFrom('audit').select('action').orderBy('id').execute()
  expect(trail.map(row => row.action)).toEqual(['jobs.replay', 'jobs.discard'])
})

test.each(['office', 'dispatcher', 'driver', 'accountant', 'customer'])(
  '[S19] %s neither sees jobs nor touches them',
  async role => {
    const { app, enqueue, list, post } = await desk()
    await enqueue(8)
    const [{ id }] = (await list()).jobs
    const headers = { authorization: `Bearer ${role}` }
    expect((await app.inject({ url: '/api/jobs', headers })).statusCode).toBe(403)
    expect((await post(id, 'cancel', role)).statusCode).toBe(403)
  },
)
