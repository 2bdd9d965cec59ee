import { expect, test } from 'vitest'
import { type Cell, calmMs, kinds, type Strike, scheduleOf, targets } from './schedule.ts'

const minutes = 60_000
const cells: Cell[] = targets.flatMap(target => kinds.map(kind => ({ target, kind })))
const seeds = Array.from({ length: 50 }, (_none, index) => index + 1)
const endOf = ({ atMs, lastsMs }: Strike) => atMs + lastsMs

test('[S26] the same seed gives the same faults, another seed others', () => {
  expect(scheduleOf(7, 2 * minutes, cells)).toEqual(scheduleOf(7, 2 * minutes, cells))
  const distinct = new Set(seeds.map(seed => JSON.stringify(scheduleOf(seed, 2 * minutes, cells))))
  expect(distinct.size).toBe(seeds.length)
})

test('[S26] work is undisturbed at the beginning and at the end, and in between something is always broken soon', () => {
  for (const seed of seeds) {
    const strikes = scheduleOf(seed, 2 * minutes, cells)
    expect(strikes.length).toBeGreaterThanOrEqual(5)
    expect(strikes[0]?.atMs).toBe(calmMs.before)
    for (const strike of strikes) expect(endOf(strike)).toBeLessThanOrEqual(2 * minutes - calmMs.after)
  }
})

test('[S26] a run of one minute is struck too, by at least two faults', () => {
  for (const seed of seeds) {
    const strikes = scheduleOf(seed, minutes, cells)
    expect(strikes.length).toBeGreaterThanOrEqual(2)
    for (const strike of strikes) expect(endOf(strike)).toBeLessThanOrEqual(minutes - calmMs.after)
  }
})

test('[S26] two faults at most last at a time, and a target rests before it is struck again', () => {
  for (const seed of seeds) {
    const strikes = scheduleOf(seed, 10 * minutes, cells)
    for (const strike of strikes) {
      const others = strikes.filter(other => other !== strike && other.atMs <= strike.atMs)
      expect(others.filter(other => endOf(other) > strike.atMs).length).toBeLessThan(2)
      const own = others.findLast(other => other.target === strike.target)
      if (own) expect(strike.atMs - endOf(own)).toBeGreaterThanOrEqual(25_000)
    }
  }
})

test('[S26] no target is left out, and over some seeds everything that can be done is done', () => {
  const done = new Set<string>()
  for (const seed of seeds) {
    const strikes = scheduleOf(seed, 4 * minutes, cells)
    for (const { target, kind } of strikes) done.add(`${target} ${kind}`)
    const counts = targets.map(target => strikes.filter(strike => strike.target === target).length)
    expect(Math.min(...counts)).toBeGreaterThan(0)
  }
  expect(done.size).toBe(cells.length)
})

test('[S26] what cannot be done here is never drawn', () => {
  const few: Cell[] = [
    { target: 'cache', kind: 'kill' },
    { target: 'database', kind: 'freeze' },
  ]
  for (const seed of seeds)
    for (const { target, kind } of scheduleOf(seed, 3 * minutes, few))
      expect(few).toContainEqual({ target, kind })
  expect(scheduleOf(1, 3 * minutes, [])).toEqual([])
})
