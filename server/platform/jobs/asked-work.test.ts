import { randomUUID } from 'node:crypto'
import { uploadList } from '@luckygas/contract/endpoints/deliveries.ts'
import { decideImportConflict } from '@luckygas/contract/endpoints/imports.ts'
import { refused } from '@luckygas/contract/kernel/problem.ts'
import { expect, onTestFinished, test } from 'vitest'
import { makePostgresPubSub } from '../../ports/pubsub/pubsub.postgres.ts'
import { usualPace } from '../../ports/queue/account-jobs.ts'
import { makePostgresQueue } from '../../ports/queue/queue.postgres.ts'
import { send, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { settableClock } from '../clock.ts'
import { byWorkers, downloadRoute, preparedWriteRoute, type ReadContext } from '../http/route.ts'
import { askedJobs } from './answer-asked.ts'
import { makeAskWorkers } from './ask-workers.ts'
import { forgetAskedWork } from './asked-work.store.ts'

const patience = { timeout: 20_000, interval: 20 }
const job = 'forecasting.asked-due-list'

/** A door, and a worker that begins when it is told to; the work is `work`. */
async function office(
  work: (context: ReadContext) => Promise<void> = async () => undefined,
  waitMs = 30_000,
) {
  const { db, connectionString } = await testDatabase()
  const clock = settableClock('2026-11-22T02:00:00Z')
  const pubsub = await makePostgresPubSub(connectionString, () => undefined)
  onTestFinished(() => pubsub.close())
  const failed: string[] = []
  const queue = await makePostgresQueue({
    ...usualPace,
    beatMs: 50,
    awaited: [job],
    db,
    connectionString,
    onJob: (name, result) => void (result === 'done' || failed.push(`${name} ${result}`)),
    onFault: () => undefined,
  })
  const seen: ReadContext[] = []
  const routes = [
    byWorkers(
      job,
      preparedWriteRoute(
        decideImportConflict,
        async context => {
          seen.push(context)
          await work(context)
        },
        async () => ({ ok: true as const }),
      ),
    ),
    byWorkers(
      'imports.upload-list',
      downloadRoute(uploadList, async (_context, { query }) => ({
        contentType: 'text/csv; charset=big5',
        fileName: '上傳清單.csv',
        body: Buffer.from(`${query.from} ${query.to}`),
      })),
    ),
  ]
  const faults: Error[] = []
  const onFault = (error: Error) => void faults.push(error)
  const askWorkers = makeAskWorkers({ db, queue, pubsub, waitMs, onFault })
  const app = await testApp({ db, clock, routes, askWorkers })
  const startWorker = async (publish = pubsub.publish) => {
    const jobs = askedJobs({ db, clock, pubsub: { publish }, onFault }, routes)
    onTestFinished(await queue.work(jobs, []))
  }
  const url = `/api/imports/conflicts/${randomUUID()}/decide`
  const ask = (key: string = randomUUID()) =>
    send(app, 'POST', url, 'manager', { decision: 'keep' }, { 'idempotency-key': key })
  const jobs = async () => (await queue.list(db, { limit: 10 })).map(({ name, state }) => `${name} ${state}`)
  const rows = async () => (await db.selectFrom('asked_work').select(['key', 'settled_at']).execute()).length
  /** Asks over a wire that can be cut. */
  const call = async (key: string) => {
    if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as { port: number }
    const leaving = new AbortController()
    const answer = fetch(`http://127.0.0.1:${port}${url}`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer manager',
        connection: 'close',
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ decision: 'keep' }),
      signal: leaving.signal,
    }).then(
      response => response.json(),
      (error: Error) => error.name,
    )
    return { answer, leave: () => leaving.abort() }
  }
  return { db, queue, app, seen, failed, faults, startWorker, ask, jobs, rows, call }
}

test('[S20] a heavy write waits for a worker, is answered as at the door, and once for its key', async () => {
  const { ask, jobs, seen, startWorker } = await office()
  const key = randomUUID()
  const asked = ask(key)
  await expect.poll(jobs, patience).toEqual([`${job} waiting`])
  expect(seen).toEqual([])
  await startWorker()
  const answer = await asked
  expect([answer.statusCode, answer.json()]).toEqual([200, { ok: true }])
  expect(seen).toMatchObject([{ actor: { role: 'manager' }, today: '2026-11-22' }])
  expect(seen[0]?.job?.signal).toBeInstanceOf(AbortSignal)
  const again = await ask(key)
  expect([again.json(), again.headers['idempotent-replay']]).toEqual([{ ok: true }, 'true'])
  expect(seen).toHaveLength(1)
  await expect.poll(jobs, patience).toEqual([])
})

test('[S20] two who ask for the same at once get the same, and it is done once', async () => {
  const { ask, jobs, seen, startWorker } = await office()
  const key = randomUUID()
  const asked = [ask(key), ask(key)]
  await expect.poll(jobs, patience).toEqual([`${job} waiting`])
  await startWorker()
  expect((await Promise.all(asked)).map(answer => answer.json())).toEqual([{ ok: true }, { ok: true }])
  expect(seen).toHaveLength(1)
})

