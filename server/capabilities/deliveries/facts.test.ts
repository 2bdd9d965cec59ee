import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Day, dayFixture } from '../../testkit/delivery-day.ts'
import { cashOf, findings, holds, stateOf } from '../../testkit/ledger-figures.ts'
import { get, send } from '../../testkit/test-app.ts'
import { decide, kindsOf, type TestStop } from '../../testkit/test-phone.ts'

const three = (stops: TestStop[]) => stops as [TestStop, TestStop, TestStop]
const countOf = async (
  { db }: Day,
  table: 'driver_command' | 'delivery' | 'cylinder_movement' | 'conflict',
) => (await db.selectFrom(table).select('id').execute()).length
const openConflicts = async ({ app }: Day) =>
  (await get(app, '/api/conflicts', 'office')).json().conflicts as {
    id: string
    kind: string
    choices: string[]
    driverName: string
    shortName: string
  }[]

test('[C3] [F2] the same command any number of times, under any key, posts once and answers the same', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, a, app, db } = day
  const [one] = three(stopsA)
  await phoneA.send(phoneA.loadOut())
  const command = phoneA.deliver(one, { payment: 'short', amountPaidNtd: '1000' })
  const first = await phoneA.send(command)
  expect(kindsOf(first)).toEqual(['credit-not-agreed'])
  expect(await phoneA.send(command)).toEqual(first)
  const otherKey = await send(app, 'POST', '/api/driver/commands', a.token, command)
  expect(otherKey.json()).toEqual(first)
  expect(await Promise.all([phoneA.send(command), phoneA.send(command)])).toEqual([first, first])
  expect([await countOf(day, 'driver_command'), await countOf(day, 'delivery')]).toEqual([2, 1])
  expect(await cashOf(db, 'driver', a.id)).toBe(1000)
  const changed = await send(app, 'POST', '/api/driver/commands', a.token, { ...command, amountPaidNtd: '5' })
  expect(changed.json().code).toBe('idempotency.key-reused')
  const stolen = await send(app, 'POST', '/api/driver/commands', day.b.token, command)
  expect(stolen.json().code).toBe('idempotency.key-reused')
})

test('[C3] [F2] forty sends at once of one command, each under its own key, are one delivery', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, a, app } = day
  const command = phoneA.deliver(three(stopsA)[0])
  const replies = await Promise.all(
    Array.from({ length: 40 }, () => send(app, 'POST', '/api/driver/commands', a.token, command)),
  )
  expect(new Set(replies.map(reply => reply.body)).size).toBe(1)
  expect([await countOf(day, 'delivery'), await countOf(day, 'cylinder_movement')]).toEqual([1, 3])
})

test('[F2] a place in the phone’s order belongs to one command; what arrives out of order still posts', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA } = day
  const [one, two] = three(stopsA)
  const load = phoneA.loadOut()
  const deliver = phoneA.deliver(one)
  const arrive = phoneA.arrive(one)
  expect(kindsOf(await phoneA.send(deliver))).toEqual(['truck-stock-negative'])
  await phoneA.send(arrive)
  expect(await stateOf(day.db, 'stop', one.id)).toBe('done')
  await phoneA.send(load)
  expect(await holds(day.db, 'truck', day.a.vehicleId)).toBe('4/2')
  const reused = { ...phoneA.deliver(two), deviceSequence: deliver.deviceSequence }
  expect((await phoneA.send(reused)).code).toBe('deliveries.sequence-reused')
  expect(await findings(day.db)).toEqual([])
})

test('[F2] an undo that overtakes its delivery leaves both facts and nothing in the books', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, db, a } = day
  const [one] = three(stopsA)
  await phoneA.send(phoneA.loadOut())
  const deliver = phoneA.deliver(one)
  const undo = phoneA.undo(one, deliver.deliveryId)
  expect(kindsOf(await phoneA.send(undo))).toEqual(['undo-of-unknown'])
  expect(await phoneA.send(deliver)).toEqual({ outcome: 'posted', conflicts: [] })
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['6/0', 0])
  expect(await stateOf(db, 'stop', one.id)).toBe('arrived')
  expect(await findings(db)).toEqual([])
})

