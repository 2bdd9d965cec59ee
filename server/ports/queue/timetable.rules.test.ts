import { expect, test } from 'vitest'
import { latestSlot } from './timetable.rules.ts'

const at = (text: string) => new Date(`2026-11-22T${text}+08:00`)

test('[S20] a daily job is due at its minute in Taipei, on the day before where that minute is still to come', () => {
  const item = { name: 'platform.prune', minuteOfDay: 3 * 60 + 40 } as const
  expect(latestSlot(item, at('03:40:00'))).toEqual(at('03:40:00'))
  expect(latestSlot(item, at('23:59:59'))).toEqual(at('03:40:00'))
  expect(latestSlot(item, at('03:39:59'))).toEqual(new Date('2026-11-21T03:40:00+08:00'))
})

test('[S20] a frequent job is due at whole multiples of its minutes', () => {
  const item = { name: 'platform.prune', everyMinutes: 15 } as const
  expect(latestSlot(item, at('10:14:59'))).toEqual(at('10:00:00'))
  expect(latestSlot(item, at('10:15:00'))).toEqual(at('10:15:00'))
  expect(latestSlot({ ...item, everyMinutes: 1 }, at('00:00:30'))).toEqual(at('00:00:00'))
})
