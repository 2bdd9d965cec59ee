import { expect, test } from 'vitest'
import type { DriverCommandInput } from '../../../contract/messages/driver-commands.ts'
import { dayFixture } from '../../testkit/delivery-day.ts'
import { cashOf, findings, holds, stateOf } from '../../testkit/ledger-figures.ts'
import { get, send } from '../../testkit/test-app.ts'
import { today } from '../../testkit/test-phone.ts'

/**
 * Commands exactly as app version 1 wrote them, byte by byte but for the ids of this test's day. A phone may keep one
 * for a day and send it to a newer server, so these shapes stay valid; nobody may edit them to make a test pass.
 */
const frozen = (ids: Record<'run' | 'stop' | 'other' | 'meter', string>): string[] => {
  const base = (n: number) =>
    `"id":"0199f000-0000-7000-8000-00000000000${n}","deviceId":"0199f000-0000-7000-8000-0000000000aa","deviceSequence":${n},"deviceAt":"2026-11-23T00:0${n}:00.000Z","clockOffsetMs":0,"businessDate":"2026-11-23","runId":"${ids.run}"`
  const delivery = '0199f000-0000-7000-8000-0000000000d1'
  return [
    `{"kind":"vehicle_check",${base(1)},"items":[{"item":"tyres","isOk":true,"note":""},{"item":"no_leak","isOk":true,"note":""}],"odometerKm":null}`,
    `{"kind":"load_out",${base(2)},"trip":1,"full":{"20":6},"returnedFull":{},"returnedEmpty":{},"reason":""}`,
    `{"kind":"arrive",${base(3)},"stopId":"${ids.stop}","point":null}`,
    `{"kind":"deliver",${base(4)},"stopId":"${ids.stop}","deliveryId":"${delivery}","lines":[{"product":"20","fullOut":2,"emptyIn":2,"depositsTaken":0}],"residuals":[],"meter":null,"payment":"cash","amountDueNtd":"1720","amountPaidNtd":"1720","recipient":"","note":"","files":[]}`,
    `{"kind":"undo",${base(5)},"stopId":"${ids.stop}","deliveryId":"${delivery}","reason":"司機打錯"}`,
    `{"kind":"deliver",${base(6)},"stopId":"${ids.stop}","deliveryId":"0199f000-0000-7000-8000-0000000000d2","lines":[{"product":"20","fullOut":2,"emptyIn":1,"depositsTaken":1}],"residuals":[{"id":"0199f000-0000-7000-8000-0000000000e1","cylinderType":"20","grossGrams":19700,"tareGrams":17500}],"meter":{"readingId":"0199f000-0000-7000-8000-0000000000e2","meterId":"${ids.meter}","milliUnits":12000},"payment":"cash","amountDueNtd":"3125","amountPaidNtd":"3125","recipient":"","note":"","files":[{"fileId":"0199f000-0000-7000-8000-0000000000f1","purpose":"signature"}]}`,
    `{"kind":"fail",${base(7)},"stopId":"${ids.other}","deliveryId":"0199f000-0000-7000-8000-0000000000d3","reason":"absent","note":"","files":[]}`,
    `{"kind":"close_day",${base(8)},"dayCloseId":"0199f000-0000-7000-8000-0000000000c1","denominations":{"1000":3,"100":1,"10":2,"5":1},"countedCashNtd":"3125","counted":[{"cylinderType":"20","full":4,"empty":1}],"reason":"","signatureFileId":null}`,
  ]
}

test('[P2] [F2] an app one version behind still syncs its whole day', async () => {
  const day = await dayFixture()
  const { app, a, db, stopsA, clock } = day
  const [one, two] = stopsA
  if (!one || !two) throw new Error('the day has stops')
  clock.advanceMs(60 * 60_000)
  for (const text of frozen({ run: a.runId, stop: one.id, other: two.id, meter: one.meterId })) {
    const command = JSON.parse(text) as DriverCommandInput
    const headers = { 'idempotency-key': command.id }
    const reply = await send(app, 'POST', '/api/driver/commands', a.token, command, headers)
    expect([command.kind, reply.json()]).toEqual([command.kind, { outcome: 'posted', conflicts: [] }])
  }
  expect(await stateOf(db, 'run', a.runId)).toBe('closed')
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['0/0', 0])
  expect(await findings(db)).toEqual([])
})

