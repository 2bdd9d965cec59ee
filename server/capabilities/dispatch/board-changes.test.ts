import { expect, test } from 'vitest'
import type { Board, BoardChanges } from '../../../contract/endpoints/dispatch.ts'
import { markBoard, readBoardChanges } from './board-changes.view.ts'
import { date, dayWith } from './board-day.fixture.ts'
import { lockRun, moveStop } from './move-stop.action.ts'

const byId = (rows: readonly { id: string }[]) => [...rows].sort((a, b) => a.id.localeCompare(b.id))

/** What a window that showed `before` shows after it has laid the changes over it. */
function laidOver(before: Board, { since: _since, runs, stops, ...rest }: BoardChanges): Board {
  const merged = <Row extends { id: string }>(old: Row[], fresh: Row[]) => [
    ...old.filter(row => !fresh.some(each => each.id === row.id)),
    ...fresh,
  ]
  return { ...before, ...rest, runs: merged(before.runs, runs), stops: merged(before.stops, stops) }
}
const sorted = (board: Board) => ({ ...board, runs: byId(board.runs), stops: byId(board.stops) })

test('[E2] the changes of a move, laid over the board before it, are the board after it, and are few', async () => {
  const day = await dayWith(8)
  const { stops } = await day.board()
  for (const [index, each] of stops.slice(0, 6).entries()) {
    const version = (await day.board()).stops.find(row => row.id === each.id)?.version ?? 0
    const driverId = day.company.drivers[index % 2]?.id ?? ''
    await day.write(context =>
      moveStop(day.deps, context, { stopId: each.id, runId: null, driverId, trip: 1, position: 9, version }),
    )
  }
  const before = await day.board()
  const [one, other] = before.runs
  const stop = before.stops.find(each => each.runId === one?.id)
  if (!stop || !other || !before.planId) throw new Error('two runs expected')
  const to = { runId: null }
  const changes = await day.write(async context => {
    const mark = await markBoard(context.db, before.planId ?? '')
    const seen = { version: stop.version, planVersion: before.version }
    const plan = await moveStop(day.deps, context, { stopId: stop.id, ...to, trip: 1, position: 0, ...seen })
    return readBoardChanges(day.deps, context.db, plan, { mark, seenVersion: before.version })
  })
  if (!('since' in changes)) throw new Error('changes expected')
  const after = await day.board()
  expect(changes.since).toBe(before.version)
  expect(changes.stops.map(each => each.id)).toContain(stop.id)
  expect(changes.stops.length).toBeLessThan(before.stops.length)
  expect(sorted(laidOver(before, changes))).toEqual(sorted(after))
})

test('[E2] who looked at an older version than was marked gets the whole board', async () => {
  const day = await dayWith(12)
  await day.build()
  const before = await day.board()
  const [run] = before.runs
  if (!run || !before.planId) throw new Error('a run expected')
  const lock = (isLocked: boolean, seenVersion: number) =>
    day.write(async context => {
      const mark = await markBoard(context.db, before.planId ?? '')
      const plan = await lockRun(day.deps, context, {
        runId: run.id,
        isLocked,
        version: 0,
        planVersion: mark.version,
      })
      return readBoardChanges(day.deps, context.db, plan, { mark, seenVersion })
    })
  const changes = await lock(true, before.version)
  expect('since' in changes && changes.runs.map(each => [each.id, each.isLocked])).toEqual([[run.id, true]])
  expect(changes.stops).toEqual([])
  const whole = await lock(false, before.version)
  expect(whole).toEqual(await day.board())
  expect(whole).toMatchObject({ date })
})
