import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { dayFixture } from '../../testkit/delivery-day.ts'
import { get, send } from '../../testkit/test-app.ts'
import { kindsOf, type TestStop } from '../../testkit/test-phone.ts'

const plate = (given: Record<string, unknown> = {}) => ({
  cylinderType: '20' as const,
  mark: 'M0001',
  serial: 'AA0120000001',
  dueDate: '2029-06-30',
  isFull: true,
  ...given,
})

async function plateDay() {
  const day = await dayFixture()
  const list = async (query = '') =>
    (await get(day.app, `/api/cylinders/inspections${query}`, 'office')).json() as {
      days: number
      cylinders: { serial: string; mark: string; fault: string | null; holderName: string; dueDate: string }[]
    }
  return {
    ...day,
    list,
    register: (given: Record<string, unknown> = {}, who = 'office') =>
      send(day.app, 'POST', '/api/cylinders/register', who, {
        id: randomUUID(),
        cylinderType: '20',
        serial: 'AA0120000001',
        mark: 'M0001',
        dueDate: '2029-06-30',
        ...given,
      }),
    check: async (query: string) =>
      (await get(day.app, `/api/driver/cylinder-plate?${query}`, day.a.token)).json(),
  }
}

test('[G2] [F4] an expired cylinder that was loaded posts, and the office is asked, once with its number', async () => {
  const { phoneA, list, db, a } = await plateDay()
  const load = phoneA.loadOut({
    plates: [plate({ dueDate: '2026-11-22' }), plate({ serial: 'B2', mark: '', dueDate: '2026-11-23' })],
  })
  const answer = await phoneA.send(load)
  expect(kindsOf(answer)).toEqual(['cylinder-expired'])
  await phoneA.send(load)
  const rows = await db.selectFrom('conflict').select('detail').execute()
  expect(rows.map(row => row.detail)).toEqual([{ count: 1, cylinders: '20 AA0120000001 2026-11-22' }])
  const { cylinders, days } = await list()
  expect(days).toBe(60)
  expect(cylinders.map(row => [row.serial, row.fault])).toEqual([
    ['AA0120000001', 'expired'],
    ['B2', null],
  ])
  const vehicle = await db
    .selectFrom('vehicle')
    .select('plate')
    .where('id', '=', a.vehicleId)
    .executeTakeFirstOrThrow()
  expect(cylinders[0]?.holderName).toBe(vehicle.plate)
})

test('[G2] what the office knows of a plate decides, whatever a phone reads later; a new plate makes it good', async () => {
  const { phoneA, register, check, list, stopsA } = await plateDay()
  const [stop] = stopsA as [TestStop]
  await register({ dueDate: '2026-11-01' })
  expect(await check('serial=aa-0120000001&dueDate=2029-06-30')).toMatchObject({
    isKnown: true,
    cylinderType: '20',
    dueDate: '2026-11-01',
    fault: 'expired',
  })
  expect(await check('serial=unknown&dueDate=2026-01-01')).toMatchObject({ isKnown: false, fault: 'expired' })
  expect(await check('serial=unknown')).toMatchObject({ isKnown: false, fault: null })
  const delivered = phoneA.deliver(stop, {
    plates: [plate(), plate({ serial: 'E1', mark: '', isFull: false })],
  })
  expect(kindsOf(await phoneA.send(delivered))).toContain('cylinder-expired')
  expect((await list('?days=0')).cylinders.map(row => row.holderName)).not.toEqual([])
  await register({ mark: 'M0002' })
  expect((await list()).cylinders).toEqual([])
  expect(await check('mark=M0002')).toMatchObject({ isKnown: true, fault: null })
})

test('[G2] a cylinder past its life is refused whatever its plate says', async () => {
  const { register, check, list } = await plateDay()
  // Born 1996: at its age an inspection is good for a year, and thirty years are its life.
  const old = { madeOn: '1996-11-01', dueDate: '2027-06-30' }
  expect((await register(old)).json()).toEqual({ ok: true })
  expect(await check('serial=AA0120000001')).toMatchObject({ lifeEnd: '2026-11-01', fault: 'life-ended' })
  expect((await list()).cylinders).toMatchObject([{ fault: 'life-ended' }])
})

test('[G2] [N1] what cannot be on a plate is refused with words, and two cylinders never share one', async () => {
  const { register, app } = await plateDay()
  const code = async (given: Record<string, unknown>) => (await register(given)).json().code
  expect(await code({ dueDate: '2032-01-01' })).toBe('cylinders.due-implausible')
  expect(await code({ material: 'composite', dueDate: '2032-01-01' })).toBe('cylinders.due-implausible')
  expect(await code({ serial: '－' })).toBe('cylinders.number-missing')
  await register()
  expect(await code({ serial: 'OTHER' })).toBe('cylinders.mark-taken')
  expect((await register({}, 'driver')).statusCode).toBe(403)
  expect((await get(app, '/api/cylinders/inspections', 'driver')).statusCode).toBe(403)
})

test('[G2] a number that another cylinder carries is a slip, and a late fact does not move a cylinder back', async () => {
  const { phoneA, register, db } = await plateDay()
  await register()
  await register({ serial: 'OTHER', mark: 'M9' })
  await phoneA.send(phoneA.loadOut({ plates: [plate({ mark: 'M9' })] }))
  const row = async () =>
    db
      .selectFrom('cylinder')
      .select(['mark', 'holder_kind'])
      .where('serial', '=', 'AA0120000001')
      .executeTakeFirstOrThrow()
  expect(await row()).toEqual({ mark: 'M0001', holder_kind: 'truck' })
  await db
    .updateTable('cylinder')
    .set({ seen_at: new Date('2027-01-01'), holder_kind: 'depot' })
    .execute()
  await phoneA.send(phoneA.loadOut({ plates: [plate(), plate({ mark: '', serial: '' })] }))
  expect((await row()).holder_kind).toBe('depot')
})

test('[G2] a plate without any number is passed over, and a composite cylinder is due by its own interval', async () => {
  const { phoneA, list, register, check } = await plateDay()
  await phoneA.send(
    phoneA.loadOut({
      plates: [plate({ serial: ' ', mark: '' }), plate({ serial: '', mark: 'M77', dueDate: null })],
    }),
  )
  expect((await list('?days=365')).cylinders.map(row => row.mark)).toEqual([])
  expect((await register({ serial: 'C9', mark: 'M78', madeOn: '2024-05-01' })).statusCode).toBe(200)
  expect(
    (await register({ serial: 'C9', mark: '', material: 'composite', dueDate: '2027-01-01' })).statusCode,
  ).toBe(200)
  expect(await check('serial=C9&mark=')).toMatchObject({ dueDate: '2027-01-01' })
})
