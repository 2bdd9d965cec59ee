import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { DriverDay } from '../../../contract/messages/driver-commands.ts'
import { dayFixture } from '../../testkit/delivery-day.ts'
import { cashOf, findings, holds, stateOf } from '../../testkit/ledger-figures.ts'
import { get } from '../../testkit/test-app.ts'
import { kindsOf, today } from '../../testkit/test-phone.ts'

const dayOf = async (day: Awaited<ReturnType<typeof dayFixture>>, token: string) =>
  (await get(day.app, `/api/driver/day?date=${today}`, token)).json() as DriverDay

test('[F1] [F4] a whole day: load, deliver, fail, correct, close; books, stops and orders agree to the cylinder and the dollar', async () => {
  const day = await dayFixture()
  const { db, phoneA, a, stopsA, depotId, clock } = day
  const [one, two, three] = stopsA as [(typeof stopsA)[0], (typeof stopsA)[0], (typeof stopsA)[0]]
  const atStart = await dayOf(day, a.token)
  expect(atStart.run).toMatchObject({
    state: 'published',
    loads: [{ trip: 1, full: { '20': 6 }, gasGrams: 120_000 }],
    loadedTrips: [],
    onTruck: [],
    cashInHandNtd: '0',
    isVehicleChecked: false,
    vehicle: { plate: 'TST-A', maxGasGrams: null, papersAboveGasGrams: 50_000 },
  })
  expect(atStart.stops.map(stop => [stop.customerCode, stop.amountDueNtd, stop.state])).toEqual([
    ['1400001', '1720', 'published'],
    ['1400002', '1720', 'published'],
    ['1400003', '1720', 'published'],
  ])

  expect(await phoneA.send(phoneA.check(true))).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await phoneA.send(phoneA.loadOut())).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await stateOf(db, 'run', a.runId)).toBe('loaded')
  expect(await stateOf(db, 'sales_order', one.orderId)).toBe('en_route')
  expect(await holds(db, 'truck', a.vehicleId)).toBe('6/0')
  expect(await holds(db, 'depot', depotId)).toBe('194/20')

  clock.advanceMs(30 * 60_000)
  await phoneA.send(phoneA.arrive(one, { point: { latitude: 22.75, longitude: 121.15 } }))
  expect(await stateOf(db, 'stop', one.id)).toBe('arrived')
  const wrong = phoneA.deliver(one)
  expect(await phoneA.send(wrong)).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await holds(db, 'site', one.siteId)).toBe('0')
  expect(await holds(db, 'truck', a.vehicleId)).toBe('4/2')
  expect(await cashOf(db, 'driver', a.id)).toBe(1720)
  expect(await stateOf(db, 'sales_order', one.orderId)).toBe('delivered')

  // 打錯了，改這站: only one went in, with a residual of 2.2 kg of a 20 kg cylinder credited.
  expect(await phoneA.send(phoneA.undo(one, wrong.deliveryId))).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await stateOf(db, 'stop', one.id)).toBe('arrived')
  expect(await stateOf(db, 'sales_order', one.orderId)).toBe('en_route')
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['6/0', 0])
  const right = phoneA.deliver(one, {
    lines: [{ product: '20', fullOut: 1, emptyIn: 1 }],
    residuals: [{ id: crypto.randomUUID(), cylinderType: '20', grossGrams: 19_700, tareGrams: 17_500 }],
    meter: { readingId: crypto.randomUUID(), meterId: one.meterId, milliUnits: 12_000 },
    amountDueNtd: '765',
    amountPaidNtd: '765',
  })
  expect(await phoneA.send(right)).toEqual({ outcome: 'posted', conflicts: [] })
  await phoneA.send(phoneA.deliver(two))
  expect(await phoneA.send(phoneA.fail(three))).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await stateOf(db, 'sales_order', three.orderId)).toBe('failed')

  const later = await dayOf(day, a.token)
  expect(later.run).toMatchObject({
    state: 'loaded',
    loadedTrips: [1],
    onTruck: [{ cylinderType: '20', full: 3, empty: 3 }],
    cashInHandNtd: '2485',
    isVehicleChecked: true,
  })
  expect(later.stops[0]?.delivery).toMatchObject({
    id: right.deliveryId,
    amountPaidNtd: '765',
    lines: [{ product: '20', fullOut: 1, emptyIn: 1 }],
  })
  expect(later.stops[0]).toMatchObject({ meter: { lastMilliUnits: 12_000 }, expectsResidual: true })
  expect(later.stops[2]?.delivery?.outcome).toBe('failed')

  clock.advanceMs(8 * 3_600_000)
  const close = phoneA.close({ countedCashNtd: '2485', counted: [{ cylinderType: '20', full: 3, empty: 3 }] })
  expect(await phoneA.send(close)).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await stateOf(db, 'run', a.runId)).toBe('closed')
  expect(await holds(db, 'truck', a.vehicleId)).toBe('0/0')
  expect(await holds(db, 'depot', depotId)).toBe('197/23')
  expect([await cashOf(db, 'driver', a.id), await cashOf(db, 'depot', depotId)]).toEqual([0, 2485])
  const closes = (await get(day.app, `/api/day-closes?date=${today}`, 'office')).json()
  expect(closes.closes).toMatchObject([
    { status: 'agreed', dueCashNtd: '2485', varianceCashNtd: '0', isCylinderVariance: false, plate: 'TST-A' },
  ])
  expect(closes.open).toMatchObject([{ letter: 'B', state: 'published', done: 0, total: 3 }])
  expect(await findings(db)).toEqual([])
})

