import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addDays } from '../../../contract/kernel/dates.ts'
import type { Actor } from '../../platform/actor.ts'
import { get, send, testActor, testApp } from '../../testkit/test-app.ts'
import { readParameters } from '../admin/admin.api.ts'
import { keepPlausible, secondsToWait } from './position.rules.ts'
import { prepareDays } from './prepare-days.action.ts'
import { ensurePositionPartition, makeTracking } from './tracking.api.ts'
import { trackingDay } from './tracking.fixture.ts'

const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 10, 23, 0, minute, second)).toISOString()
const fix = (deviceAt: string, latitude = 22.75) => ({
  deviceAt,
  latitude,
  longitude: 121.15,
  accuracyMetres: 8,
})

async function fixture() {
  const day = await trackingDay()
  const published: { channel: string; message: string }[] = []
  const driver: Actor = { ...testActor('driver'), driverId: day.driverId, depotId: day.depotId }
  const tracking = makeTracking({
    db: day.db,
    clock: day.clock,
    dispatch: day.dispatch,
    names: day.names,
    readParameters,
    pubsub: {
      publish: async (channel, message) => {
        published.push({ channel, message })
      },
    },
    onFault: error => {
      throw error
    },
  })
  const app = await testApp({
    db: day.db,
    clock: day.clock,
    routes: tracking.routes,
    authenticate: async token => (token === 'driver' ? driver : testActor('office', day.depotId)),
  })
  const report = (fixes: unknown[]) =>
    send(app, 'POST', '/api/driver/positions', 'driver', { runId: null, fixes })
  return { ...day, app, report, published }
}

test('[F3] fixes are kept with the phone’s own time, once each, and the newest place is shown and published', async () => {
  const { db, report, published, app, driverId, clock } = await fixture()
  clock.set(at(10))
  expect((await report([fix(at(8), 22.76), fix(at(7), 22.75)])).json()).toEqual({ stored: 2 })
  clock.set(at(11))
  expect((await report([fix(at(8), 22.76), fix(at(9), 22.77)])).json()).toEqual({ stored: 1 })
  const rows = await db
    .selectFrom('position')
    .select(['device_at', 'received_at', 'day'])
    .orderBy('device_at')
    .execute()
  expect(rows.map(row => row.device_at.toISOString())).toEqual([at(7), at(8), at(9)])
  expect(rows[2]?.received_at.toISOString()).toBe(at(11))
  const { drivers } = (await get(app, '/api/tracking?date=2026-11-23', 'office')).json()
  expect(drivers).toMatchObject([
    {
      driverId,
      point: { latitude: 22.77 },
      deviceAt: at(9),
      receivedAt: at(11),
      done: 0,
      total: 2,
      next: '店1',
    },
  ])
  expect(published.map(({ channel, message }) => [channel, JSON.parse(message)])).toEqual([
    ['luckygas_positions', { driverId, latitude: 22.76, longitude: 121.15, deviceAt: at(8) }],
    ['luckygas_positions', { driverId, latitude: 22.77, longitude: 121.15, deviceAt: at(9) }],
  ])
})

test('[F3] a driver’s requests come at most every 15 seconds, also when many come at once', async () => {
  const { report, clock, db } = await fixture()
  clock.set(at(10))
  const flood = await Promise.all(Array.from({ length: 12 }, (_, index) => report([fix(at(9, index))])))
  expect(flood.filter(reply => reply.statusCode === 200)).toHaveLength(1)
  const refused = flood.find(reply => reply.statusCode === 429)
  expect(refused?.json()).toMatchObject({ code: 'tracking.too-often', retryAfter: 15 })
  expect(refused?.headers['retry-after']).toBe('15')
  clock.set(at(10, 9))
  expect((await report([fix(at(10))])).json().retryAfter).toBe(6)
  clock.set(at(10, 15))
  expect((await report([fix(at(10))])).statusCode).toBe(200)
  expect(await db.selectFrom('position').select('device_at').execute()).toHaveLength(2)
})

test('[F3] two thousand fixes of a day without signal come in one request and land on their own days', async () => {
  const { report, clock, db } = await fixture()
  clock.set('2026-11-23T20:00:00Z')
  const fixes = Array.from({ length: 2000 }, (_, index) =>
    fix(new Date(Date.UTC(2026, 10, 23, 4, 0, index * 20)).toISOString()),
  )
  expect((await report(fixes)).json()).toEqual({ stored: 2000 })
  const { rows } = await sql<{
    name: string
    fixes: bigint
  }>`select tableoid::regclass::text as name, count(*) as fixes
    from position group by 1 order by 1`.execute(db)
  expect(rows).toEqual([{ name: 'position_20261123', fixes: 2000n }])
  expect((await report([...fixes, fix(at(1))])).statusCode).toBe(400)
})

test('[F3] a fix from another year is left out; one from a fast clock never blocks the later ones', async () => {
  const { report, clock, app } = await fixture()
  clock.set(at(10))
  expect((await report([fix('2031-01-01T00:00:00Z')])).json()).toEqual({ stored: 0 })
  expect((await report([fix(at(30), 22.8)])).json()).toEqual({ stored: 1 })
  clock.set(at(11))
  await report([fix(at(11), 22.81)])
  const { drivers } = (await get(app, '/api/tracking?date=2026-11-23', 'office')).json()
  expect(drivers[0].point.latitude).toBe(22.81)
  expect(keepPlausible([fix(at(1)), fix(at(1))], new Date(at(2)))).toHaveLength(1)
  expect(secondsToWait(new Date(at(1)), new Date(at(1, 14)), 15)).toBe(0)
  expect(secondsToWait(new Date(at(1)), new Date(at(1, 3)), 15)).toBe(12)
})

test('[F3] each day has its partition; rows that were early move over, and days beyond retention are dropped', async () => {
  const { db, clock } = await fixture()
  const early = sql`insert into position (driver_id, device_at, received_at, day, latitude, longitude)
    values (gen_random_uuid(), now(), now(), '2026-11-24', 22, 121), (gen_random_uuid(), now(), now(), '2026-04-01', 22, 121)`
  await early.execute(db)
  await db.transaction().execute(tx => ensurePositionPartition(tx, '2026-03-01'))
  await prepareDays({ db, clock })
  await prepareDays({ db, clock })
  const { rows } = await sql<{ name: string }>`select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'position'::regclass order by 1`.execute(db)
  const days = [0, 1, 2].map(ahead => `position_${addDays('2026-11-23', ahead).replaceAll('-', '')}`)
  expect(rows.map(row => row.name)).toEqual([...days, 'position_default'])
  const kept = await sql<{ name: string }>`select tableoid::regclass::text as name from position`.execute(db)
  expect(kept.rows).toEqual([{ name: 'position_20261124' }])
  const makers = Array.from({ length: 6 }, () =>
    db.transaction().execute(tx => ensurePositionPartition(tx, '2026-12-01')),
  )
  expect((await Promise.all(makers)).filter(Boolean)).toHaveLength(1)
})
