import { expect, test } from 'vitest'
import type { DriverDay } from '../../../contract/messages/driver-commands.ts'
import { type Day, dayFixture } from '../../testkit/delivery-day.ts'
import { cashOf, findings, holds } from '../../testkit/ledger-figures.ts'
import { get, send, testActor } from '../../testkit/test-app.ts'
import { decide, drawnSignature, kindsOf, type TestStop, today } from '../../testkit/test-phone.ts'

const counted = [{ cylinderType: '20' as const, full: 4, empty: 2 }]

async function afterOneDelivery() {
  const day = await dayFixture()
  const [one, next] = day.stopsA as [TestStop, TestStop]
  await day.phoneA.send(day.phoneA.loadOut())
  await day.phoneA.send(day.phoneA.deliver(one))
  return { ...day, one, next }
}
const closesOf = async ({ app }: Pick<Day, 'app'>) =>
  (await get(app, `/api/day-closes?date=${today}`, 'office')).json().closes
const runOf = async (day: Day) =>
  ((await get(day.app, `/api/driver/day?date=${today}`, day.a.token)).json() as DriverDay).run
const signatureOf = (day: Pick<Day, 'db' | 'clock' | 'depotId' | 'actors'>, who: string) =>
  drawnSignature(
    day.db,
    (day.actors.get(who) ?? testActor(who as Parameters<typeof testActor>[0], day.depotId)).id,
    day.clock.now(),
  )
/** Signs with a picture of the receiver's own, unless the test gives another or none. */
const sign = async (
  day: Day,
  close: { id: string; version: number },
  who = 'office',
  body: { note?: string; signatureFileId?: string | null } = {},
) =>
  send(day.app, 'POST', `/api/day-closes/${close.id}/sign`, who, {
    version: close.version,
    signatureFileId: await signatureOf(day, who),
    ...body,
  })
const reopen = (day: Pick<Day, 'app'>, close: { id: string; version: number }, who = 'manager') =>
  send(day.app, 'POST', `/api/day-closes/${close.id}/reopen`, who, {
    version: close.version,
    reason: '漏點一疊千元鈔',
  })

test('[F4] a close that agrees is received by a second person too, without a note, and the driver sees by whom', async () => {
  const day = await afterOneDelivery()
  const pieces = { '1000': 1, '500': 1, '100': 2, '10': 2 }
  await day.phoneA.send(day.phoneA.close({ countedCashNtd: '1720', counted, denominations: pieces }))
  const [close] = await closesOf(day)
  expect(close).toMatchObject({ status: 'agreed', needsManager: false, denominations: pieces })
  expect(await runOf(day)).toMatchObject({
    dayClose: { status: 'agreed', countedCashNtd: '1720', receivedBy: null },
    reopenReason: null,
  })
  const signatureFileId = await signatureOf(day, 'office')
  const signed = await sign(day, close, 'office', { signatureFileId })
  expect(signed.json()).toMatchObject({ status: 'signed', receivedSignatureFileId: signatureFileId })
  expect((await runOf(day))?.dayClose).toMatchObject({ status: 'signed', varianceCashNtd: '0' })
  expect((await sign(day, signed.json())).json().code).toBe('deliveries.nothing-to-sign')
  expect(await findings(day.db)).toEqual([])
})

test('[F4] a difference needs a note, and one over the limit a manager', async () => {
  const day = await afterOneDelivery()
  await day.phoneA.send(day.phoneA.close({ countedCashNtd: '1219', counted, reason: '不知道' }))
  const [close] = await closesOf(day)
  expect(close).toMatchObject({ status: 'awaiting_signature', varianceCashNtd: '-501', needsManager: true })
  expect((await sign(day, close, 'manager')).json().code).toBe('deliveries.note-missing')
  const refused = await sign(day, close, 'office', { note: '待查' })
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'deliveries.manager-must-sign'])
  expect((await sign(day, close, 'manager', { note: '由薪資扣回' })).statusCode).toBe(200)
  expect(await cashOf(day.db, 'variance', day.a.id)).toBe(501)
})

test('[F4] a difference is received only with a signature of the receiver’s own that has arrived', async () => {
  const day = await afterOneDelivery()
  await day.phoneA.send(day.phoneA.close({ countedCashNtd: '1700', counted, reason: '找錯錢' }))
  const [close] = await closesOf(day)
  const halfSent = await signatureOf(day, 'office')
  await day.db.updateTable('file_object').set({ completed_at: null }).where('id', '=', halfSent).execute()
  const pictures = [null, crypto.randomUUID(), await signatureOf(day, 'manager'), halfSent]
  for (const signatureFileId of pictures) {
    const refused = await sign(day, close, 'office', { note: '已核對', signatureFileId })
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'deliveries.signature-missing'])
  }
  expect((await sign(day, close, 'office', { note: '已核對' })).statusCode).toBe(200)
})

test('[F4] whoever drove does not receive his own count', async () => {
  const day = await afterOneDelivery()
  await day.phoneA.send(day.phoneA.close({ countedCashNtd: '1720', counted }))
  const [close] = await closesOf(day)
  const driver = await day.db
    .selectFrom('driver')
    .select('user_id')
    .where('id', '=', day.a.id)
    .executeTakeFirstOrThrow()
  day.actors.set('both', {
    id: driver.user_id,
    role: 'manager',
    name: '兼任',
    depotId: day.depotId,
    driverId: day.a.id,
  })
  expect((await sign(day, close, 'both')).json().code).toBe('deliveries.own-close')
})