test('[P2] [C1] [F2] an app one version behind serves a stop that is paid by the month and one that only fetches empties', async () => {
  const { app, a, db, stopsA, clock } = await dayFixture()
  const [one, two] = stopsA
  if (!one || !two) throw new Error('the day has stops')
  clock.advanceMs(60 * 60_000)
  await db.updateTable('sales_order').set({ payment: 'monthly' }).where('id', '=', one.orderId).execute()
  const counts = { full_out: 0, empty_in: 2 }
  await db.updateTable('stop_line').set(counts).where('stop_id', '=', two.id).execute()
  const { stops } = (await get(app, `/api/driver/day?date=${today}`, a.token)).json()
  // That app knows settlements only: it shows the first as 月結 and asks nothing for the second.
  expect([stops[0].settlement, stops[0].needsSignature, stops[1].amountDueNtd]).toEqual([
    'monthly',
    true,
    '0',
  ])
  const base = (n: number, stop: string) =>
    `"id":"0199f000-0000-7000-8000-00000000000${n}","deviceId":"0199f000-0000-7000-8000-0000000000aa","deviceSequence":${n},"deviceAt":"2026-11-23T00:0${n}:00.000Z","clockOffsetMs":0,"businessDate":"2026-11-23","runId":"${a.runId}","stopId":"${stop}","deliveryId":"0199f000-0000-7000-8000-0000000000d${n}"`
  const texts = [
    `{"kind":"deliver",${base(1, one.id)},"lines":[{"product":"20","fullOut":2,"emptyIn":2,"depositsTaken":0}],"residuals":[],"meter":null,"payment":"monthly","amountDueNtd":"1720","amountPaidNtd":"0","recipient":"","note":"","files":[]}`,
    `{"kind":"deliver",${base(2, two.id)},"lines":[{"product":"20","fullOut":0,"emptyIn":2,"depositsTaken":0}],"residuals":[],"meter":null,"payment":"none","amountDueNtd":"0","amountPaidNtd":"0","recipient":"","note":"","files":[]}`,
  ]
  for (const text of texts) {
    const command = JSON.parse(text) as DriverCommandInput
    const headers = { 'idempotency-key': command.id }
    const reply = (await send(app, 'POST', '/api/driver/commands', a.token, command, headers)).json()
    // The truck of this day left without a load that anybody reported.
    const kinds = reply.conflicts.map((conflict: { kind: string }) => conflict.kind)
    expect(kinds.filter((kind: string) => kind !== 'truck-stock-negative')).toEqual([])
  }
  expect(await cashOf(db, 'site', one.siteId)).toBe(1720)
  expect(await findings(db)).toEqual([])
})

test('[P2] [F2] an app one version behind reads the day: everything it was built on is still there', async () => {
  const { app, a } = await dayFixture()
  const day = (await get(app, `/api/driver/day?date=${today}`, a.token)).json()
  const { run, stops } = day
  expect(Object.keys(day)).toEqual(
    expect.arrayContaining(['date', 'serverNow', 'driver', 'company', 'gpsIntervalSeconds', 'prices']),
  )
  expect(Object.keys(run)).toEqual(
    expect.arrayContaining(
      'id state version startMinute endMinute vehicle depot loads loadedTrips onTruck cashInHandNtd isVehicleChecked'.split(
        ' ',
      ),
    ),
  )
  expect(Object.keys(stops[0])).toEqual(
    expect.arrayContaining(
      'id trip position state version customerCode shortName address point isPointCoarse floor hasLift gateCode contactName accessNote phones doorPhotoFileId windows arriveMinute etaAt reason note priority areas changeoverModel lines settlement billingMethod amountDueNtd meter expectsResidual needsSignature delivery'.split(
        ' ',
      ),
    ),
  )
})
