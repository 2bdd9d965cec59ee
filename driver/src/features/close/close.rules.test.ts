import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countedCash,
  countedTypes,
  countRows,
  faceValues,
  following,
  followingValue,
  newCloseDraft,
  otherTypes,
  padCounts,
  pileFields,
  uncounted,
  varianceOf,
  withRestNone,
} from './close.rules.ts'

const draft = {
  ...newCloseDraft('close'),
  pieces: { 1000: '13', 500: '7', 100: '18', 50: '3', 10: '8', 5: '2' },
}
const onTruck = [
  { cylinderType: '50' as const, full: 0, empty: 8 },
  { cylinderType: '20' as const, full: 3, empty: 26 },
]

test('[F4] counted notes and coins add up, and the difference to what is due is signed', () => {
  expect(countedCash(draft.pieces)).toBe(18_540)
  const rows = countRows(onTruck, { full: { 20: '3' }, empty: { 50: '8', 20: '26' } })
  expect(varianceOf(18_640, draft, rows)).toEqual({ cash: -100, isCylinders: false, isAny: true })
  expect(varianceOf(18_540, draft, rows).isAny).toBe(false)
})

test('[F4] one empty too few is a variance of its own', () => {
  const rows = countRows(onTruck, { full: { 20: '3' }, empty: { 50: '8', 20: '25' } })
  expect(varianceOf(18_540, draft, rows)).toEqual({ cash: 0, isCylinders: true, isAny: true })
})

test('[F4] cash is the sum over the face values, whatever was typed', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...faceValues.map(String)), fc.nat(500).map(String)),
      pieces => {
        const sum = Object.entries(pieces).reduce(
          (total, [value, count]) => total + Number(value) * Number(count),
          0,
        )
        expect(countedCash(pieces)).toBe(sum)
      },
    ),
  )
})

test('[F4] what is found aboard besides the books is counted too, and a type with nothing aboard is not asked', () => {
  const aboard = [...onTruck, { cylinderType: '16' as const, full: 0, empty: 0 }]
  expect(countedTypes(aboard, draft)).toEqual(['50', '20'])
  expect(otherTypes(aboard, draft)).toContain('16')
  const found = { ...draft, more: ['4' as const], full: { 16: '1' } }
  expect(countedTypes(aboard, found)).toEqual(['50', '20', '16', '4'])
  expect(countRows(aboard, found).find(row => row.cylinderType === '16')).toEqual({
    cylinderType: '16',
    fullDue: 0,
    emptyDue: 0,
    full: 1,
    empty: 0,
  })
})

test('[F4] a counted field leads to the next one, and the last stays', () => {
  expect([following(faceValues, 1000), following(faceValues, 1)]).toEqual([500, 1])
})

test('[F4] the pad passes by notes that hardly anybody has, and two pages of it reach 57', () => {
  expect([1000, 500, 100, 1].map(followingValue)).toEqual([500, 100, 50, 1])
  expect(followingValue(2000)).toBe(1000)
  const both = [...padCounts(0), ...padCounts(1)]
  expect(both).toEqual(Array.from({ length: 58 }, (_, count) => String(count)))
})

test('[F4] fulls are counted before empties, and only the driver says that the rest is none', () => {
  const types = ['50', '20'] as const
  expect(pileFields(types)).toEqual(['full/50', 'full/20', 'empty/50', 'empty/20'])
  const some = { ...newCloseDraft('close'), full: { 50: '2', 20: '' }, empty: { 20: '0' } }
  expect(uncounted(types, some)).toEqual(['full/20', 'empty/50'])
  const all = withRestNone(types, some)
  expect(all).toMatchObject({ full: { 50: '2', 20: '0' }, empty: { 50: '0', 20: '0' } })
  expect(uncounted(types, all)).toEqual([])
})
