import type { Board, BoardChanges } from '@luckygas/contract/endpoints/dispatch.ts'
import { expect, test } from 'vitest'
import { applyChanges, putDown } from './apply-changes.ts'

const stop = (id: string, runId: string | null, position: number, trip = 1) =>
  ({
    id,
    runId,
    trip,
    position,
    arriveMinute: runId && 500,
    departMinute: runId && 512,
    unplannedBecause: runId ? null : 'window',
  }) as Board['stops'][number]
const run = (id: string, letter: string) => ({ id, letter, version: 1 }) as Board['runs'][number]
const board = {
  version: 7,
  date: '2026-11-23',
  runs: [run('r1', 'A'), run('r2', 'C')],
  stops: [
    stop('a', 'r1', 0),
    stop('b', 'r1', 1),
    stop('c', 'r1', 2),
    stop('d', 'r2', 0),
    stop('e', 'r2', 0, 2),
    stop('f', null, 0),
  ],
  totals: { planned: 5 },
} as unknown as Board

const places = (of: Board) =>
  Object.fromEntries(of.stops.map(each => [each.id, `${each.runId} ${each.trip}.${each.position}`]))

test('[E2] changes of the version that is shown replace only what changed and add what is new', () => {
  const changes = {
    since: 7,
    version: 8,
    runs: [run('r3', 'B')],
    stops: [stop('b', 'r3', 0)],
    totals: { planned: 6 },
  } as unknown as BoardChanges
  const after = applyChanges(board, changes)
  expect(after?.runs.map(each => each.letter)).toEqual(['A', 'B', 'C'])
  expect(after?.stops.map(each => each.id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(after?.stops[1]?.runId).toBe('r3')
  expect(after?.stops[0]).toBe(board.stops[0])
  expect(after).toMatchObject({ version: 8, date: '2026-11-23', totals: { planned: 6 } })
  expect(after).not.toHaveProperty('since')
})

test('[E2] changes of another version are not laid over the board', () => {
  expect(
    applyChanges(board, { since: 6, version: 8, runs: [], stops: [] } as unknown as BoardChanges),
  ).toBeUndefined()
})

test('[E2] a stop put down closes its gap and opens another, and no two stops share a place', () => {
  expect(places(putDown(board, 'a', { runId: 'r2', trip: 1, position: 0, arriveMinute: 600 }))).toEqual({
    a: 'r2 1.0',
    b: 'r1 1.0',
    c: 'r1 1.1',
    d: 'r2 1.1',
    e: 'r2 2.0',
    f: 'null 1.0',
  })
  expect(
    places(putDown(board, 'a', { runId: 'r1', trip: 1, position: 2, arriveMinute: null })),
  ).toMatchObject({
    b: 'r1 1.0',
    c: 'r1 1.1',
    a: 'r1 1.2',
  })
  expect(
    places(putDown(board, 'c', { runId: 'r1', trip: 1, position: 0, arriveMinute: null })),
  ).toMatchObject({
    c: 'r1 1.0',
    a: 'r1 1.1',
    b: 'r1 1.2',
  })
})

test('[E2] a stop keeps its service time where it is put down; in the tray it has none', () => {
  const find = (of: Board, id: string) => of.stops.find(each => each.id === id)
  const there = putDown(board, 'a', { runId: 'r2', trip: 2, position: 1, arriveMinute: 600 })
  expect(find(there, 'a')).toMatchObject({ arriveMinute: 600, departMinute: 612 })
  const fresh = putDown(board, 'f', { runId: 'r2', trip: 1, position: 1, arriveMinute: 600 })
  expect(find(fresh, 'f')).toMatchObject({ departMinute: 605, unplannedBecause: null })
  const tray = putDown(board, 'a', { runId: null, trip: 3, position: 4, arriveMinute: 600 })
  expect(find(tray, 'a')).toMatchObject({
    runId: null,
    trip: 1,
    position: 0,
    arriveMinute: null,
    departMinute: null,
  })
  expect(places(tray)).toMatchObject({ b: 'r1 1.0', f: 'null 1.0' })
  expect(putDown(board, 'nobody', { runId: null, trip: 1, position: 0, arriveMinute: null })).toBe(board)
})
