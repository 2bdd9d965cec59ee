import { expect, test } from 'vitest'
import { dateOfSerial, isDateFormat } from './workbook-dates.rules.ts'

test('[A1] built-in formats of dates and times are known, the East Asian ones too; numbers are none', () => {
  const dates = [14, 22, 27, 36, 45, 47, 50, 58]
  const numbers = [0, 1, 13, 23, 26, 37, 44, 48, 49, 59]
  expect(dates.map(id => isDateFormat(id, undefined))).toEqual(dates.map(() => true))
  expect(numbers.map(id => isDateFormat(id, undefined))).toEqual(numbers.map(() => false))
})

test.each([
  ['yyyy/m/d', true],
  ['[$-404]e"年"m"月"d"日"', true],
  ['h:mm', true],
  ['General', false],
  ['#,##0.00', false],
  ['0.00E+00', false],
  ['"day" 0', false],
  ['[Red]0', false],
  ['0\\d', false],
  ['_d0', false],
])('[A1] the custom format %s shows a date: %s', (code, isDate) => {
  expect(isDateFormat(164, code)).toBe(isDate)
})

test('[A1] serial numbers are the days a workbook shows, in both date systems, around the day that never was', () => {
  expect(dateOfSerial(1, false)).toEqual({ date: '1900-01-01', minute: 0 })
  expect(dateOfSerial(59, false)).toEqual({ date: '1900-02-28', minute: 0 })
  expect(dateOfSerial(61, false)).toEqual({ date: '1900-03-01', minute: 0 })
  expect(dateOfSerial(46_348.5, false)).toEqual({ date: '2026-11-22', minute: 720 })
  expect(dateOfSerial(0, true)).toEqual({ date: '1904-01-01', minute: 0 })
  // Half a minute before midnight is shown as the next day's 00:00.
  expect(dateOfSerial(46_347.999_99, false)).toEqual({ date: '2026-11-22', minute: 0 })
})

test('[A1] numbers that are no day of the calendar are refused', () => {
  expect(dateOfSerial(-1, false)).toBeUndefined()
  expect(dateOfSerial(2_958_465, false)?.date).toBe('9999-12-31')
  expect(dateOfSerial(2_958_466, false)).toBeUndefined()
  expect(dateOfSerial(2_958_465, true)).toBeUndefined()
})
