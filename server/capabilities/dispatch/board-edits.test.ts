import { expect, test } from 'vitest'
import type { Board } from '../../../contract/endpoints/dispatch.ts'
import type { Actor } from '../../platform/actor.ts'
import { type Day, date, dayWith } from './board-day.fixture.ts'
import { lockRun, lockStop, moveStop } from './move-stop.action.ts'
import { discardChanges, publishPlan } from './publish-plan.action.ts'
import { readPlanDiff } from './read-plan-diff.action.ts'
import { readStopPlaces } from './read-stop-places.action.ts'
import { saveStaffing } from './save-staffing.action.ts'
import { redoStep, undoStep } from './turn-step.action.ts'

type Place = { runId: string | null; trip?: number; position?: number; driverId?: string }

const second = (day: Day): Actor => ({
  ...day.company.dispatcher,
  id: '01990000-0000-7000-8000-0000000000aa',
  name: '早班小美',
})

function move(day: Day, board: Board, stopId: string, to: Place, actor?: Actor) {
  const stop = board.stops.find(each => each.id === stopId)
  return day.write(
    context =>
      moveStop(day.deps, context, {
        stopId,
        trip: 1,
        position: 0,
        ...to,
        version: stop?.version ?? 0,
        planVersion: board.version,
      }),
    actor,
  )
}
const publish = async (day: Day) =>
  day.write(async context =>
    publishPlan(day.deps, context, {
      date,
      version: (await day.board()).version,
      isViolationAccepted: true,
    }),
  )
const turn = (day: Day, how: typeof undoStep, stepId: string, actor?: Actor) =>
  day.write(
    async context => how(day.deps, context, { date, stepId, version: (await day.board()).version }),
    actor,
  )
const orderOf = (board: Board) =>
  board.stops
    .map(stop => [stop.id, stop.runId, stop.runId ? stop.trip : 0, stop.runId ? stop.position : 0])
    .sort()
const newest = (board: Board) => {
  const [step] = board.steps
  if (!step) throw new Error('a step expected')
  return step
}
/** Half of the stops to driver A, half to B, by hand, whatever the planner would think of it. */
async function spread(day: Day): Promise<void> {
  const { stops } = await day.board()
  for (const [index, stop] of stops.entries()) {
    const driver = day.company.drivers[index % 2]
    await move(day, await day.board(), stop.id, {
      runId: null,
      driverId: driver?.id ?? '',
      position: Math.floor(index / 2),
    })
  }
}
function twoRuns(board: Board) {
  const withStops = board.runs.filter(
    run => run.vehicleKind === 'truck' && board.stops.filter(stop => stop.runId === run.id).length > 1,
  )
  const [one, other] = withStops
  if (!one || !other) throw new Error('two runs expected')
  const stopsOf = (runId: string) =>
    board.stops
      .filter(stop => stop.runId === runId)
      .sort((a, b) => a.trip - b.trip || a.position - b.position)
  return { one, other, mine: stopsOf(one.id), theirs: stopsOf(other.id) }
}

test('[E2] a stale move is refused with who did what; a move of something else from the same view goes through', async () => {
  const day = await dayWith(12)
  await spread(day)
  const seen = await day.board()
  const { one, other, mine, theirs } = twoRuns(seen)
  const [mover, neighbour] = mine
  await move(day, seen, mover?.id ?? '', { runId: other.id }, second(day))
  await expect(move(day, seen, mover?.id ?? '', { runId: null })).rejects.toMatchObject({
    code: 'dispatch.board-changed',
    status: 409,
    options: {
      params: {
        who: '早班小美',
        kind: 'move',
        from: one.letter,
        to: other.letter,
        stop: mover?.shortName,
      },
    },
  })
  // The lane it should go to has another order now.
  await expect(move(day, seen, neighbour?.id ?? '', { runId: other.id, position: 1 })).rejects.toMatchObject({
    code: 'dispatch.board-changed',
  })
  // Into the tray depends on nobody's order: timing shifts of neighbours are no conflict.
  await move(day, seen, theirs.at(-1)?.id ?? '', { runId: null })
  expect((await day.board()).stops.find(stop => stop.id === theirs.at(-1)?.id)?.runId).toBeNull()
})