test('[L2] the upload list has one line a delivery that stands, with the sixteen products', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, db } = day
  const [one, two, three] = stopsA as [(typeof stopsA)[0], (typeof stopsA)[0], (typeof stopsA)[0]]
  await phoneA.send(phoneA.loadOut())
  await phoneA.send(phoneA.deliver(one))
  const undone = phoneA.deliver(two)
  await phoneA.send(undone)
  await phoneA.send(phoneA.undo(two, undone.deliveryId))
  await phoneA.send(phoneA.fail(three))
  const list = await day.deliveries.readDeliveriesForUploadList(db, today, today)
  expect(list).toEqual([
    {
      code: '1400001',
      salesperson: '司機A',
      date: today,
      minute: 8 * 60 + 10,
      quantities: expect.objectContaining({ '20': 2, '50': 0, F50: 0 }),
    },
  ])
  expect(Object.keys(list[0]?.quantities ?? {})).toHaveLength(16)
  expect(await day.deliveries.readDeliveriesForUploadList(db, '2026-11-24', '2026-11-30')).toEqual([])
})

test('[F4] a vehicle that is not safe and a load that does not fit its stops are asked about, never refused', async () => {
  const { phoneA, db, depotId } = await dayFixture()
  expect(kindsOf(await phoneA.send(phoneA.check(false)))).toEqual(['vehicle-unsafe'])
  expect(kindsOf(await phoneA.send(phoneA.loadOut({ full: { '20': 4 } })))).toEqual(['load-differs'])
  // The missing two follow: what is aboard now covers the trip.
  expect(kindsOf(await phoneA.send(phoneA.loadOut({ full: { '20': 2 } })))).toEqual([])
  expect(kindsOf(await phoneA.send(phoneA.loadOut({ full: { '20': 1 }, reason: '備用' })))).toEqual([])
  expect(kindsOf(await phoneA.send(phoneA.loadOut({ full: { '16': 101 } })))).toEqual([
    'depot-stock-negative',
    'load-differs',
  ])
  expect(await holds(db, 'depot', depotId, '16')).toBe('-1/0')
})

test('[F4] [G1] back at the depot within a trip: more fulls, or only unloading, each counted once', async () => {
  const day = await dayFixture()
  const { phoneA, db, depotId, a } = day
  const visit = (purpose: 'more' | 'unload') => ({ id: randomUUID(), purpose })
  await phoneA.send(phoneA.loadOut({ full: { '20': 4 }, reason: '站上沒有' }))
  const more = phoneA.loadOut({ full: { '20': 3 }, depotVisit: visit('more') })
  // Seven aboard for six, and nobody said why.
  expect(kindsOf(await phoneA.send(more))).toEqual(['load-differs'])
  await phoneA.send(more)
  expect(await holds(db, 'truck', a.vehicleId)).toBe('7/0')
  const unload = phoneA.loadOut({
    full: {},
    returnedFull: { '20': 1 },
    depotVisit: visit('unload'),
  })
  expect(await phoneA.send(unload)).toEqual({ outcome: 'posted', conflicts: [] })
  expect([await holds(db, 'truck', a.vehicleId), await holds(db, 'depot', depotId)]).toEqual([
    '6/0',
    expect.stringMatching(/^194\//),
  ])
  expect((await dayOf(day, a.token)).run).toMatchObject({
    loadedTrips: [1],
    depotVisits: [more, unload].map(load => 'depotVisit' in load && load.depotVisit?.id),
  })
  expect(await findings(db)).toEqual([])
})

test('[F4] unloading before the trip is loaded does not begin the trip', async () => {
  const day = await dayFixture()
  const { phoneA, db, a } = day
  const depotVisit = { id: randomUUID(), purpose: 'unload' as const }
  await phoneA.send(phoneA.loadOut({ full: {}, depotVisit }))
  expect(await stateOf(db, 'run', a.runId)).toBe('published')
  const { run } = await dayOf(day, a.token)
  expect(run?.loadedTrips).toEqual([])
})

test('[F1] only a driver has a driver’s day, and a day without a run is an empty one', async () => {
  const day = await dayFixture()
  expect((await get(day.app, '/api/driver/day', 'driver')).json().code).toBe('deliveries.not-a-driver')
  expect((await get(day.app, '/api/driver/day', 'office')).statusCode).toBe(403)
  const other = (await get(day.app, '/api/driver/day?date=2026-11-24', day.a.token)).json() as DriverDay
  expect([other.run, other.stops]).toEqual([null, []])
})
