import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { settableClock } from '../platform/clock.ts'
import { openDataFolder } from '../platform/data-folder/data-folder.ts'
import type { Route } from '../platform/http/route.ts'
import { makeAskWorkers } from '../platform/jobs/ask-workers.ts'
import { get, send, testApp } from '../testkit/test-app.ts'
import { foundTestCompany } from '../testkit/test-company.ts'
import { testDatabase } from '../testkit/test-database.ts'
import { awaitedJobs } from './job-limits.ts'
import { openSystem } from './wiring.ts'

const [today, tomorrow, dayAfter] = ['2026-11-22', '2026-11-23', '2026-11-24']
const clock = settableClock(`${today}T02:00:00Z`)
const logger = pino({ level: 'silent' })

/** The program once more, as another process would open it. */
async function system(connectionString: string) {
  const path = mkdtempSync(join(tmpdir(), 'luckygas-heavy-'))
  const opened = await openSystem({ connectionString, dataFolder: openDataFolder(path), logger, clock })
  onTestFinished(async () => {
    await opened.close()
    rmSync(path, { recursive: true, force: true })
  })
  return opened
}

/** A route that must not be answered here. */
const elsewhere = (route: Route): Route => {
  const refuse = async () => {
    throw new Error(`${route.endpoint.id} was done in the process that answers`)
  }
  return route.job ? { ...route, ...(route.prepare && { prepare: refuse }), handle: refuse } : route
}

/** A door that does nothing heavy, and a worker beside it. */
async function apart() {
  const { db, connectionString } = await testDatabase()
  const company = await foundTestCompany(db, { drivers: 2, sites: 6 })
  const api = await system(connectionString)
  const worker = await system(connectionString)
  const askWorkers = makeAskWorkers({ ...api, onFault: () => undefined })
  const app = await testApp({ db: api.db, clock, routes: api.routes.map(elsewhere), askWorkers })
  onTestFinished(await worker.queue.work(worker.jobs, []))
  const as = (role: string) => `${role}@${company.depotId}`
  const post = (role: string, url: string, body: unknown) => send(app, 'POST', url, as(role), body)
  return { company, api, app, as, post }
}

test('[S20] due list, plan and upload list are made by the worker, and answered as ever', async () => {
  const { company, api, app, as, post } = await apart()
  // What is left to workers has hands of its own in each of them.
  expect(api.routes.flatMap(route => route.job ?? []).sort()).toEqual([...awaitedJobs].sort())
  for (const { id } of company.sites.slice(0, 4)) {
    const lines = [{ product: '20', quantity: 2 }]
    const order = { id: randomUUID(), siteId: id, requestedOn: tomorrow, lines }
    expect((await post('office', '/api/orders', order)).statusCode).toBe(200)
  }
  const list = await post('office', '/api/due-list/build', { date: tomorrow })
  expect(list.json()).toMatchObject({ date: tomorrow, counts: { new_order: 4 } })
  expect((await post('office', '/api/due-list/build', { date: '2026-11-21' })).json()).toMatchObject({
    status: 409,
    code: 'forecasting.date-past',
  })
  expect((await post('office', '/api/due-list/send', { date: tomorrow })).statusCode).toBe(200)

  const { version } = (await get(app, `/api/plans/${tomorrow}`, as('dispatcher'))).json()
  const build = (date: string, seen: number) =>
    post('dispatcher', `/api/plans/${date}/build`, { seconds: 0.2, version: seen })
  const board = (await build(tomorrow, version)).json()
  expect(board.stops.map((stop: { state: string }) => stop.state)).toEqual(Array(4).fill('planned'))
  expect(board.version).toBeGreaterThan(version)
  expect((await build(tomorrow, version)).json()).toMatchObject({ status: 409, params: { kind: 'build' } })
  expect((await build(dayAfter, 0)).json()).toMatchObject({ status: 409, code: 'dispatch.no-stops' })

  const upload = (to: string) => get(app, `/api/exports/upload-list?from=${today}&to=${to}`, as('office'))
  const file = await upload(tomorrow)
  expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'text/csv; charset=big5'])
  expect(file.rawPayload.length).toBeGreaterThan(40)
  expect((await upload('2027-11-22')).json()).toMatchObject({ code: 'imports.range-too-long', status: 422 })
})
