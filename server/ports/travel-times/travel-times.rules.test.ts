import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellOf, hourInTaipei, hoursApart } from './cells.rules.ts'
import { estimateLeg, greatCircleMetres, levelOf } from './estimate.rules.ts'
import { allPairs, coveringBlocks, exactBlocks, type Pair, pairsThatMatter } from './wanted-pairs.ts'

const anyPoint = fc.record({
  latitude: fc.double({ min: 21, max: 26, noNaN: true }),
  longitude: fc.double({ min: 119, max: 123, noNaN: true }),
})
const anyPairs = fc
  .uniqueArray(fc.tuple(fc.nat(60), fc.nat(60)), { selector: ([a, b]) => a * 100 + b, maxLength: 300 })
  .map(pairs => pairs.filter(([from, to]) => from !== to) as Pair[])
const named = (pairs: readonly Pair[]) => pairs.map(([from, to]) => `${from} ${to}`).sort()
const asked = (blocks: readonly { origins: readonly number[]; destinations: readonly number[] }[]) =>
  blocks.flatMap(({ origins, destinations }) =>
    origins.flatMap(from => destinations.map((to): Pair => [from, to])),
  )

test('[E4] points within 5 m of a cell’s middle share it, points 25 m apart do not', () => {
  fc.assert(
    fc.property(anyPoint, ({ latitude, longitude }) => {
      const middle = {
        latitude: Math.round(latitude * 1e4) / 1e4,
        longitude: Math.round(longitude * 1e4) / 1e4,
      }
      expect(cellOf({ ...middle, latitude: middle.latitude + 0.00004 })).toBe(cellOf(middle))
      expect(cellOf({ ...middle, longitude: middle.longitude - 0.00004 })).toBe(cellOf(middle))
      expect(cellOf({ ...middle, latitude: middle.latitude + 0.00025 })).not.toBe(cellOf(middle))
      expect(cellOf({ ...middle, longitude: middle.longitude + 0.00025 })).not.toBe(cellOf(middle))
      expect(Number.isSafeInteger(cellOf(middle))).toBe(true)
    }),
  )
})

test('[E4] hours are Taipei’s and lie on a ring', () => {
  expect(hourInTaipei(new Date('2026-11-22T17:59:00Z'))).toBe(1)
  expect([hoursApart(23, 1), hoursApart(1, 23), hoursApart(9, 9), hoursApart(6, 18)]).toEqual([2, 2, 0, 12])
})

test('[E4] the estimate is symmetric, never negative, and takes its factor on the time alone', () => {
  const numbers = { circuity: 1.35, kmPerHour: 24 }
  fc.assert(
    fc.property(anyPoint, anyPoint, (a, b) => {
      const there = estimateLeg(a, b, numbers)
      expect(there).toEqual(estimateLeg(b, a, numbers))
      expect(there.seconds).toBeGreaterThanOrEqual(0)
      const slow = estimateLeg(a, b, numbers, 2)
      expect(slow.metres).toBe(there.metres)
      expect(Math.abs(slow.seconds - 2 * there.seconds)).toBeLessThanOrEqual(1)
    }),
  )
  expect(greatCircleMetres({ latitude: 25, longitude: 121 }, { latitude: 26, longitude: 121 })).toBeCloseTo(
    111_195,
    -1,
  )
})

test('[E4] estimates are levelled by the median of what was answered, within bounds, and not by a handful', () => {
  const pairs = (count: number, ratio: number) =>
    Array.from({ length: count }, () => ({ answered: 100 * ratio, estimated: 100 }))
  expect(levelOf(pairs(19, 1.5))).toBe(1)
  expect(levelOf([...pairs(30, 1.5), ...pairs(10, 9)])).toBe(1.5)
  expect(levelOf(pairs(30, 7))).toBe(2)
  expect(levelOf(pairs(30, 0.1))).toBe(0.5)
  expect(levelOf([...pairs(30, 0), ...pairs(19, 3)])).toBe(1)
})

test('[E4] what a paid service is asked is exactly what matters: each pair once, nothing else', () => {
  fc.assert(
    fc.property(anyPairs, fc.integer({ min: 1, max: 40 }), (pairs, most) => {
      const blocks = exactBlocks(pairs, most)
      expect(named(asked(blocks))).toEqual(named(pairs))
      expect(blocks.every(({ origins, destinations }) => origins.length * destinations.length <= most)).toBe(
        true,
      )
    }),
  )
})

test('[E4] tables of a free service cover every wanted pair within the server’s size', () => {
  fc.assert(
    fc.property(anyPairs, fc.integer({ min: 2, max: 40 }), (pairs, most) => {
      const blocks = coveringBlocks(pairs, most)
      const covered = new Set(named(asked(blocks)))
      expect(named(pairs).every(name => covered.has(name))).toBe(true)
      for (const { origins, destinations } of blocks)
        expect(new Set([...origins, ...destinations]).size).toBeLessThanOrEqual(most)
    }),
  )
})

test('[E4] the depot’s ways come first, then everybody’s nearest neighbours, and never the whole matrix', () => {
  const places = Array.from({ length: 40 }, (_, index) => ({
    point: { latitude: 22.7 + index * 0.001, longitude: 121.1 },
    isDepot: index === 0,
  }))
  const pairs = pairsThatMatter(places, 3)
  expect(pairs).toHaveLength(39 * 2 + 39 * 3)
  expect(pairs.slice(0, 78).every(([from, to]) => from === 0 || to === 0)).toBe(true)
  expect(pairs.slice(78, 78 + 39).every(([from, to]) => Math.abs(from - to) === 1)).toBe(true)
  expect(new Set(named(pairs)).size).toBe(pairs.length)
  expect(pairs.length).toBeLessThan(allPairs(40).length / 5)
  expect(pairsThatMatter(places.slice(0, 1), 3)).toEqual([])
})
