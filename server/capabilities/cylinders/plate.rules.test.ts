import { expect, test } from 'vitest'
import { latestDue, mergePlate, yearsLater } from './plate.rules.ts'

const known = { mark: 'M1', serial: 'S1', dueDate: '2026-01-31' }

test('[G2] of the same plate the known date stays; a new plate brings its own', () => {
  const read = { mark: 'M1', serial: 'S1', dueDate: '2029-01-31' }
  expect(mergePlate(known, read)).toEqual(known)
  expect(mergePlate(known, { ...read, mark: '' })).toEqual(known)
  expect(mergePlate(known, { ...read, mark: 'M2' })).toEqual({ ...known, mark: 'M2', dueDate: '2029-01-31' })
  expect(mergePlate(known, { mark: 'M2', serial: '', dueDate: null })).toEqual({ ...known, mark: 'M2' })
  const bare = { mark: null, serial: 'S1', dueDate: null }
  expect(mergePlate(bare, read)).toEqual(read)
  expect(mergePlate({ ...known, serial: null }, { ...read, serial: '' }).serial).toBeNull()
})

test('[G2] years later is the same day, and the 28th where there is no 29th', () => {
  expect([yearsLater('2026-11-23', 30), yearsLater('2024-02-29', 4), yearsLater('2024-02-29', 5)]).toEqual([
    '2056-11-23',
    '2028-02-29',
    '2029-02-28',
  ])
})

const intervals = [
  { maxGasGrams: 20_000, fromAgeYears: 0, years: 5 },
  { maxGasGrams: 20_000, fromAgeYears: 10, years: 3 },
  { maxGasGrams: 20_000, fromAgeYears: 19, years: 1 },
  { maxGasGrams: 50_000, fromAgeYears: 0, years: 4 },
]

test('[G2] a plate promises no more than the interval of its size and age', () => {
  const of = (cylinderType: '20' | '50' | '10', madeOn: string | null) =>
    latestDue({ cylinderType, madeOn }, intervals, '2026-11-23')
  expect([of('20', null), of('20', '2017-01-01'), of('20', '2016-11-23'), of('20', '2000-01-01')]).toEqual([
    '2031-11-23',
    '2031-11-23',
    '2029-11-23',
    '2027-11-23',
  ])
  expect([of('50', '2000-01-01'), of('10', null)]).toEqual(['2030-11-23', '2031-11-23'])
  expect(latestDue({ cylinderType: '20', madeOn: null }, [], '2026-11-23')).toBeUndefined()
})
