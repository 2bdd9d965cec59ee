import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { send } from '../testkit/test-app.ts'
import { openTestDoor } from '../testkit/test-door.ts'
import { watchDisk } from './disk-watch.ts'

const MiB = 1024 ** 2
const photo = () => ({
  id: randomUUID(),
  purpose: 'photo',
  contentType: 'image/jpeg',
  sizeBytes: 1_000,
  sha256: 'a'.repeat(64),
})

test('[P5] on a full disk photos and imports wait with disk.full while customers and orders go on, and it opens again by itself', async () => {
  const { app, system, signIn } = await openTestDoor()
  const free = { bytes: 500 * MiB }
  const watch = watchDisk({
    folder: '/',
    db: system.db,
    clock: system.clock,
    metrics: system.metrics,
    logger: system.logger,
    readFreeBytes: async () => free.bytes,
  })
  onTestFinished(() => watch.stop())
  system.disk.stop()
  // The same watch as the door's, on a disk that the test fills and empties.
  system.disk.admit = watch.admit
  system.disk.read = watch.read
  const token = await signIn('office')
  const declare = () => send(app, 'POST', '/api/files', token, photo())
  const refusal = await declare()
  expect([refusal.statusCode, refusal.json().code, refusal.json().kind]).toEqual([
    507,
    'disk.full',
    'unavailable',
  ])
  expect(refusal.headers['retry-after']).toBe('60')
  await expect(watch.admit('imports.start')).rejects.toThrow('disk.full')
  await expect(watch.admit('orders.create')).resolves.toBeUndefined()
  const customer = {
    id: randomUUID(),
    siteId: randomUUID(),
    shortName: '滿碟商號',
    kind: 'commercial',
    address: '臺東縣臺東市中山路 1 號',
  }
  expect((await send(app, 'POST', '/api/customers', token, customer)).statusCode).toBe(200)
  expect(await (await app.inject({ url: '/metrics' })).payload).toContain('luckygas_disk_refusing 1')
  free.bytes = 3_000 * MiB
  const later = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000)
  onTestFinished(() => later.mockRestore())
  expect((await watch.read()).state).toBe('low')
  expect((await declare()).statusCode).toBe(200)
})

test('[P5] limits that could not be read because the database was away are read at the next look', async () => {
  const { system } = await openTestDoor()
  system.disk.stop()
  const database = { isAway: true }
  const db = new Proxy(system.db, {
    get: (real, name) => {
      const value = Reflect.get(real, name)
      if (database.isAway) return undefined
      return typeof value === 'function' ? value.bind(real) : value
    },
  })
  for (const [name, mebibytes] of [
    ['disk.warn-mebibytes', 200],
    ['disk.refuse-mebibytes', 100],
  ])
    await sql`insert into parameter (name, effective_from, value, source)
      values (${name}, '2001-01-01', ${JSON.stringify(mebibytes)}, 'test')`.execute(system.db)
  const { clock, metrics, logger } = system
  const readFreeBytes = async () => 500 * MiB
  const watch = watchDisk({ folder: '/', db, clock, metrics, logger, readFreeBytes })
  onTestFinished(() => watch.stop())
  expect((await watch.read()).state).toBe('full')
  database.isAway = false
  const later = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 6_000)
  onTestFinished(() => later.mockRestore())
  expect((await watch.read()).state).toBe('ample')
})