test('[E2] a lock, a plan and a publish from a stale view are refused too', async () => {
  const day = await dayWith(12)
  await spread(day)
  const seen = await day.board()
  const { one, mine } = twoRuns(seen)
  const [stop] = mine
  await move(day, seen, stop?.id ?? '', { runId: null }, second(day))
  const refused = { code: 'dispatch.board-changed' }
  const versions = { version: 0, planVersion: seen.version }
  await expect(
    day.write(context =>
      lockStop(day.deps, context, { stopId: stop?.id ?? '', isLocked: true, ...versions }),
    ),
  ).rejects.toMatchObject(refused)
  await expect(
    day.write(context => lockRun(day.deps, context, { runId: one.id, isLocked: true, ...versions })),
  ).rejects.toMatchObject(refused)
  await expect(
    day.write(context =>
      publishPlan(day.deps, context, { date, version: seen.version, isViolationAccepted: true }),
    ),
  ).rejects.toMatchObject(refused)
})

test('[E2] a step is undone and redone: every stop back where it was, a closed trip opened again', async () => {
  const day = await dayWith(10)
  await spread(day)
  const before = await day.board()
  const { other, mine } = twoRuns(before)
  await move(day, before, mine[1]?.id ?? '', { runId: other.id, trip: 2 })
  const moved = await day.board()
  expect(moved.stops.find(stop => stop.id === mine[1]?.id)).toMatchObject({ runId: other.id, trip: 2 })
  await turn(day, undoStep, newest(moved).id)
  expect(orderOf(await day.board())).toEqual(orderOf(before))
  const undone = (await day.board()).steps.find(step => step.kind === 'move')
  expect(undone).toMatchObject({ isUndone: true, mayRedo: true })
  await turn(day, redoStep, undone?.id ?? '')
  expect(orderOf(await day.board())).toEqual(orderOf(moved))
  // A whole re-plan is one step as well.
  await day.build('all')
  const built = (await day.board()).steps[0]
  await turn(day, undoStep, built?.id ?? '')
  expect(orderOf(await day.board())).toEqual(orderOf(moved))
})

test('[E2] undo is refused when somebody else has moved the same stop since, and says who', async () => {
  const day = await dayWith(10)
  await spread(day)
  const start = await day.board()
  const { one, other, mine } = twoRuns(start)
  await move(day, start, mine[0]?.id ?? '', { runId: other.id })
  const step = newest(await day.board())
  await move(day, await day.board(), mine[0]?.id ?? '', { runId: null }, second(day))
  expect((await day.board()).steps.find(each => each.id === step.id)?.mayUndo).toBe(false)
  await expect(turn(day, undoStep, step.id)).rejects.toMatchObject({
    code: 'dispatch.step-overtaken',
    options: { params: { who: '早班小美', kind: 'move', from: other.letter, to: '' } },
  })
  // What somebody did to another stop meanwhile stands, and mine goes back beside its neighbours.
  await move(day, await day.board(), mine[1]?.id ?? '', { runId: null })
  const mineToo = newest(await day.board())
  await move(day, await day.board(), mine[2]?.id ?? '', { runId: null }, second(day))
  await turn(day, undoStep, mineToo.id)
  const after = await day.board()
  expect(after.stops.find(stop => stop.id === mine[1]?.id)?.runId).toBe(one.id)
  expect(after.stops.find(stop => stop.id === mine[2]?.id)?.runId).toBeNull()
})

test('[E2] undoing a publication puts the one before back as a draft; drivers keep theirs until the next publish', async () => {
  const day = await dayWith(10)
  await spread(day)
  await publish(day)
  const first = await day.board()
  expect(newest(first)).toMatchObject({ kind: 'publish', mayUndo: false })
  const { one, other, mine } = twoRuns(first)
  await move(day, first, mine[0]?.id ?? '', { runId: other.id })
  await publish(day)
  const sent = await day.board()
  await turn(day, undoStep, newest(sent).id)
  const undone = await day.board()
  expect(orderOf(undone)).toEqual(orderOf(first))
  expect(undone.hasUnpublishedChanges).toBe(true)
  expect(undone.stops.find(stop => stop.id === mine[0]?.id)?.published?.runId).toBe(other.id)
  const diff = await readPlanDiff(day.deps, day.db, day.company.depotId, date)
  expect(diff.drivers.map(driver => [driver.letter, driver.gained, driver.lost])).toEqual(
    expect.arrayContaining([
      [one.letter, 1, 0],
      [other.letter, 0, 1],
    ]),
  )
  // The move went back with its publication, so both come again together.
  expect(undone.steps.filter(step => step.isUndone).map(step => step.kind)).toEqual(['publish', 'move'])
  const again = undone.steps.find(step => step.mayRedo)
  expect(again?.kind).toBe('publish')
  await turn(day, redoStep, again?.id ?? '')
  expect(orderOf(await day.board())).toEqual(orderOf(sent))
  expect((await day.board()).hasUnpublishedChanges).toBe(false)
})

