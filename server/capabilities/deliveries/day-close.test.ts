import { expect, test } from 'vitest'
import { type Day, dayFixture } from '../../testkit/delivery-day.ts'
import { cashOf, findings, holds } from '../../testkit/ledger-figures.ts'
import { get, send, testActor } from '../../testkit/test-app.ts'
import { decide, drawnSignature, kindsOf, type TestStop, today } from '../../testkit/test-phone.ts'

const [none, two] = [[], [{ cylinderType: '20' as const, full: 4, empty: 2 }]]

async function afterOneDelivery() {
  const day = await dayFixture()
  const [one, next] = day.stopsA as [TestStop, TestStop]
  await day.phoneA.send(day.phoneA.loadOut())
  await day.phoneA.send(day.phoneA.deliver(one))
  return { ...day, one, next }
}
const closeOf = async ({ app }: Pick<Day, 'app'>) =>
  (await get(app, `/api/day-closes?date=${today}`, 'office')).json().closes[0]
const openConflict = async ({ app }: Pick<Day, 'app'>) =>
  (await get(app, '/api/conflicts', 'office')).json().conflicts[0]

test('[F4] a variance waits for a signature; signing moves it out of truck and hand, once', async () => {
  const day = await afterOneDelivery()
  const { phoneA, app, db, a, depotId } = day
  const counted = [{ cylinderType: '20' as const, full: 3, empty: 3 }]
  await phoneA.send(phoneA.close({ countedCashNtd: '1700', counted, reason: '少收二十' }))
  const close = await closeOf(day)
  expect(close).toMatchObject({
    status: 'awaiting_signature',
    dueCashNtd: '1720',
    varianceCashNtd: '-20',
    isCylinderVariance: true,
    cylinders: [{ cylinderType: '20', fullDue: 4, fullCounted: 3, emptyDue: 2, emptyCounted: 3 }],
  })
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['1/-1', 20])
  const signatureFileId = await drawnSignature(db, testActor('accountant', depotId).id, day.clock.now())
  const sign = (version: number) =>
    send(app, 'POST', `/api/day-closes/${close.id}/sign`, 'accountant', {
      note: '已確認',
      version,
      signatureFileId,
    })
  expect((await sign(9)).json().code).toBe('request.stale-version')
  const signed = await sign(1)
  expect(signed.json()).toMatchObject({ status: 'signed', signatureNote: '已確認', version: 2 })
  expect((await sign(2)).json().code).toBe('deliveries.nothing-to-sign')
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['0/0', 0])
  // One full counted as an empty is still one cylinder: nothing is lost.
  expect([await holds(db, 'lost', null), await holds(db, 'depot', depotId)]).toEqual(['0', '197/23'])
  expect(await cashOf(db, 'variance', a.id)).toBe(20)
  expect(await findings(db)).toEqual([])
  const audit = await db.selectFrom('audit').select('action').where('entity_id', '=', close.id).execute()
  expect(audit).toEqual([{ action: 'day-close.sign' }])
})

test('[F4] a difference that nobody has signed yet is not due again on the next day', async () => {
  const day = await afterOneDelivery()
  const { phoneA, a, db } = day
  await phoneA.send(phoneA.close({ countedCashNtd: '1000', counted: none }))
  const snapshot = (await get(day.app, `/api/driver/day?date=${today}`, a.token)).json()
  expect(snapshot.run).toMatchObject({ cashInHandNtd: '0', state: 'closed' })
  expect(
    snapshot.run.onTruck.filter((row: { full: number; empty: number }) => row.full || row.empty),
  ).toEqual([])
  expect(await cashOf(db, 'driver', a.id)).toBe(720)
})

test('[F4] a second count changes nothing by itself; the office may use it instead of the first', async () => {
  const day = await afterOneDelivery()
  const { phoneA, app, db, a } = day
  await phoneA.send(phoneA.close({ countedCashNtd: '1000', counted: none }))
  const recount = phoneA.close({ countedCashNtd: '1720', counted: two })
  expect(kindsOf(await phoneA.send(recount))).toEqual(['run-closed'])
  const conflict = await openConflict(day)
  expect(conflict.choices).toEqual(['use-recount', 'keep-first-count'])
  expect((await decide(app, conflict.id, 'use-recount')).status).toBe(200)
  expect(await closeOf(day)).toMatchObject({
    status: 'agreed',
    countedCashNtd: '1720',
    varianceCashNtd: '0',
    version: 2,
  })
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['0/0', 0])
  expect(await findings(db)).toEqual([])
})

