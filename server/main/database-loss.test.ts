import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerFrame } from '@luckygas/contract/messages/live.ts'
import { officeStream } from '@luckygas/contract/messages/live.ts'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { systemActor } from '../platform/actor.ts'
import { migrate } from '../platform/database/migrate.ts'
import { runWrite } from '../platform/database/write.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/embedded-postgres.ts'
import { get, send } from '../testkit/test-app.ts'
import { openTestDoor } from '../testkit/test-door.ts'

/** A PostgreSQL of the test's own that can be stopped and started again on the same port. */
async function stoppablePostgres() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'luckygas-loss-'))
  const start = () => startEmbeddedPostgres({ dataFolder, isThrowAway: true })
  let running = await start()
  onTestFinished(async () => {
    await running.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  })
  await migrate(running.connectionString)
  return {
    connectionString: running.connectionString,
    stop: () => running.stop(),
    start: async () => {
      running = await start()
    },
  }
}

test('[S9] without its database the program is alive but not ready, says so to callers, and goes on where it was', {
  timeout: 90_000,
}, async () => {
  const postgres = await stoppablePostgres()
  const { app, system, signIn, origin, depotId } = await openTestDoor(postgres)
  const token = await signIn('office')
  const health = async (name: string) => (await app.inject({ url: `/health/${name}` })).statusCode
  const order = () => send(app, 'POST', '/api/orders', token, {})

  const heard: string[] = []
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/live`)
  onTestFinished(() => socket.terminate())
  socket.on('message', data => {
    const frame = JSON.parse(String(data)) as ServerFrame
    heard.push(frame.type === 'event' ? frame.entityId : frame.type)
  })
  socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', accessToken: token, resume: {} })))
  await expect.poll(() => heard).toEqual(['welcome'])

  await postgres.stop()
  await expect.poll(() => health('ready')).toBe(503)
  expect((await app.inject({ url: '/health/ready' })).json()).toEqual({
    status: 'not-ready',
    reasons: ['database'],
  })
  expect(await Promise.all([health('live'), health('startup')])).toEqual([200, 200])
  const login = app.inject({ method: 'POST', url: '/api/auth/login', payload: { login: 'x', password: 'y' } })
  for (const answer of [await get(app, '/api/me', token), await order(), await login]) {
    expect(answer.json()).toMatchObject({ kind: 'unavailable', code: 'database.unavailable', retryAfter: 2 })
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
  }

  await postgres.start()
  await expect.poll(() => health('ready'), { timeout: 20_000 }).toBe(200)
  expect((await get(app, '/api/me', token)).statusCode).toBe(200)
  expect((await order()).statusCode).toBe(400)
  // The relay, the socket of before and the jobs take up their work by themselves.
  await runWrite(system, { actor: systemActor, traceId: 't' }, context =>
    context.announce({ stream: officeStream(depotId), kind: 'orders.changed', entityId: 'after' }),
  )
  await expect.poll(() => heard.at(-1), { timeout: 20_000 }).toBe('after')
  await system.db.transaction().execute(tx => system.queue.enqueue(tx, 'platform.prune', {}))
  const jobs = () => system.metrics.registry.getSingleMetricAsString('luckygas_jobs_total')
  await expect.poll(jobs, { timeout: 30_000 }).toContain('job="platform.prune",result="done"')
})
