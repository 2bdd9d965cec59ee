import { expect, test } from 'vitest'
import { beginsAt, countsOf, filterRuns, type LiveRun, leftOver, nextStop, withNewest } from './live-view.ts'

const run = (letter: string, given: Partial<LiveRun> = {}): LiveRun => ({
  runId: letter,
  driverId: letter,
  driverName: letter,
  letter,
  phone: '',
  plate: '',
  state: 'loaded',
  done: 1,
  failed: 0,
  total: 3,
  lateMinutes: 0,
  backAt: null,
  point: null,
  heardAt: '2026-11-23T01:00:00.000Z',
  silentSince: null,
  interrupted: null,
  aboard: { full: {}, empty: {} },
  cancelled: 0,
  stops: [],
  ...given,
})
const stop = (state: string, risk: string | null = null) =>
  ({ stopId: `${state}${risk}`, state, risk }) as LiveRun['stops'][number]

test('[E3] who needs somebody stands first, and a filter counts what it shows', () => {
  const runs = [
    run('A'),
    run('B', { lateMinutes: 40 }),
    run('C', { stops: [stop('published', 'window'), stop('published', 'run-out')] }),
    run('D', { silentSince: '2026-11-23T00:40:00.000Z' }),
    run('E', { done: 3, lateMinutes: 90, silentSince: '2026-11-23T00:40:00.000Z' }),
  ]
  expect(filterRuns(runs, 'all').map(each => each.letter)).toEqual(['D', 'C', 'B', 'A', 'E'])
  expect(filterRuns(runs, 'late').map(each => each.letter)).toEqual(['B'])
  expect(filterRuns(runs, 'silent').map(each => each.letter)).toEqual(['D'])
  expect(countsOf(runs)).toEqual({ all: 5, late: 1, risk: 2, silent: 1, open: 4 })
})

test('[E3] the next stop is the one he stands at, else the first that is open', () => {
  expect(nextStop(run('A', { stops: [stop('done'), stop('published'), stop('arrived')] }))?.state).toBe(
    'arrived',
  )
  expect(nextStop(run('A', { stops: [stop('done'), stop('failed'), stop('published')] }))?.state).toBe(
    'published',
  )
  expect(nextStop(run('A', { stops: [stop('done')] }))).toBeUndefined()
})

const planned = (plannedMinute: number, state = 'published') => ({ ...stop(state), plannedMinute })

test('[E3] a run that has not begun says when it begins, whatever the hour; a begun one does not', () => {
  expect(beginsAt(run('A', { stops: [planned(560), planned(500)] }))).toBe(500)
  expect(beginsAt(run('A', { stops: [planned(500, 'arrived'), planned(560)] }))).toBeUndefined()
  expect(beginsAt(run('A', { stops: [planned(500, 'done'), planned(560)] }))).toBeUndefined()
  expect(beginsAt(run('A', { state: 'closed', stops: [planned(500)] }))).toBeUndefined()
  expect(beginsAt(run('A'))).toBeUndefined()
})

test('[E3] long after the plan ended what is left is counted, not how late it is', () => {
  const evening = run('A', { stops: [planned(500, 'done'), planned(840), planned(900)] })
  expect(leftOver(evening, 900 + 119)).toBe(0)
  expect(leftOver(evening, 900 + 120)).toBe(2)
  expect(leftOver(run('A', { stops: [planned(500, 'done')] }), 1_400)).toBe(0)
  expect(leftOver(run('A'), 1_400)).toBe(0)
})

test('[F3] a newer position from the socket moves the driver and ends his silence; an older one does not', () => {
  const silent = run('A', { silentSince: '2026-11-23T00:40:00.000Z' })
  const frame = (deviceAt: string) => ({
    A: { type: 'position' as const, driverId: 'A', latitude: 22.7, longitude: 121.1, deviceAt },
  })
  expect(withNewest([silent], frame('2026-11-23T01:05:00.000Z'))[0]).toMatchObject({
    point: { latitude: 22.7 },
    silentSince: null,
  })
  expect(withNewest([silent], frame('2026-11-23T00:05:00.000Z'))[0]).toBe(silent)
})