test('[F4] [G1] a day opened again returns everything to truck and hand, with its reason, and is closed anew', async () => {
  const day = await afterOneDelivery()
  const { phoneA, db, a, depotId, next } = day
  await phoneA.send(phoneA.close({ countedCashNtd: '1500', counted, reason: '不知道' }))
  const [close] = await closesOf(day)
  await sign(day, close, 'manager', { note: '先收' })
  expect((await reopen(day, { ...close, version: 2 }, 'office')).statusCode).toBe(403)
  expect((await reopen(day, close)).json().code).toBe('request.stale-version')
  const opened = await reopen(day, { ...close, version: 2 })
  expect(opened.json()).toMatchObject({ status: 'reopened', reopenReason: '漏點一疊千元鈔', version: 3 })
  expect((await reopen(day, opened.json())).json().code).toBe('deliveries.nothing-to-reopen')
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['4/2', 1720])
  expect([await cashOf(db, 'depot', depotId), await cashOf(db, 'variance', a.id)]).toEqual([0, 0])
  expect(await runOf(day)).toMatchObject({
    state: 'loaded',
    dayClose: null,
    reopenReason: '漏點一疊千元鈔',
    cashInHandNtd: '1720',
  })
  // On the road again: what he reports now is the day's own, not a correction.
  expect(kindsOf(await phoneA.send(phoneA.deliver(next)))).toEqual([])
  const second = phoneA.close({
    countedCashNtd: '3440',
    counted: [{ cylinderType: '20', full: 2, empty: 4 }],
  })
  expect(kindsOf(await phoneA.send(second))).toEqual([])
  expect((await closesOf(day)).map((row: { status: string }) => row.status)).toEqual(['reopened', 'agreed'])
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'depot', depotId)]).toEqual(['0/0', 3440])
  expect(await findings(db)).toEqual([])
  const audit = await db
    .selectFrom('audit')
    .select(['action', 'reason'])
    .where('entity_id', '=', close.id)
    .where('action', '=', 'day-close.reopen')
    .execute()
  expect(audit).toEqual([{ action: 'day-close.reopen', reason: '漏點一疊千元鈔' }])
})

test('[F4] [F2] what comes in after the close is listed on it with its decision, and opening again takes its settlement back', async () => {
  const day = await afterOneDelivery()
  const { phoneA, db, a, depotId, next, clock, app } = day
  await phoneA.send(phoneA.close({ countedCashNtd: '1720', counted }))
  clock.advanceMs(60_000)
  await phoneA.send(phoneA.deliver(next))
  const [close] = await closesOf(day)
  expect(close.corrections).toMatchObject([
    { kind: 'deliver', shortName: '店2', decision: null, isOpen: true },
  ])
  expect((await reopen(day, close)).json()).toMatchObject({
    code: 'deliveries.conflicts-open',
    params: { count: 1 },
  })
  const conflict = (await get(app, '/api/conflicts', 'office'))
    .json()
    .conflicts.find((row: { kind: string }) => row.kind === 'run-closed')
  await decide(app, conflict.id, 'settle-to-depot')
  const [settled] = await closesOf(day)
  expect(settled.corrections).toMatchObject([{ decision: 'settle-to-depot', isOpen: false }])
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'depot', depotId)]).toEqual(['0/0', 3440])
  await reopen(day, settled)
  expect([await holds(db, 'truck', a.vehicleId), await cashOf(db, 'driver', a.id)]).toEqual(['2/4', 3440])
  expect([await cashOf(db, 'depot', depotId), await findings(db)]).toEqual([0, []])
})

test('[F4] signing, opening again and a recount at the same moment: one wins, the books stay even', async () => {
  const day = await afterOneDelivery()
  const { phoneA, db, a } = day
  await phoneA.send(phoneA.close({ countedCashNtd: '1620', counted, reason: '找錯錢' }))
  const [close] = await closesOf(day)
  const [signed, opened, late] = await Promise.all([
    sign(day, close, 'manager', { note: '先收' }),
    reopen(day, close),
    phoneA.send(phoneA.close({ countedCashNtd: '1720', counted })),
  ])
  const won = [signed, opened].filter(answer => answer.statusCode === 200)
  expect(won.length).toBeLessThanOrEqual(1)
  const isOpened = opened.statusCode === 200
  if (!isOpened && signed.statusCode !== 200) expect(kindsOf(late)).toEqual(['run-closed'])
  expect(await holds(db, 'truck', a.vehicleId)).toMatch(/^(0\/0|4\/2)$/)
  expect(await findings(db)).toEqual([])
})

test('[F4] closes that nobody has received are counted on every other day', async () => {
  const day = await afterOneDelivery()
  await day.phoneA.send(day.phoneA.close({ countedCashNtd: '1720', counted }))
  const list = async (date: string, who = 'office') =>
    (await get(day.app, `/api/day-closes?date=${date}`, who)).json().unreceived
  expect(await list('2026-11-24')).toEqual([{ businessDate: today, count: 1 }])
  expect(await list(today)).toEqual([])
  const [close] = await closesOf(day)
  await sign(day, close)
  expect(await list('2026-11-24')).toEqual([])
})
