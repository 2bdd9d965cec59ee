import { describe, expect, test } from 'vitest'
import { dayFixture, ids, stopFixture } from '../../../testkit/day-fixture.ts'
import {
  deliverCommandOf,
  draftAmount,
  isAsOrdered,
  isPaidAtDoor,
  missingEmpties,
  newDraft,
  withLine,
} from './deliver.rules.ts'
import { tenthsText, typed } from './digits.rules.ts'
import { drumsOf, meterUse, milliUnitsOf, unitsText } from './meter.rules.ts'

const counter = () => {
  let n = 0
  return () => `id-${++n}`
}
const day = dayFixture()

describe('the draft of a delivery', () => {
  const stop = stopFixture(1)
  const draft = newDraft(stop, counter())

  test('[F1] is prefilled from the order, and says so', () => {
    expect(draft.lines).toEqual([{ product: '20', fullOut: 2, emptyIn: 2, depositsTaken: 0 }])
    expect(isAsOrdered(draft, stop)).toBe(true)
    expect(isAsOrdered(withLine(draft, '20', { emptyIn: 1 }), stop)).toBe(false)
    expect(draftAmount(draft, stop, day.prices).amountDueNtd).toBe(1720n)
  })

  test('[F1] a missing empty is owed until its deposit is taken, and never more deposits than missing', () => {
    const short = withLine(draft, '20', { emptyIn: 1 })
    expect(short.lines.map(line => missingEmpties(line, short.lines))).toEqual([1])
    expect(draftAmount(short, stop, day.prices).amountDueNtd).toBe(1720n)
    const paid = withLine(short, '20', { depositsTaken: 3 })
    expect(paid.lines[0]?.depositsTaken).toBe(1)
    expect(draftAmount(paid, stop, day.prices).amountDueNtd).toBe(3220n)
    expect(withLine(paid, '20', { emptyIn: 2 }).lines[0]?.depositsTaken).toBe(0)
  })

  test('[F1] residual gas is only counted when weighed', () => {
    const returning = newDraft(stopFixture(2, { expectsResidual: true }), counter())
    expect(returning.residuals).toMatchObject([{ cylinderType: '20', gross: '', tare: '175' }])
    expect(draftAmount(returning, stop, day.prices).creditNtd).toBe(0n)
    const weighing = { ...returning, residuals: returning.residuals.map(one => ({ ...one, gross: '198' })) }
    expect(draftAmount(weighing, stop, day.prices).creditNtd).toBe(99n)
  })

  test('[B2] without signal a site pays its own price for what was not planned, and is credited by it', () => {
    const own = stopFixture(2, {
      lines: [],
      prices: [
        { product: '16', unitPriceNtd: '640' },
        { product: '20', unitPriceNtd: '800' },
      ],
    })
    const line = { product: '16' as const, fullOut: 1, emptyIn: 1, depositsTaken: 0 }
    const bought = { ...newDraft(own, counter()), lines: [line] }
    expect(draftAmount(bought, own, day.prices).amountDueNtd).toBe(640n)
    expect(draftAmount(bought, stopFixture(2), day.prices).amountDueNtd).toBe(700n)
    const weighed = [{ ...newDraft(stopFixture(2, { expectsResidual: true }), counter()).residuals[0] }]
    const returning = {
      ...bought,
      residuals: weighed.map(one => ({ ...one, gross: '198' })),
    } as typeof bought
    // 2.3 kg of a 20 kg cylinder at 800: the site's own price, though the list says 860.
    expect(draftAmount(returning, own, day.prices).creditNtd).toBe(92n)
  })

  test('[F1] the fact carries what was typed and leaves empty lines out', () => {
    const run = day.run
    if (run === null) throw new Error('the fixture has a run')
    const two = {
      ...draft,
      lines: [...draft.lines, { product: '16' as const, fullOut: 0, emptyIn: 0, depositsTaken: 0 }],
    }
    expect(deliverCommandOf(two, { day, run, stop }, 'cash', 1720n)).toMatchObject({
      kind: 'deliver',
      runId: ids.run,
      lines: [{ product: '20', fullOut: 2 }],
      meter: null,
      amountDueNtd: '1720',
      amountPaidNtd: '1720',
    })
  })

  test('[F1] money is taken at the door from cash accounts, from monthly ones only when they want to', () => {
    const monthly = stopFixture(1, { settlement: 'monthly' })
    expect(isPaidAtDoor(draft, stop, 1720n)).toBe(true)
    expect(isPaidAtDoor(draft, stop, 0n)).toBe(false)
    expect(isPaidAtDoor(draft, monthly, 1720n)).toBe(false)
    expect(isPaidAtDoor({ ...draft, isPayingNow: true }, monthly, 1720n)).toBe(true)
  })
})

describe('typing numbers', () => {
  test('[F1] three digits are kilograms with one decimal, and a full field takes no more', () => {
    const text = ['1', '9', '8'].reduce((so, digit) => typed(so, digit, 4), '')
    expect(tenthsText(text)).toBe('19.8')
    expect(typed('1234', '5', 4)).toBe('1234')
    expect(typed('0', '7', 4)).toBe('7')
  })
})

describe('the meter', () => {
  const meter = {
    id: ids.meter,
    serial: 'A',
    digits: 4,
    lastMilliUnits: 1_284_360,
    lastReadAt: '2026-10-24T02:00:00.000Z',
    usualMilliUnitsPerDay: 1_600,
  }
  const now = Date.parse('2026-11-23T02:00:00.000Z')

  test('[F1] 133182 is read as 1331.82, and the use since last time is 47.46', () => {
    expect(milliUnitsOf('133182')).toBe(1_331_820)
    expect(drumsOf('133182', 4)).toEqual({ whole: '1331', fraction: '82' })
    const use = meterUse(meter, milliUnitsOf('133182'), now)
    expect(unitsText(use.usedMilliUnits ?? 0)).toBe('47.46')
    expect(use.plausibility).toBe('usual')
  })

  test('[F1] a slipped digit is called much, little or backwards; nothing known is said to be unknown', () => {
    expect(meterUse(meter, milliUnitsOf('150000'), now).plausibility).toBe('much')
    expect(meterUse(meter, milliUnitsOf('128500'), now).plausibility).toBe('little')
    expect(meterUse(meter, milliUnitsOf('120000'), now).plausibility).toBe('backwards')
    expect(meterUse({ ...meter, lastMilliUnits: null }, 5, now).plausibility).toBe('unknown')
    expect(meterUse(meter, null, now).usedMilliUnits).toBeNull()
  })
})
