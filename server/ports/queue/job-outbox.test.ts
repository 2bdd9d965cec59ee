import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../platform/database/database.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import {
  claimJob,
  claimSlot,
  failHeld,
  insertJob,
  type OutboxJob,
  readNow,
  releaseSilent,
  removeHeld,
  type Sending,
  sendAgain,
  settleSending,
  takeDue,
} from './job-outbox.store.ts'
import { startJobRelay } from './job-relay.ts'
import { outboxDesk } from './outbox-desk.ts'

const name = 'platform.prune'
const worker = 'worker-1'
const request = { names: [name], window: 100, limit: 100, leaseMs: 60_000 }

async function outbox() {
  const { db } = await testDatabase()
  const insert = (job: Partial<OutboxJob> = {}) =>
    db
      .transaction()
      .execute(tx =>
        insertJob(tx, { name, key: null, payload: {}, priority: 0, runAt: null, maxAttempts: 2, ...job }),
      )
  const states = async () => (await outboxDesk.list(db, { limit: 50 })).map(job => job.state)
  return { db, insert, states }
}

/** Sends and claims the one job that is due. */
async function takeOne(db: Database): Promise<Sending> {
  const [due] = await takeDue(db, request)
  if (!due) throw new Error('nothing is due')
  await settleSending(db, [due], [])
  expect(await claimJob(db, due, worker)).toEqual({ payload: {} })
  return due
}
const makeDue = (db: Database) => sql`update job_outbox set run_at = now()`.execute(db)

test('[S19] what is due is taken once, the most urgent first, and what failed to be sent again at once', async () => {
  const { db, insert } = await outbox()
  for (const priority of [10, 0, -10]) await insert({ priority })
  await insert({ runAt: new Date('2999-01-01') })
  const due = await takeDue(db, request)
  expect(due.map(job => job.priority)).toEqual([-10, 0, 10])
  expect(await takeDue(db, request)).toEqual([])
  await settleSending(db, due.slice(0, 1), due.slice(1))
  expect((await takeDue(db, request)).map(job => job.priority)).toEqual([0, 10])
})

test('[S19] of a kind only so many lie with the broker, and what it lost is sent again', async () => {
  const { db, insert } = await outbox()
  for (let time = 0; time < 3; time += 1) await insert()
  const first = await takeDue(db, { ...request, limit: 2 })
  await settleSending(db, first, [])
  expect(await takeDue(db, { ...request, window: 2 })).toEqual([])
  await sendAgain(db, 0)
  expect(await takeDue(db, request)).toHaveLength(3)
})

test('[S19] a message that comes twice, and one of a replaced job, find nothing to do', async () => {
  const { db, insert, states } = await outbox()
  await insert({ key: 'same' })
  const [old] = await takeDue(db, request)
  await insert({ key: 'same' })
  if (!old) throw new Error('nothing is due')
  expect(await claimJob(db, old, worker)).toBeUndefined()
  const job = await takeOne(db)
  expect(job).toMatchObject({ id: old.id, revision: 1 })
  expect(await claimJob(db, job, 'worker-2')).toBeUndefined()
  await removeHeld(db, { id: job.id, worker })
  expect(await claimJob(db, job, worker)).toBeUndefined()
  expect(await states()).toEqual([])
})

test('[S20] of a key one runs and the next waits; the older that fails gives way to the newer', async () => {
  const { db, insert, states } = await outbox()
  await insert({ key: 'same' })
  const first = await takeOne(db)
  await insert({ key: 'same' })
  const [second] = await takeDue(db, request)
  if (!second) throw new Error('nothing is due')
  expect(await claimJob(db, second, 'worker-2')).toBeUndefined()
  await failHeld(db, { id: first.id, worker }, 'no')
  expect(await states()).toEqual(['waiting'])
  await makeDue(db)
  expect(await takeOne(db)).toMatchObject({ id: second.id })
})

test('[S19] a job that fails waits longer, is dead after its last attempt, and is replayed or discarded', async () => {
  const { db, insert, states } = await outbox()
  await insert()
  for (const expected of ['waiting', 'dead']) {
    await makeDue(db)
    const { id } = await takeOne(db)
    await failHeld(db, { id, worker }, 'no gas')
    expect(await states()).toEqual([expected])
  }
  const [dead] = await outboxDesk.list(db, { state: 'dead', limit: 5 })
  expect(dead).toMatchObject({ attempts: 2, lastError: 'no gas', priority: 'normal' })
  const id = dead?.id ?? ''
  const desk = (act: 'replay' | 'discard', of = id) => db.transaction().execute(tx => outboxDesk[act](tx, of))
  expect(await desk('replay', '17')).toBe(false)
  expect(await desk('replay')).toBe(true)
  expect(await desk('replay')).toBe(false)
  expect(await desk('discard')).toBe(false)
  await sql`update job_outbox set is_dead = true`.execute(db)
  expect(await desk('discard', 'nonsense')).toBe(false)
  expect(await desk('discard')).toBe(true)
  expect(await states()).toEqual([])
})

test('[S20] a silent worker’s job waits again at once, one that was to be cancelled goes, and its own word counts no more', async () => {
  const { db, insert, states } = await outbox()
  const cancel = (id: string) => db.transaction().execute(tx => outboxDesk.cancel(tx, id))
  await insert()
  const lost = await takeOne(db)
  await insert()
  const unwanted = await takeOne(db)
  expect(await cancel(unwanted.id)).toBe('asked')
  expect(await releaseSilent(db, 3_600_000)).toBe(0)
  expect(await releaseSilent(db, 0)).toBe(2)
  expect(await states()).toEqual(['waiting'])
  await removeHeld(db, { id: lost.id, worker })
  expect(await states()).toEqual(['waiting'])
  expect(await cancel(lost.id)).toBe('removed')
  expect(await cancel(lost.id)).toBe(false)
})

test('[S20] a slot of the timetable is claimed once; a job new to it begins with the next', async () => {
  const { db } = await outbox()
  const claim = (slot: Date) => db.transaction().execute(tx => claimSlot(tx, name, slot))
  const now = await readNow(db)
  const next = new Date(now.getTime() + 60_000)
  expect(await claim(now)).toBe(false)
  expect(await Promise.all([claim(next), claim(next), claim(next)])).toEqual(
    expect.arrayContaining([true, false, false]),
  )
  expect(await claim(next)).toBe(false)
})

test('[S19] two relays send each job once, and again what the broker did not take', async () => {
  const { db, insert } = await outbox()
  for (let time = 0; time < 20; time += 1) await insert()
  const sent: string[] = []
  const faults: string[] = []
  let refusals = 1
  const relay = () =>
    startJobRelay({
      db,
      names: [name],
      publish: async job => {
        refusals -= 1
        if (refusals >= 0) throw new Error('no broker')
        sent.push(job.id)
      },
      onFault: error => faults.push(error.message),
    })
  for (const each of [relay(), relay()]) {
    each.poke()
    onTestFinished(each.stop)
  }
  await expect.poll(() => sent.length, { timeout: 15_000 }).toBe(20)
  expect(new Set(sent).size).toBe(20)
  expect(faults).toEqual(['no broker'])
})
