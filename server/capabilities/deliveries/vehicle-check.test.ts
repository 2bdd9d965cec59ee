import { expect, test } from 'vitest'
import type { DriverDay } from '../../../contract/messages/driver-commands.ts'
import { vehicleCheckItems } from '../../../contract/messages/driver-commands.ts'
import { type Day, dayFixture } from '../../testkit/delivery-day.ts'
import { get } from '../../testkit/test-app.ts'
import { decide, kindsOf, today } from '../../testkit/test-phone.ts'
import { blockingFaults } from './vehicle-check.rules.ts'

const runOf = async (day: Day) =>
  ((await get(day.app, `/api/driver/day?date=${today}`, day.a.token)).json() as DriverDay).run
const walk = (day: Day, faults: Record<string, string>) => ({
  ...day.phoneA.check(true),
  items: vehicleCheckItems.map(item => ({ item, isOk: !(item in faults), note: faults[item] ?? '' })),
})
const unsafe = async (day: Day) =>
  (await get(day.app, '/api/conflicts', 'office'))
    .json()
    .conflicts.find((row: { kind: string }) => row.kind === 'vehicle-unsafe')

test('[F4] the list of the day reaches the phone, and the first list of every phone is part of it', async () => {
  const day = await dayFixture()
  const run = await runOf(day)
  expect(run?.checkItems?.map(item => item.code)).toEqual(vehicleCheckItems)
  expect(run?.checkItems?.[0]).toEqual({
    code: 'tyres',
    label: '輪胎',
    labelEn: 'Tyres',
    effect: 'block',
    needsPhoto: true,
  })
  // From tomorrow lights are no longer asked, and something new is.
  await day.db
    .updateTable('vehicle_check_item')
    .set({ effective_to: today })
    .where('code', '=', 'lights')
    .execute()
  await day.db
    .insertInto('vehicle_check_item')
    .values({
      code: 'dashcam',
      effective_from: today,
      label: '行車紀錄器',
      label_en: 'Dash camera',
      effect: 'warn',
      sort: 9,
      source: 'test',
    })
    .execute()
  const codes = (await runOf(day))?.checkItems?.map(item => item.code)
  expect(codes).not.toContain('lights')
  expect(codes?.at(-1)).toBe('dashcam')
})

test('[F4] a fault that blocks holds the vehicle until it is checked anew without it', async () => {
  const day = await dayFixture()
  const photo = { fileId: crypto.randomUUID(), purpose: 'photo' as const }
  const first = { ...walk(day, { brakes: '偏軟', lights: '左後不亮' }), files: [photo] }
  expect(kindsOf(await day.phoneA.send(first))).toEqual(['vehicle-unsafe'])
  expect(await runOf(day)).toMatchObject({ isVehicleChecked: true, blockedBy: ['brakes'] })
  expect((await unsafe(day)).detail).toMatchObject({ faults: '煞車、燈號', note: '偏軟 ／ 左後不亮' })
  const kept = await day.db.selectFrom('vehicle_check').select('file_ids').executeTakeFirst()
  expect(kept?.file_ids).toEqual([photo.fileId])
  day.clock.advanceMs(60_000)
  await day.phoneA.send(walk(day, { lights: '左後不亮' }))
  expect((await runOf(day))?.blockedBy).toEqual([])
})

test('[F4] the office may let a vehicle go, and a fault that only warns holds nothing', async () => {
  const day = await dayFixture()
  await day.phoneA.send(walk(day, { no_leak: '瓶閥滴漏' }))
  expect((await runOf(day))?.blockedBy).toEqual(['no_leak'])
  await decide(day.app, (await unsafe(day)).id, 'repaired')
  expect((await runOf(day))?.blockedBy).toEqual([])
  expect((await runOf(day))?.isVehicleChecked).toBe(true)
})

test('[F4] a vehicle taken over in the middle of the day is checked anew', async () => {
  const day = await dayFixture()
  await day.phoneA.send(walk(day, {}))
  expect((await runOf(day))?.isVehicleChecked).toBe(true)
  await day.db.updateTable('run').set({ vehicle_id: day.b.vehicleId }).where('id', '=', day.a.runId).execute()
  expect((await runOf(day))?.isVehicleChecked).toBe(false)
})

test('[F4] only known items block, in the order of the list', () => {
  const item = (code: string, effect: 'block' | 'warn') => ({
    code,
    label: code,
    labelEn: code,
    effect,
    needsPhoto: false,
  })
  const list = [item('tyres', 'block'), item('lights', 'warn'), item('no_leak', 'block')]
  const all = ['no_leak', 'lights', 'unknown', 'tyres'].map(code => ({ item: code, isOk: false }))
  expect(blockingFaults(list, all)).toEqual(['tyres', 'no_leak'])
  expect(blockingFaults(list, [{ item: 'tyres', isOk: true }])).toEqual([])
})