test('[E2] an edit is undone across the first publication: back in the draft, published places untouched', async () => {
  const day = await dayWith(10)
  await spread(day)
  const start = await day.board()
  const { one, mine } = twoRuns(start)
  await move(day, start, mine[0]?.id ?? '', { runId: null })
  const step = newest(await day.board())
  await publish(day)
  await turn(day, undoStep, step.id)
  const board = await day.board()
  expect(board.stops.find(stop => stop.id === mine[0]?.id)).toMatchObject({ runId: one.id, published: null })
})

test('[E2] a lock is undone like a move, and discarding changes too', async () => {
  const day = await dayWith(12)
  await spread(day)
  await publish(day)
  const start = await day.board()
  const { one, mine } = twoRuns(start)
  await day.write(context =>
    lockRun(day.deps, context, { runId: one.id, isLocked: true, version: one.version }),
  )
  await turn(day, undoStep, newest(await day.board()).id)
  expect((await day.board()).runs.find(run => run.id === one.id)?.isLocked).toBe(false)
  await move(day, await day.board(), mine[0]?.id ?? '', { runId: null })
  await day.write(async context =>
    discardChanges(day.deps, context, { date, version: (await day.board()).version }),
  )
  await turn(day, undoStep, newest(await day.board()).id)
  expect((await day.board()).stops.find(stop => stop.id === mine[0]?.id)?.runId).toBeNull()
})

test('[E2] of two locked stops that no longer fit into one run both stay, and the board says which does not', async () => {
  const day = await dayWith(6, [{ fromMinute: 540, toMinute: 545 }])
  const [driver] = day.company.drivers
  const ids = (await day.board()).stops.slice(0, 2).map(stop => stop.id)
  for (const id of ids) {
    await move(day, await day.board(), id, { runId: null, driverId: driver?.id ?? '', position: 9 })
    const version = (await day.board()).stops.find(stop => stop.id === id)?.version ?? 0
    await day.write(context => lockStop(day.deps, context, { stopId: id, isLocked: true, version }))
  }
  for (const mode of ['all', 'free', 'fit'] as const) {
    await day.build(mode)
    const board = await day.board()
    const run = board.runs.find(each => each.driverId === driver?.id)
    expect(
      board.stops
        .filter(stop => stop.runId === run?.id && stop.isLocked)
        .map(stop => stop.id)
        .sort(),
    ).toEqual([...ids].sort())
    const codes = board.violations.filter(violation => ids.includes(violation.stopId ?? ''))
    expect(codes.map(violation => violation.code)).toContain('window.closed')
    if (mode !== 'fit') expect(codes.map(violation => violation.code)).toContain('lock.kept')
  }
})

test('[E2] the places of a stop name every slot and what the checker finds there, as the drop then shows', async () => {
  const day = await dayWith(10)
  await spread(day)
  const board = await day.board()
  const { one, other, mine, theirs } = twoRuns(board)
  await day.write(context =>
    lockRun(day.deps, context, { runId: one.id, isLocked: true, version: one.version }),
  )
  const [stop] = theirs
  const { lanes } = await readStopPlaces(day.deps, day.db, stop?.id ?? '')
  expect(lanes.some(lane => lane.driverId === one.driverId)).toBe(false)
  const home = lanes.find(lane => lane.driverId === other.driverId)
  const trips = new Set(theirs.map(each => each.trip)).size
  // Each trip of n stops has n + 1 places, counted without the moved one, and there is always a new trip.
  expect(home?.places).toHaveLength(theirs.length - 1 + trips + 1)
  expect(home?.places[0]).toMatchObject({
    trip: 1,
    position: 0,
    minutes: 0,
    metres: 0,
    broken: [],
    mended: 0,
  })
  expect(mine.length).toBeGreaterThan(0)
  const fresh = home?.places.at(-1)
  const before = await day.board()
  await move(day, before, stop?.id ?? '', {
    runId: other.id,
    trip: fresh?.trip ?? 0,
    position: fresh?.position ?? 0,
  })
  const after = await day.board()
  expect(Math.abs(after.totals.minutes - before.totals.minutes - (fresh?.minutes ?? 0))).toBeLessThanOrEqual(
    1,
  )
  expect(Math.abs(after.totals.metres - before.totals.metres - (fresh?.metres ?? 0))).toBeLessThan(50)
})

