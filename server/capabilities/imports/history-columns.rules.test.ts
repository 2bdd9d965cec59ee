import { expect, test } from 'vitest'
import { historyColumns } from './history-columns.rules.ts'

const columns = historyColumns('2026-11-22')

test('[A3] a day that a workbook shows as a date is taken, and told; before the trade began or after today it is refused', () => {
  expect(columns.date.readDate?.('2026-11-22', 0)).toEqual({ value: '2026-11-22', note: 'date.cleaned' })
  expect(columns.date.readDate?.('2026-11-23', 0)).toEqual({ fault: 'date.out-of-range' })
  expect(columns.date.readDate?.('1950-01-01', 0)).toEqual({ fault: 'date.out-of-range' })
  expect(columns.minute.readDate?.('1900-01-00', 615)).toEqual({ value: 615, note: 'time.cleaned' })
})

test('[A3] the same text of a day is read alike however often it stands in a file', () => {
  const readings = Array.from({ length: 3 }, () => columns.date.read('1151120'))
  expect(readings).toEqual(Array(3).fill({ value: '2026-11-20' }))
  expect(Array.from({ length: 2 }, () => columns.date.read('x'))).toEqual(
    Array(2).fill({ fault: 'date.not-understood' }),
  )
})
