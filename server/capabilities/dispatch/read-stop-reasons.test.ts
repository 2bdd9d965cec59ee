import { expect, test } from 'vitest'
import { dayWith } from './board-day.fixture.ts'
import { moveStop } from './move-stop.action.ts'
import { readStopReasons } from './read-stop-reasons.action.ts'

test('[E1] a planned stop says how much later it could be and what every other driver would cost or why he cannot', async () => {
  const day = await dayWith(8)
  await day.build()
  const board = await day.board()
  const stop = board.stops.find(each => each.runId !== null && each.vehicleAccess === 'truck')
  const driverId = board.runs.find(run => run.id === stop?.runId)?.driverId
  const { planned, leftOut } = await readStopReasons(day.deps, day.db, stop?.id ?? '')
  expect(leftOut).toBeNull()
  expect(planned).toMatchObject({ driverId })
  expect(planned?.slackMinutes).toBeGreaterThanOrEqual(0)
  const extras = planned?.others.map(each => each.extraNtd) ?? []
  expect(extras).toEqual([...extras].sort((a, b) => a - b))
  // Every driver who works is accounted for once: he who has it, who could take it, and who cannot.
  const told = [driverId, ...(planned?.others ?? []), ...(planned?.excluded ?? [])].map(each =>
    typeof each === 'object' ? each.driverId : each,
  )
  expect(new Set(told).size).toBe(told.length)
  const motorcycle = board.vehicles.find(vehicle => vehicle.kind === 'motorcycle')
  const rider = board.drivers.find(driver => driver.vehicleId === motorcycle?.id && driver.isActive)
  if (rider) expect(planned?.excluded).toContainEqual({ driverId: rider.id, rule: 'vehicle-kind' })
})

test('[E1] a stop that lies in the tray although it fits says what the cheapest place would cost', async () => {
  const day = await dayWith(6)
  await day.build()
  const board = await day.board()
  const stop = board.stops.find(each => each.runId !== null)
  await day.write(context =>
    moveStop(day.deps, context, {
      stopId: stop?.id ?? '',
      runId: null,
      trip: 1,
      position: 0,
      version: stop?.version ?? 0,
    }),
  )
  const { planned, leftOut } = await readStopReasons(day.deps, day.db, stop?.id ?? '')
  expect(planned).toBeNull()
  expect(leftOut?.reason).toBe('search')
  expect(leftOut?.costNtd).toBeGreaterThan(0)
})

test('[E1][A7] a stop without a point, and one that nobody can reach in its window, say so and name no price', async () => {
  const day = await dayWith(4, [{ fromMinute: 60, toMinute: 90 }])
  const board = await day.board()
  const [stop] = board.stops
  const nobody = await readStopReasons(day.deps, day.db, stop?.id ?? '')
  expect(nobody).toMatchObject({ planned: null, leftOut: { costNtd: null } })
  const pointless = {
    ...day.deps,
    readSites: async (...asked: Parameters<typeof day.deps.readSites>) =>
      new Map([...(await day.deps.readSites(...asked))].map(([id, site]) => [id, { ...site, point: null }])),
  }
  const unplaced = await readStopReasons(pointless, day.db, stop?.id ?? '')
  expect(unplaced.leftOut).toEqual({ reason: 'unplaced', costNtd: null, lifts: [] })
  await expect(
    readStopReasons(day.deps, day.db, '01990000-0000-7000-8000-0000000000ff'),
  ).rejects.toMatchObject({
    code: 'dispatch.stop-not-found',
  })
})

test('[E1] a stop that no driver reaches in its window says what lifting the window would cost, and who would come', async () => {
  const day = await dayWith(3, [{ fromMinute: 480, toMinute: 481 }])
  const reasons = await readStopReasons(day.deps, day.db, (await day.board()).stops[0]?.id ?? '')
  expect(reasons.leftOut?.costNtd).toBeNull()
  const [lift] = reasons.leftOut?.lifts ?? []
  expect(lift).toMatchObject({ rule: 'windows' })
  expect(lift?.costNtd).toBeGreaterThan(0)
  expect((await day.board()).drivers.map(driver => driver.id)).toContain(lift?.driverId)
})