test('[S20] who asks again for what is being done gets the same end', async () => {
  let end: () => void = () => undefined
  const { ask, seen, startWorker } = await office(() => new Promise(resolve => (end = resolve)))
  await startWorker()
  const key = randomUUID()
  const first = ask(key)
  await expect.poll(() => seen.length, patience).toBe(1)
  const second = ask(key)
  await new Promise(resolve => setTimeout(resolve, 300))
  end()
  expect([(await first).json(), (await second).json()]).toEqual([{ ok: true }, { ok: true }])
  expect(seen).toHaveLength(1)
})

test('[S20] what the work refuses reaches the asker with its code, status and params; nothing is tried again', async () => {
  const { ask, jobs, seen, failed, startWorker } = await office(async () => {
    throw refused('imports.conflict-decided', { status: 422, params: { who: '王' } })
  })
  await startWorker()
  expect((await ask()).json()).toMatchObject({
    kind: 'refused',
    code: 'imports.conflict-decided',
    status: 422,
    params: { who: '王' },
  })
  await expect.poll(jobs, patience).toEqual([])
  expect([seen.length, failed]).toEqual([1, []])
})

test('[S20] a mistake of ours is a defect to the asker at once, counts as a failed job, and is not done again', async () => {
  const { ask, jobs, seen, failed, startWorker } = await office(async () => {
    throw new TypeError('ours')
  })
  await startWorker()
  expect((await ask()).json()).toMatchObject({ kind: 'defect', code: 'platform.defect' })
  await expect.poll(jobs, patience).toEqual([])
  expect([seen.length, failed]).toEqual([1, [`${job} failed`]])
})

test('[S20] who goes away before it has begun takes the work back; who asks for it later keeps it', async () => {
  const { call, jobs, rows, seen, startWorker } = await office()
  const gone = await call(randomUUID())
  await expect.poll(jobs, patience).toEqual([`${job} waiting`])
  gone.leave()
  expect(await gone.answer).toBe('AbortError')
  await expect.poll(jobs, patience).toEqual([])
  expect(await rows()).toBe(0)

  const key = randomUUID()
  const first = await call(key)
  await expect.poll(jobs, patience).toEqual([`${job} waiting`])
  const second = await call(key)
  await new Promise(resolve => setTimeout(resolve, 300))
  first.leave()
  await first.answer
  await startWorker()
  expect(await second.answer).toEqual({ ok: true })
  expect(seen).toHaveLength(1)
})

test('[S20] a wait that runs out says so and the work goes on; the same key asks for its answer', async () => {
  const { ask, jobs, startWorker } = await office(undefined, 200)
  const key = randomUUID()
  const late = await ask(key)
  expect([late.statusCode, late.headers['retry-after']]).toEqual([503, '2'])
  expect(late.json()).toMatchObject({ kind: 'unavailable', code: 'request.still-working', retryAfter: 2 })
  expect(await jobs()).toEqual([`${job} waiting`])
  await startWorker()
  await expect.poll(jobs, patience).toEqual([])
  expect((await ask(key)).json()).toEqual({ ok: true })
})

test('[S20] an answer whose tidings were lost is found all the same', async () => {
  const { ask, faults, startWorker } = await office()
  await startWorker(async () => {
    throw new Error('lost')
  })
  expect((await ask()).json()).toEqual({ ok: true })
  expect(faults.map(({ message }) => message)).toEqual(['lost'])
})

test('[S20] work that somebody stops is refused to its asker', async () => {
  const { ask, db, queue, jobs, failed, startWorker } = await office(
    ({ job: running }) =>
      new Promise((_resolve, reject) => {
        running?.signal.addEventListener('abort', () => reject(running.signal.reason), { once: true })
      }),
  )
  await startWorker()
  const asked = ask()
  await expect.poll(jobs, patience).toEqual([`${job} running`])
  const [running] = await queue.list(db, { limit: 1 })
  // A worker that has taken a job notes a moment later that it runs.
  const cancel = () => db.transaction().execute(tx => queue.cancel(tx, running?.id ?? ''))
  await expect.poll(cancel, patience).toBe('asked')
  const answer = await asked
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'request.cancelled'])
  await expect.poll(jobs, patience).toEqual([])
  expect(failed).toEqual([`${job} cancelled`])
})

test('[S20] a file is made by a worker too, and not kept; what nobody fetched is forgotten in time', async () => {
  const { app, db, rows, startWorker } = await office()
  await startWorker()
  const answer = await app.inject({
    url: '/api/exports/upload-list?from=2026-11-01&to=2026-11-30',
    headers: { authorization: 'Bearer manager' },
  })
  expect([answer.statusCode, answer.body]).toEqual([200, '2026-11-01 2026-11-30'])
  expect(answer.headers['content-type']).toBe('text/csv; charset=big5')
  expect(answer.headers['content-disposition']).toContain(encodeURIComponent('上傳清單.csv'))
  expect(await rows()).toBe(0)

  const old = (key: string, day: string) => ({ key, asker: randomUUID(), asked_at: new Date(day) })
  await db
    .insertInto('asked_work')
    .values([old('old', '2026-10-01'), old('young', '2026-11-20')])
    .execute()
  const request = { db, now: new Date('2026-11-22T00:00:00Z'), signal: new AbortController().signal }
  expect(await forgetAskedWork(request)).toEqual({ asked_work: 1 })
  expect(await rows()).toBe(1)
})