const dayOf = (driver: Board['drivers'][number], over: object = {}) => ({
  driverId: driver.id,
  status: 'work' as const,
  vehicleId: driver.vehicleId,
  shiftStartMinute: driver.shiftStartMinute,
  shiftEndMinute: driver.shiftEndMinute,
  helper: '',
  note: '',
  version: 0,
  ...over,
})
const staff = (day: Day, row: ReturnType<typeof dayOf>) =>
  day.write(context => saveStaffing(day.deps, context, { ...row, depotId: day.company.depotId, date }))

test('[E2] who is sick does not drive that day: his open stops are in the tray with the reason, the locked one stays', async () => {
  const day = await dayWith(8)
  await spread(day)
  const start = await day.board()
  const { one, mine } = twoRuns(start)
  const [locked, ...open] = mine
  await day.write(context =>
    lockStop(day.deps, context, { stopId: locked?.id ?? '', isLocked: true, version: locked?.version ?? 0 }),
  )
  const driver = start.drivers.find(each => each.id === one.driverId)
  if (!driver) throw new Error('a driver expected')
  await staff(day, dayOf(driver, { status: 'sick', note: '發燒' }))
  const after = await day.board()
  expect(after.drivers.find(each => each.id === driver.id)?.isActive).toBe(false)
  const tray = after.stops.filter(stop => stop.runId === null)
  expect(tray.map(stop => [stop.id, stop.unplannedBecause]).sort()).toEqual(
    open.map(stop => [stop.id, 'away']).sort(),
  )
  expect(after.stops.find(stop => stop.id === locked?.id)?.runId).toBe(one.id)
  expect(after.violations).toContainEqual(expect.objectContaining({ code: 'lock.kept', stopId: locked?.id }))
  expect(after.staffing).toMatchObject([{ driverId: driver.id, status: 'sick', note: '發燒', version: 1 }])
  await expect(staff(day, dayOf(driver, { status: 'off' }))).rejects.toMatchObject({
    code: 'request.stale-version',
  })
})

test('[E2] a vehicle has one driver a day, and takes over when the other is off', async () => {
  const day = await dayWith(2)
  const [a, b] = (await day.board()).drivers
  if (!a || !b) throw new Error('two drivers expected')
  const swap = dayOf(b, { vehicleId: a.vehicleId, helper: '阿明' })
  await expect(staff(day, swap)).rejects.toMatchObject({ code: 'dispatch.vehicle-taken' })
  await staff(day, dayOf(a, { status: 'leave' }))
  await staff(day, swap)
  const board = await day.board()
  expect(board.drivers.find(each => each.id === b.id)?.vehicleId).toBe(a.vehicleId)
  expect(board.staffing.find(each => each.driverId === b.id)?.helper).toBe('阿明')
  await expect(
    staff(day, dayOf(b, { shiftStartMinute: 900, shiftEndMinute: 600, version: 1 })),
  ).rejects.toMatchObject({ code: 'dispatch.shift-backwards' })
})

test('[E2] who works is settled before anything is due: a day without a single stop is staffed too', async () => {
  const day = await dayWith(0)
  const [driver] = (await day.board()).drivers
  if (!driver) throw new Error('a driver expected')
  await staff(day, dayOf(driver, { status: 'leave' }))
  const board = await day.board()
  expect(board.stops).toEqual([])
  expect(board.drivers.find(each => each.id === driver.id)?.isActive).toBe(false)
})
