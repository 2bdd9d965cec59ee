import { expect, test } from 'vitest'
import { findGrowing, type Measures } from './bounds.ts'

/** A month in which nothing runs away: levels waver, what is kept grows by the same each day. */
const month = (change: (day: number) => Partial<Measures> = () => ({})): Measures[] =>
  Array.from({ length: 30 }, (_none, day) => ({
    memoryMiB: 300 + (day % 3) * 10,
    walMiB: 80 + (day % 2) * 16,
    backupMiB: 20 + (day % 7),
    logMiB: 0.01 * day,
    databaseMiB: 20 + 0.2 * day,
    photoMiB: 0.6 * day,
    tracks: 480 * day,
    jobs: 20 + (day % 5),
    sessions: 2 * day,
    ...change(day),
  }))

test('[P5] a month that stays within its bounds passes', () => {
  expect(findGrowing(month())).toEqual([])
})

test('[P5] whatever runs away is named', () => {
  const running: readonly Partial<Record<keyof Measures, (day: number) => number>>[] = [
    { memoryMiB: day => 300 + 15 * day },
    { walMiB: day => 80 + 16 * day },
    { backupMiB: day => 20 + 8 * day },
    { logMiB: day => 0.02 * day ** 2 },
    { databaseMiB: day => 20 + 0.1 * day ** 2 },
    { photoMiB: day => 0.1 * day ** 2 },
    { tracks: day => 16 * day ** 2 },
    { jobs: day => 10 * day },
    { sessions: day => day ** 2 },
  ]
  for (const each of running) {
    const [[name, at]] = Object.entries(each) as [[keyof Measures, (day: number) => number]]
    expect(findGrowing(month(day => ({ [name]: at(day) }))), name).toEqual([name])
  }
})

test('[P5] a few days tell nothing', () => {
  expect(findGrowing(month().slice(0, 5))).toEqual(['too few days to tell'])
})
