import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CylinderType, cylinderTypeCodes } from '../../../contract/kernel/cylinders.ts'
import {
  type CloseLine,
  closeDifferences,
  closeLines,
  cylindersOff,
  needsManager,
  withoutPending,
} from './day-close.rules.ts'

const line = (change: Partial<CloseLine>): CloseLine => ({
  cylinderType: '20',
  fullDue: 0,
  fullCounted: 0,
  emptyDue: 0,
  emptyCounted: 0,
  ...change,
})
const limits = { overNtd: 500, overCylinders: 2 }

describe('the limit from which on a manager signs', () => {
  test.each([
    [0n, [], false],
    [500n, [], false],
    [-500n, [], false],
    [501n, [], true],
    [-501n, [], true],
    [0n, [line({ fullDue: 2 })], false],
    [0n, [line({ fullDue: 2, emptyCounted: 1 })], true],
    [0n, [line({ emptyCounted: 3 })], true],
  ] as [bigint, CloseLine[], boolean][])('[F4] NT$%s and %j: %s', (varianceCashNtd, lines, expected) => {
    expect(needsManager({ varianceCashNtd, lines }, limits)).toBe(expected)
  })
})

const type = fc.constantFrom<CylinderType>(...cylinderTypeCodes)
const count = fc.nat(60)
const holdings = fc
  .array(fc.tuple(type, fc.record({ full: fc.integer({ min: -3, max: 60 }), empty: count })), {
    maxLength: 6,
  })
  .map(rows => new Map(rows.map(([code, row]) => [code, { ...row, held: 0 }])))
const counted = fc.array(fc.record({ cylinderType: type, full: count, empty: count }), { maxLength: 6 })

test('[F4] the lines hold exactly what was counted and what was due, and differ by nothing else', () => {
  fc.assert(
    fc.property(holdings, counted, (due, rows) => {
      const lines = closeLines(due, rows)
      const sum = (pick: (each: CloseLine) => number) => lines.reduce((total, each) => total + pick(each), 0)
      expect(sum(each => each.fullCounted)).toBe(rows.reduce((total, row) => total + row.full, 0))
      expect(sum(each => each.emptyDue)).toBe([...due.values()].reduce((total, row) => total + row.empty, 0))
      expect(new Set(lines.map(each => each.cylinderType)).size).toBe(lines.length)
      expect(cylindersOff(lines) === 0).toBe(closeDifferences(lines).length === 0)
    }),
  )
})

test('[F4] a difference that waits for its signature belongs to its own day: what is left is what was counted as gone', () => {
  fc.assert(
    fc.property(holdings, counted, (due, rows) => {
      const lines = closeLines(due, rows)
      // After the count everything counted has left the truck; only the differences are still on it in the books.
      const left = new Map(
        lines.map(each => [
          each.cylinderType,
          { full: each.fullDue - each.fullCounted, empty: each.emptyDue - each.emptyCounted, held: 0 },
        ]),
      )
      for (const row of withoutPending(left, lines).values())
        expect([row.full + 0, row.empty + 0]).toEqual([0, 0])
    }),
  )
})
