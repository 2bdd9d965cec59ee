import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  changedRuns,
  changedStops,
  closeUp,
  inRuns,
  type Layout,
  layoutOf,
  placeStop,
  publishedLayoutOf,
  restore,
} from './layout.rules.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
/** Any way to lay ten stops into three runs of up to three trips, or to leave them in the tray. */
const layouts: fc.Arbitrary<Layout> = fc
  .tuple(
    fc.shuffledSubarray(ids),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })), {
      minLength: 10,
      maxLength: 10,
    }),
  )
  .map(([order, places]) => {
    const layout: Layout = {}
    order.forEach((id, index) => {
      const [run, trip] = places[index] ?? [0, 0]
      layout[`run${run}`] ??= [[], [], []]
      layout[`run${run}`]?.[trip]?.push(id)
    })
    return closeUp(layout)
  })
const placed = (layout: Layout) => Object.values(layout).flat(2).sort()

test('[E2] rows become trips and trips keep their numbers', () => {
  const row = (id: string, runId: string | null, trip: number, position: number) => ({
    id,
    runId,
    trip,
    position,
  })
  const rows = [row('b', 'r', 1, 1), row('a', 'r', 1, 0), row('c', 'r', 3, 0), row('t', null, 1, 0)]
  expect(layoutOf(rows)).toEqual({ r: [['a', 'b'], [], ['c']] })
  expect(closeUp(layoutOf(rows))).toEqual({ r: [['a', 'b'], ['c']] })
  const published = rows.map(({ id, runId, trip, position }) => ({
    id,
    publishedRunId: runId,
    publishedTrip: runId === null ? null : trip,
    publishedPosition: runId === null ? null : position,
  }))
  expect(publishedLayoutOf(published)).toEqual(layoutOf(rows))
})

test('[E2] a stop is put at any position, at a trip’s end, into a new trip, or into the tray', () => {
  const layout: Layout = { r: [['a', 'b'], ['c']], q: [['d']] }
  expect(placeStop(layout, 'a', { runId: 'q', trip: 1, position: 0 })).toEqual({
    r: [['b'], ['c']],
    q: [['a', 'd']],
  })
  expect(placeStop(layout, 'd', { runId: 'r', trip: 1, position: 2 })).toEqual({
    r: [['a', 'b', 'd'], ['c']],
  })
  expect(placeStop(layout, 'a', { runId: 'r', trip: 3, position: 0 })).toEqual({
    r: [['b'], ['c'], ['a']],
    q: [['d']],
  })
  // Its own trip closes behind it, and the trip it was shown is the one it goes to.
  expect(placeStop(layout, 'c', { runId: 'r', trip: 1, position: 0 })).toEqual({
    r: [['c', 'a', 'b']],
    q: [['d']],
  })
  expect(placeStop(layout, 'd', null)).toEqual({ r: [['a', 'b'], ['c']] })
})

test('[E2] neighbours that only slide along have not changed', () => {
  const before: Layout = { r: [['a', 'b', 'c', 'd']], q: [['x']] }
  expect(changedStops(before, { r: [['a', 'c', 'd']], q: [['b', 'x']] })).toEqual(['b'])
  expect(changedStops(before, { r: [['d', 'a', 'b', 'c']], q: [['x']] })).toEqual(['d'])
  expect(changedStops({ r: [['a'], ['b', 'c']] }, { r: [['b', 'c']] })).toEqual(['a'])
  expect(changedStops({ r: [['a', 'b'], ['c']] }, { r: [['a'], ['b', 'c']] })).toEqual(['b'])
  expect(changedRuns(before, { r: [['a', 'c', 'b', 'd']], q: [['x']] })).toEqual(['r'])
  expect(inRuns(before, ['q', 'gone'])).toEqual({ q: [['x']] })
})

test('[E2] property: what a step changed, put back, is the plan as it was', () => {
  fc.assert(
    fc.property(layouts, layouts, (before, after) => {
      expect(restore(after, before, changedStops(before, after))).toEqual(before)
    }),
    { numRuns: 500 },
  )
})

test('[E2] property: whatever is put back into whatever plan, no stop is lost or doubled', () => {
  fc.assert(
    fc.property(layouts, layouts, fc.subarray(ids), (current, target, moving) => {
      const next = restore(current, target, moving)
      const expected = ids.filter(id => placed(moving.includes(id) ? target : current).includes(id))
      expect(placed(next)).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

test('[E2] property: a stop put anywhere stands there once, and all others keep their order', () => {
  const places = fc.record({
    runId: fc.constantFrom('run0', 'run1', 'run9'),
    trip: fc.integer({ min: 1, max: 4 }),
    position: fc.nat(12),
  })
  fc.assert(
    fc.property(layouts, fc.constantFrom(...ids), fc.option(places), (layout, id, place) => {
      const next = placeStop(layout, id, place)
      expect(placed(next).filter(each => each === id)).toHaveLength(place ? 1 : 0)
      expect(placed(next).filter(each => each !== id)).toEqual(placed(layout).filter(each => each !== id))
      expect(changedStops(layout, next).filter(each => each !== id).length).toBeLessThanOrEqual(place ? 9 : 0)
    }),
  )
})
