import { describe, expect, test } from 'vitest'
import { dayFixture } from '../../testkit/day-fixture.ts'
import { dayToAsk, isOldDay } from './business-day.rules.ts'

/** The fixture's day is 2026-11-23; these are Taipei's wall clock. */
const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}:00+08:00`)
const loaded = dayFixture()
const inState = (state: 'published' | 'closed') =>
  dayFixture({ run: { ...(loaded.run as NonNullable<typeof loaded.run>), state } })

describe('midnight', () => {
  test.each([
    ['in the afternoon the office says which day it is', loaded, at(23, '15:00'), undefined],
    ['a round that runs over midnight stays that day', loaded, at(24, '00:01'), '2026-11-23'],
    ['until five', loaded, at(24, '04:59'), '2026-11-23'],
    ['and then the new day begins', loaded, at(24, '05:00'), undefined],
    ['who has handed in gets the new day', inState('closed'), at(24, '00:01'), undefined],
    ['who never loaded gets the new day', inState('published'), at(24, '00:01'), undefined],
    ['a day of last week is over', loaded, at(26, '00:01'), undefined],
    ['a phone that knows no day asks for today', undefined, at(24, '00:01'), undefined],
  ] as const)('[F2] %s', (_, day, now, asked) => {
    expect(dayToAsk(day, now)).toBe(asked)
  })

  test.each([
    ['today', loaded, at(23, '23:59'), false],
    ['its night', loaded, at(24, '03:00'), false],
    ['the next morning', loaded, at(24, '05:00'), true],
    ['its night after handing in', inState('closed'), at(24, '00:10'), true],
    ['tomorrow’s day, fetched ahead', loaded, at(22, '20:00'), false],
  ] as const)('[F2] is the day on the phone an old one? %s', (_, day, now, isOld) => {
    expect(isOldDay(day, now)).toBe(isOld)
  })
})
