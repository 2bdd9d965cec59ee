import { expect, test } from 'vitest'
import { meterUse } from './meter-use.rules.ts'

const meter = { digits: 5, gramsPerUnit: 2000 }

test('[D1] a meter read twice tells the gas used between, thousandths of a cubic metre by grams', () => {
  expect(
    meterUse(
      [
        { day: 100, milliUnits: 1_000_000 },
        { day: 107, milliUnits: 1_010_500 },
      ],
      meter,
    ),
  ).toEqual([{ sinceDay: 100, day: 107, grams: 21_000 }])
})

test('[D1] a counter that passes its last digit rolls over; one that runs back says nothing', () => {
  const rolled = meterUse(
    [
      { day: 1, milliUnits: 99_999_000 },
      { day: 8, milliUnits: 4_000 },
    ],
    meter,
  )
  expect(rolled).toEqual([{ sinceDay: 1, day: 8, grams: 10_000 }])
  const exchanged = meterUse(
    [
      { day: 1, milliUnits: 5_000_000 },
      { day: 8, milliUnits: 1_000 },
      { day: 15, milliUnits: 11_000 },
    ],
    meter,
  )
  expect(exchanged).toEqual([{ sinceDay: 8, day: 15, grams: 20_000 }])
})

test('[D1] two readings of one day count once', () => {
  const readings = [
    { day: 1, milliUnits: 0 },
    { day: 1, milliUnits: 500 },
    { day: 3, milliUnits: 2_000 },
  ]
  expect(meterUse(readings, meter)).toEqual([{ sinceDay: 1, day: 3, grams: 4_000 }])
})