test('[F2] a delivery reported after the close posts as a correction dated today, and goes where the office says', async () => {
  const day = await afterOneDelivery()
  const { phoneA, app, db, a, next, depotId, clock } = day
  await phoneA.send(phoneA.close({ countedCashNtd: '1720', counted: two }))
  clock.set('2026-11-24T01:00:00Z')
  const late = phoneA.deliver(next, { deviceAt: '2026-11-23T08:00:00.000Z' })
  expect(kindsOf(await phoneA.send(late))).toEqual(['run-closed'])
  const movement = await db
    .selectFrom('cylinder_movement')
    .select(['business_date', 'occurred_at', 'reason'])
    .where('source_id', '=', late.deliveryId)
    .where('kind', '=', 'deliver')
    .executeTakeFirstOrThrow()
  expect(movement.business_date).toBe('2026-11-24')
  expect(movement.occurred_at.toISOString()).toBe('2026-11-23T08:00:00.000Z')
  expect(movement.reason).not.toBe('')
  const delivery = await db
    .selectFrom('delivery')
    .select('business_date')
    .where('id', '=', late.deliveryId)
    .executeTakeFirst()
  expect(delivery?.business_date).toBe(today)
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['-2/2', 1720])
  const conflict = (await get(app, '/api/conflicts', 'office'))
    .json()
    .conflicts.find((row: { kind: string }) => row.kind === 'run-closed')
  expect(conflict.choices).toEqual(['settle-to-depot', 'settle-against-variance', 'carry-over', 'void'])
  expect((await decide(app, conflict.id, 'settle-to-depot')).status).toBe(200)
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['0/0', 0])
  expect([await holds(db, 'depot', depotId), await cashOf(db, 'depot', depotId)]).toEqual(['196/24', 3440])
  // Taken back after all that, the undo is late too, and settling it returns everything.
  expect(kindsOf(await phoneA.send(phoneA.undo(next, late.deliveryId)))).toEqual(['run-closed'])
  const undo = (await get(app, '/api/conflicts', 'office'))
    .json()
    .conflicts.find((row: { kind: string }) => row.kind === 'run-closed')
  expect((await decide(app, undo.id, 'settle-to-depot')).status).toBe(200)
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['0/0', 0])
  expect([await holds(db, 'depot', depotId), await cashOf(db, 'depot', depotId)]).toEqual(['198/22', 1720])
  expect(await findings(db)).toEqual([])
})

test('[F2] a late delivery explains the variance that was signed without it', async () => {
  const day = await afterOneDelivery()
  const { phoneA, app, db, a, next } = day
  // He had already delivered the second stop when he counted, but that fact was still on another phone.
  const counted = [{ cylinderType: '20' as const, full: 2, empty: 4 }]
  await phoneA.send(phoneA.close({ countedCashNtd: '3440', counted }))
  const close = await closeOf(day)
  const signatureFileId = await drawnSignature(db, testActor('manager', day.depotId).id, day.clock.now())
  const body = { note: '待查', version: 1, signatureFileId }
  await send(app, 'POST', `/api/day-closes/${close.id}/sign`, 'manager', body)
  expect([await holds(db, 'lost', null), await cashOf(db, 'variance', a.id)]).toEqual(['0', -1720])
  await phoneA.send(phoneA.deliver(next))
  const conflict = (await get(app, '/api/conflicts', 'office'))
    .json()
    .conflicts.find((row: { kind: string }) => row.kind === 'run-closed')
  await decide(app, conflict.id, 'settle-against-variance')
  expect([await holds(db, 'lost', null), await cashOf(db, 'variance', a.id)]).toEqual(['0', 0])
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['0/0', 0])
  expect(await findings(db)).toEqual([])
})
