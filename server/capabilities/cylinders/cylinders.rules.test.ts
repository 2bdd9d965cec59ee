import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cylinderTypeCodes } from '../../../contract/kernel/cylinders.ts'
import {
  adjustmentEntries,
  countDifferences,
  depot,
  type Entry,
  type Holder,
  type Holdings,
  lost,
  mergeEntries,
  plant,
  site,
  transfer,
  truck,
  unbalancedTypes,
} from './cylinders.rules.ts'

const holders: Holder[] = [depot('d'), truck('t'), site('s'), plant, lost]
const counts = fc.dictionary(fc.constantFrom(...cylinderTypeCodes), fc.integer({ min: -20, max: 50 }))
const handOver = fc
  .record({
    from: fc.constantFrom(...holders),
    to: fc.constantFrom(...holders),
    condition: fc.constantFrom('full' as const, 'empty' as const),
    counts,
  })
  .map(({ from, to, condition, counts: given }) => transfer(from, to, condition, given))

test('[G1] whatever is handed over, each type sums to zero, also after merging', () => {
  fc.assert(
    fc.property(fc.array(handOver, { maxLength: 8 }), transfers => {
      const entries = transfers.flat()
      expect(unbalancedTypes(entries)).toEqual([])
      const merged = mergeEntries(entries)
      expect(unbalancedTypes(merged)).toEqual([])
      expect(merged.every(entry => entry.quantity !== 0)).toBe(true)
      const sum = (list: Entry[]) =>
        list
          .filter(({ holder }) => holder.kind === 'truck')
          .reduce((total, entry) => total + entry.quantity, 0)
      expect(sum(merged)).toBe(sum(entries))
    }),
  )
})

test('[G1] only depots and trucks tell full from empty', () => {
  const [given, taken] = transfer(truck('t'), site('s'), 'full', { '20': 2 })
  expect(given).toMatchObject({ condition: 'full', quantity: -2 })
  expect(taken).toMatchObject({ condition: 'held', quantity: 2 })
})

test('[G1] a count brings the books to what was counted and leaves uncounted types alone', () => {
  const booked: Holdings = new Map([
    ['20', { full: 10, empty: 4, held: 0 }],
    ['50', { full: 3, empty: 0, held: 0 }],
  ])
  const counted = [
    { cylinderType: '20' as const, full: 5, empty: 4 },
    { cylinderType: '20' as const, full: 4, empty: 0 },
    { cylinderType: '16' as const, full: 0, empty: 1 },
  ]
  const differences = countDifferences(booked, counted)
  expect(differences).toEqual([
    { cylinderType: '20', full: -1, empty: 0 },
    { cylinderType: '16', full: 0, empty: 1 },
  ])
  expect(mergeEntries(adjustmentEntries(depot('d'), differences))).toEqual([
    { holder: depot('d'), cylinderType: '16', condition: 'empty', quantity: 1 },
    { holder: depot('d'), cylinderType: '20', condition: 'full', quantity: -1 },
    { holder: lost, cylinderType: '16', condition: 'held', quantity: -1 },
    { holder: lost, cylinderType: '20', condition: 'held', quantity: 1 },
  ])
})
