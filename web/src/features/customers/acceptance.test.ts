import { expect, test } from 'vitest'
import { acceptanceHours, closableWeekdays, has, toggled } from './acceptance.ts'

test('[A2] twelve hours from eight to twenty fill the mask, weekdays run from Monday to Sunday', () => {
  expect(acceptanceHours.reduce((mask, { bit }) => mask | bit, 0)).toBe(4095)
  expect(acceptanceHours.map(({ hour }) => hour)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
  expect(closableWeekdays.map(({ name }) => name).join('')).toBe('一二三四五六日')
  expect(closableWeekdays.reduce((mask, { bit }) => mask | bit, 0)).toBe(127)
})

test('[A2] a flag is taken and given back without touching the others', () => {
  const mask = toggled(0b101, 0b010)
  expect(mask).toBe(0b111)
  expect(has(toggled(mask, 0b100), 0b100)).toBe(false)
})
