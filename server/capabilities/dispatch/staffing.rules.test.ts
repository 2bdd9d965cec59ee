import { expect, test } from 'vitest'
import type { DriverRow } from './fleet.store.ts'
import { holderOf, type StaffingRow, staffedDrivers } from './staffing.rules.ts'

const driver = (id: string, over: Partial<DriverRow> = {}): DriverRow => ({
  id,
  userId: id,
  depotId: 'd',
  letter: id,
  name: id,
  phone: '',
  vehicleId: `v${id}`,
  shiftStartMinute: 480,
  shiftEndMinute: 1080,
  zoneIds: [],
  isActive: true,
  ...over,
})
const row = (driverId: string, over: Partial<StaffingRow> = {}): StaffingRow => ({
  driverId,
  status: 'work',
  vehicleId: `v${driverId}`,
  shiftStartMinute: 420,
  shiftEndMinute: 900,
  helper: '',
  note: '',
  version: 1,
  ...over,
})

test('[E2] a day’s staffing goes before the driver’s own record; who has none works as usual', () => {
  const [a, b, c] = staffedDrivers(
    [driver('a'), driver('b'), driver('c', { isActive: false })],
    [row('a', { vehicleId: 'vx' }), row('c')],
  )
  expect(a).toMatchObject({ isActive: true, vehicleId: 'vx', shiftStartMinute: 420, shiftEndMinute: 900 })
  expect(b).toEqual(driver('b'))
  // Somebody who has left the company is not called back by a row of the day.
  expect(c?.isActive).toBe(false)
})

test('[E2] who is off, on leave or sick does not drive, and frees his vehicle', () => {
  for (const status of ['off', 'leave', 'sick'] as const) {
    const drivers = staffedDrivers([driver('a'), driver('b')], [row('a', { status })])
    expect(drivers[0]?.isActive).toBe(false)
    expect(holderOf('va', 'b', drivers)).toBeUndefined()
  }
  expect(holderOf('va', 'b', [driver('a')])?.id).toBe('a')
  expect(holderOf('va', 'a', [driver('a')])).toBeUndefined()
})
