import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Dwell, isArrival, noteFix } from './dwell.rules.ts'

const door = { stopId: 'a', point: { latitude: 22.75, longitude: 121.14 } }
/** A fix so many metres north of the door. */
const fix = (metres: number, second: number, accuracyMetres = 12) => ({
  latitude: 22.75 + metres / 111_320,
  longitude: 121.14,
  accuracyMetres,
  atMs: second * 1000,
})
const stay = (fixes: ReturnType<typeof fix>[], at = door) =>
  fixes.reduce<Dwell | null>((dwell, each) => noteFix(dwell, each, at), null)

test('[F3] a minute at the door is offered as an arrival; passing by, or a red light, is not', () => {
  expect(isArrival(stay([fix(20, 0), fix(10, 30), fix(15, 60)]), 'a')).toBe(true)
  expect(isArrival(stay([fix(20, 0), fix(10, 45)]), 'a')).toBe(false)
  expect(isArrival(stay([fix(60, 0), fix(400, 20), fix(10, 70)]), 'a')).toBe(false)
})

test('[F3] a vague fix, or one just outside, does not end a stay; being clearly away does', () => {
  expect(isArrival(stay([fix(20, 0), fix(900, 30, 400), fix(10, 61)]), 'a')).toBe(true)
  expect(isArrival(stay([fix(20, 0), fix(100, 30, 15), fix(10, 61)]), 'a')).toBe(true)
  expect(isArrival(stay([fix(20, 0), fix(160, 30, 15), fix(10, 61)]), 'a')).toBe(false)
})

test('[F3] a stay belongs to one door, and fixes long apart are two stays', () => {
  const dwell = stay([fix(20, 0), fix(10, 61)])
  expect(isArrival(dwell, 'b')).toBe(false)
  expect(noteFix(dwell, fix(10, 70), { ...door, stopId: 'b' })).toEqual({
    stopId: 'b',
    sinceMs: 70_000,
    lastMs: 70_000,
  })
  expect(isArrival(stay([fix(20, 0), fix(10, 400)]), 'a')).toBe(false)
})

test('[F3] without a useful fix near the door nothing is ever offered', () => {
  const far = fc.tuple(
    fc.integer({ min: 200, max: 9_000 }),
    fc.integer({ min: 0, max: 40_000 }),
    fc.integer({ min: 1, max: 60 }),
  )
  fc.assert(
    fc.property(fc.array(far, { maxLength: 40 }), rows => {
      const fixes = rows
        .map(([metres, second, accuracy]) => fix(metres, second, accuracy))
        .sort((a, b) => a.atMs - b.atMs)
      expect(stay(fixes)).toBeNull()
    }),
  )
})