test('[F2] a cancelled stop that was delivered all the same posts; the office keeps it or takes it back', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, db, app, a } = day
  const [one, two] = three(stopsA)
  await phoneA.send(phoneA.loadOut())
  await db.updateTable('stop').set({ state: 'cancelled' }).where('id', 'in', [one.id, two.id]).execute()
  const answers = [await phoneA.send(phoneA.deliver(one)), await phoneA.send(phoneA.deliver(two))]
  expect(answers.map(kindsOf)).toEqual([['stop-cancelled'], ['stop-cancelled']])
  expect(await stateOf(db, 'stop', one.id)).toBe('done')
  const [first, second] = await openConflicts(day)
  expect(first).toMatchObject({
    kind: 'stop-cancelled',
    choices: ['keep', 'void'],
    driverName: '司機A',
    shortName: '店1',
  })
  expect((await decide(app, first?.id ?? '', 'keep')).body.decision).toBe('keep')
  expect((await decide(app, second?.id ?? '', 'void')).body.decision).toBe('void')
  expect((await decide(app, second?.id ?? '', 'void')).body.code).toBe('deliveries.conflict-decided')
  expect((await decide(app, first?.id ?? '', 'eat-it', 2)).body.code).toBe('deliveries.decision-not-offered')
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['4/2', 1720])
  expect(await openConflicts(day)).toEqual([])
  expect(await findings(db)).toEqual([])
})

test('[F2] a stop that went to another driver: both deliveries post, and the office voids one of them exactly', async () => {
  const day = await dayFixture()
  const { phoneA, phoneB, stopsA, db, app, a, b } = day
  const [one] = three(stopsA)
  await db
    .updateTable('stop')
    .set({ run_id: b.runId, published_run_id: b.runId })
    .where('id', '=', one.id)
    .execute()
  await phoneA.send(phoneA.loadOut({ reason: '多帶' }))
  await phoneB.send(phoneB.loadOut({ full: { '20': 8 } }))
  expect(kindsOf(await phoneA.send(phoneA.fail(one)))).toEqual(['stop-reassigned'])
  expect(await stateOf(db, 'stop', one.id)).toBe('published')
  expect(kindsOf(await phoneA.send(phoneA.deliver(one)))).toEqual(['stop-reassigned'])
  expect(kindsOf(await phoneB.send(phoneB.deliver(one)))).toEqual(['already-delivered'])
  expect([await holds(db, 'site', one.siteId), await cashOf(db, 'site', one.siteId)]).toEqual(['0', 0])
  expect([await cashOf(db, 'driver', a.id), await cashOf(db, 'driver', b.id)]).toEqual([1720, 1720])
  const twice = (await openConflicts(day)).find(conflict => conflict.kind === 'already-delivered')
  expect((await decide(app, twice?.id ?? '', 'void-earlier')).status).toBe(200)
  expect([await cashOf(db, 'driver', a.id), await cashOf(db, 'driver', b.id)]).toEqual([0, 1720])
  expect([await holds(db, 'truck', a.vehicleId), await holds(db, 'truck', b.vehicleId)]).toEqual([
    '6/0',
    '6/2',
  ])
  expect(await stateOf(db, 'stop', one.id)).toBe('done')
  // The question about the voided delivery closed with it; the one about the failure is left.
  expect((await openConflicts(day)).map(conflict => conflict.kind)).toEqual(['stop-reassigned'])
  const events = await db.selectFrom('outbox_event').select(['stream', 'kind']).execute()
  expect(events).toContainEqual({ stream: `driver:${b.id}`, kind: 'driver-day.changed' })
  expect(events).toContainEqual({ stream: `office:${day.depotId}`, kind: 'conflict.opened' })
  expect(await findings(db)).toEqual([])
})

test('[F2] a wrong clock is believed no further than it can be, and asked about once', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, db, clock } = day
  const [one, two] = three(stopsA)
  await phoneA.send(phoneA.loadOut())
  const deviceAt = '2031-01-01T00:00:00.000Z'
  expect(kindsOf(await phoneA.send(phoneA.deliver(one, { deviceAt })))).toEqual(['clock-wrong'])
  expect(kindsOf(await phoneA.send(phoneA.deliver(two, { deviceAt })))).toEqual([])
  const rows = await db.selectFrom('delivery').select(['occurred_at', 'business_date']).execute()
  const ago = rows.map(row => clock.now().getTime() - row.occurred_at.getTime())
  expect(ago.every(ms => ms >= 0 && ms < 1000)).toBe(true)
  const commands = await db
    .selectFrom('driver_command')
    .select('device_at')
    .where('kind', '=', 'deliver')
    .execute()
  expect(commands[0]?.device_at.toISOString()).toBe(deviceAt)
})

