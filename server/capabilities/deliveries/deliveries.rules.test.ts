import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conflictKinds } from '../../../contract/messages/driver-commands.ts'
import { futureToleranceMs, longestWaitMs, occurredAt } from './command-time.rules.ts'
import { choicesFor, conflictChoices } from './conflict-choices.ts'
import { closeDifferences, closeLines, withoutPending } from './day-close.rules.ts'
import { cylinderListPrice, emptiesShort, isCreditUnagreed, mergeLines } from './door.rules.ts'
import { loadDifference, plannedLoads } from './load.rules.ts'
import { usualMilliUnitsPerDay } from './meter-use.rules.ts'

describe('when a fact happened', () => {
  const now = new Date('2026-11-23T04:00:00Z')
  const minutes = (count: number) => new Date(now.getTime() + count * 60_000)

  test('[F2] a phone 7 minutes fast is corrected by the offset it measured', () => {
    expect(occurredAt(minutes(-53), -7 * 60_000, now)).toEqual({ at: minutes(-60), isPlausible: true })
  })

  test('[F2] a time that cannot be is replaced by the time of receipt, and never lies in the future', () => {
    expect(occurredAt(minutes(6), null, now)).toEqual({ at: now, isPlausible: false })
    expect(occurredAt(minutes(4), 0, now)).toEqual({ at: now, isPlausible: true })
    expect(occurredAt(minutes(-60 * 24 * 31), 0, now)).toEqual({ at: now, isPlausible: false })
    fc.assert(
      fc.property(
        fc.integer({ min: -5e9, max: 5e9 }),
        fc.integer({ min: -1e9, max: 1e9 }),
        (deviceMs, offsetMs) => {
          const { at, isPlausible } = occurredAt(new Date(now.getTime() + deviceMs), offsetMs, now)
          const corrected = deviceMs + offsetMs
          expect(at.getTime()).toBeLessThanOrEqual(now.getTime())
          expect(isPlausible).toBe(corrected <= futureToleranceMs && -corrected <= longestWaitMs)
        },
      ),
    )
  })
})

describe('empties that did not come back', () => {
  const planned = [{ product: '20' as const, fullOut: 2, emptyIn: 2, unitPriceNtd: 860n }]
  const line = (product: '20' | '16', fullOut: number, emptyIn: number, depositsTaken = 0) => ({
    product,
    fullOut,
    emptyIn,
    depositsTaken,
  })

  test.each([
    ['as planned', [line('20', 2, 2)], undefined],
    ['one missing', [line('20', 2, 1)], { '20': 1 }],
    ['one missing with its deposit', [line('20', 2, 1, 1)], undefined],
    ['fewer out, fewer in', [line('20', 1, 1)], undefined],
    ['another size back in the same number', [line('20', 2, 0), line('16', 0, 2)], undefined],
    ['something unplanned sold without an empty', [line('20', 2, 2), line('16', 1, 0)], { '16': 1 }],
  ])('[F4] %s', (_name, lines, expected) => {
    expect(emptiesShort(lines, planned)).toEqual(expected)
  })

  test('[F4] a site that keeps more cylinders by plan owes nothing', () => {
    const more = [{ product: '20' as const, fullOut: 3, emptyIn: 1, unitPriceNtd: 860n }]
    expect(emptiesShort([line('20', 3, 1)], more)).toBeUndefined()
  })
})

test('[F2] a product reported twice is one line with the sum', () => {
  const line = { product: '20' as const, fullOut: 1, emptyIn: 2, depositsTaken: 0 }
  expect(mergeLines([line, line])).toEqual([{ product: '20', fullOut: 2, emptyIn: 4, depositsTaken: 0 }])
})

test('[F1] a price by the kilogram becomes the price of a full cylinder', () => {
  expect(cylinderListPrice('16', { unitPriceNtd: 43n, unit: 'kg', depositNtd: 0n })).toBe(688n)
  expect(cylinderListPrice('16', { unitPriceNtd: 700n, unit: 'cylinder', depositNtd: 0n })).toBe(700n)
})

test('[F4] 月結 and 少收 are credit only where the account has none', () => {
  expect(isCreditUnagreed('cash', 'monthly', 1720n, 0n)).toBe(true)
  expect(isCreditUnagreed('cash', 'short', 1720n, 1000n)).toBe(true)
  expect(isCreditUnagreed('cash', 'cash', 1720n, 1720n)).toBe(false)
  expect(isCreditUnagreed('monthly', 'monthly', 1720n, 0n)).toBe(false)
  expect(isCreditUnagreed('cash', 'transfer', 1720n, 1720n)).toBe(false)
  expect(isCreditUnagreed('collect', 'none', 0n, 0n)).toBe(false)
})

test('[F4] what a trip needs leaves cancelled stops out and adds products of one cylinder', () => {
  const stop = (trip: number, product: '50' | 'F50', state: 'published' | 'cancelled' = 'published') => ({
    trip,
    state,
    lines: [{ product, fullOut: 2, emptyIn: 2, unitPriceNtd: 0n }],
  })
  const loads = plannedLoads([stop(1, '50'), stop(1, 'F50'), stop(2, '50'), stop(2, '50', 'cancelled')])
  expect(Object.fromEntries(loads)).toEqual({ 1: { '50': 4 }, 2: { '50': 2 } })
  expect(loadDifference({ '50': 4, '20': 1 }, { '50': 3, '16': 2, '20': 1 })).toEqual({
    missing: { '50': 1 },
    extra: { '16': 2 },
  })
})

test('[F4] a close compares every type that is due or counted, and leaves earlier open differences out', () => {
  const balances = new Map([['20' as const, { full: 3, empty: 12, held: 0 }]])
  const lines = closeLines(balances, [
    { cylinderType: '20', full: 3, empty: 11 },
    { cylinderType: '16', full: 1, empty: 0 },
  ])
  expect(closeDifferences(lines)).toEqual([
    { cylinderType: '20', full: 0, empty: -1 },
    { cylinderType: '16', full: 1, empty: 0 },
  ])
  // Yesterday one empty was missing and nobody has signed: in the books it is still aboard, but it is not due today.
  const left = new Map([['20' as const, { full: 5, empty: 1, held: 0 }]])
  expect(withoutPending(left, lines).get('20')).toEqual({ full: 5, empty: 0, held: 0 })
})

test('[F1] usual use of a meter is what it advanced a day', () => {
  const at = (day: number, milliUnits: number) => ({ readAt: new Date(Date.UTC(2026, 10, day)), milliUnits })
  expect(usualMilliUnitsPerDay([at(21, 9000), at(11, 5000), at(1, 1000)])).toBe(400)
  expect(usualMilliUnitsPerDay([at(21, 100), at(1, 1000)])).toBeNull()
  expect(usualMilliUnitsPerDay([at(21, 9000)])).toBeNull()
})

test('[F2] every kind of conflict offers the office at least one decision, each named once', () => {
  for (const kind of conflictKinds) {
    const decisions = conflictChoices[kind].map(choice => choice.decision)
    expect(new Set(decisions).size, kind).toBe(decisions.length)
    const commands = conflictChoices[kind].flatMap(choice => choice.onlyFor ?? [])
    for (const command of new Set(commands)) expect(choicesFor(kind, command).length, kind).toBeGreaterThan(0)
    if (commands.length === 0) expect(choicesFor(kind, null).length, kind).toBeGreaterThan(0)
  }
  for (const command of ['load_out', 'deliver', 'undo', 'close_day'] as const)
    expect(choicesFor('run-closed', command).length).toBeGreaterThan(0)
})