test('[F4] an amount that differs is charged by our prices until the office accepts the phone’s', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, db, app } = day
  const [one, two] = three(stopsA)
  await phoneA.send(phoneA.loadOut())
  const cheap = { amountDueNtd: '1600', amountPaidNtd: '1600' }
  const first = phoneA.deliver(one, cheap)
  expect(kindsOf(await phoneA.send(first))).toEqual(['amount-differs'])
  await phoneA.send(phoneA.deliver(two, cheap))
  expect([await cashOf(db, 'site', one.siteId), await cashOf(db, 'site', two.siteId)]).toEqual([120, 120])
  const [a, b] = await openConflicts(day)
  await decide(app, a?.id ?? '', 'accept-phone')
  await decide(app, b?.id ?? '', 'keep-ours')
  expect([await cashOf(db, 'site', one.siteId), await cashOf(db, 'site', two.siteId)]).toEqual([0, 120])
  expect(await findings(db)).toEqual([])
  // Taken back afterwards, the correction goes with it.
  await phoneA.send(phoneA.undo(one, first.deliveryId))
  expect([await cashOf(db, 'site', one.siteId), await cashOf(db, 'sales', null)]).toEqual([0, -1720])
  expect(await findings(db)).toEqual([])
})

test('[F4] missing empties are owed until the office writes them off; a deposit covers them', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, db, app } = day
  const [one, two] = three(stopsA)
  await phoneA.send(phoneA.loadOut())
  const short = phoneA.deliver(one, { lines: [{ product: '20', fullOut: 2, emptyIn: 1 }] })
  expect(kindsOf(await phoneA.send(short))).toEqual(['empties-short'])
  expect(await holds(db, 'site', one.siteId)).toBe('1')
  const [conflict] = await openConflicts(day)
  await decide(app, conflict?.id ?? '', 'write-off')
  expect([await holds(db, 'site', one.siteId), await holds(db, 'lost', null)]).toEqual(['0', '1'])
  const deposit = phoneA.deliver(two, {
    lines: [{ product: '20', fullOut: 2, emptyIn: 1, depositsTaken: 1 }],
    amountDueNtd: '3220',
    amountPaidNtd: '3220',
  })
  expect(await phoneA.send(deposit)).toEqual({ outcome: 'posted', conflicts: [] })
  expect(await cashOf(db, 'deposit', two.siteId)).toBe(-1500)
  expect(await findings(db)).toEqual([])
})

test('[F1] a meter that ran backwards is kept and asked about; a typing error is struck out', async () => {
  const day = await dayFixture()
  const { phoneA, stopsA, db, app, clock } = day
  const [one, two] = three(stopsA)
  await phoneA.send(phoneA.loadOut())
  const reading = (milliUnits: number, meterId = one.meterId) => ({
    readingId: randomUUID(),
    meterId,
    milliUnits,
  })
  await phoneA.send(phoneA.deliver(one, { meter: reading(5000) }))
  clock.advanceMs(60_000)
  const again = phoneA.deliver(one, { meter: reading(400) })
  expect(kindsOf(await phoneA.send(again))).toEqual(['already-delivered', 'meter-backwards'])
  expect(kindsOf(await phoneA.send(phoneA.deliver(two, { meter: reading(1, randomUUID()) })))).toContain(
    'meter-backwards',
  )
  const backwards = (await openConflicts(day)).find(conflict => conflict.kind === 'meter-backwards')
  await decide(app, backwards?.id ?? '', 'typing-error')
  const rows = await db.selectFrom('meter_reading').select('milli_units').execute()
  expect(rows).toEqual([{ milli_units: 5000n }])
})

test('[F2] what names nothing is refused: an unknown run, an unknown stop, a person who does not drive', async () => {
  const { phoneA, stopsA, app } = await dayFixture()
  const [one] = three(stopsA)
  expect((await phoneA.send({ ...phoneA.loadOut(), runId: randomUUID() })).code).toBe(
    'deliveries.run-not-found',
  )
  expect((await phoneA.send(phoneA.deliver(one, { stopId: randomUUID() }))).code).toBe(
    'deliveries.stop-not-found',
  )
  const stranger = await send(app, 'POST', '/api/driver/commands', 'driver', phoneA.loadOut())
  expect(stranger.json().code).toBe('deliveries.not-a-driver')
  expect((await send(app, 'POST', '/api/driver/commands', 'office', phoneA.loadOut())).statusCode).toBe(403)
})
