import { expect, onTestFinished, test } from 'vitest'
import { settableClock } from '../../platform/clock.ts'
import { estimateLeg } from '../../ports/travel-times/estimate.rules.ts'
import type { Simulator } from '../../ports/travel-times/simulators/loopback-server.ts'
import { startOsrmSimulator } from '../../ports/travel-times/simulators/osrm-simulator.ts'
import { makeTravelTimes } from '../../ports/travel-times/travel-times.joined.ts'
import { makeOsrm } from '../../ports/travel-times/travel-times.osrm.ts'
import type { TravelFactors } from '../../ports/travel-times/travel-times.port.ts'
import { type Day, date, dayWith } from './board-day.fixture.ts'
import { lockStop } from './move-stop.action.ts'
import { insertRoadClosure } from './running/closure.store.ts'

const stops = 24
/** The depot and every stop, each to every other. */
const pairs = (stops + 1) * stops

/** A day whose times on the road come from a simulated OSRM in a town three times as slow as the estimate. */
async function dayOnRoads(factors?: TravelFactors): Promise<{ day: Day; simulator: Simulator }> {
  const simulator = await startOsrmSimulator({
    legOf: ([fromLongitude, fromLatitude], [toLongitude, toLatitude]) => {
      const leg = estimateLeg(
        { latitude: fromLatitude, longitude: fromLongitude },
        { latitude: toLatitude, longitude: toLongitude },
        { circuity: 1.35, kmPerHour: 8 },
      )
      return { ...leg, metres: leg.metres + 7 }
    },
  })
  onTestFinished(() => simulator.close().catch(() => undefined))
  const day = await dayWith(stops)
  const times = makeTravelTimes({
    db: day.db,
    clock: settableClock('2026-11-22T18:00:00+08:00'),
    service: factors ? undefined : makeOsrm({ url: simulator.url, tableSize: 100, timeoutMs: 1_000 }),
    readFactors: async () => factors,
  })
  day.deps.readRoads = (db, question, mayAsk) =>
    mayAsk ? times.ask({ ...question, neighbours: 8 }) : times.known(db, { ...question, neighbours: 8 })
  return { day, simulator }
}

test('[E4] a plan is built with the road service’s times, says so, and hand work asks nobody', async () => {
  const { day, simulator } = await dayOnRoads()
  await day.build()
  const built = await day.board()
  expect(built.travel).toEqual({ counts: { estimate: 0, osrm: pairs, google: 0 }, fault: null })
  expect(built.violations).toEqual([])
  const asked = simulator.requests()
  expect(asked).toBe(1)
  const [stop] = built.stops.filter(each => each.runId)
  await day.write(context =>
    lockStop(day.deps, context, { stopId: stop?.id ?? '', isLocked: true, version: stop?.version ?? 0 }),
  )
  await day.build('free')
  expect(simulator.requests()).toBe(asked)
  expect((await day.board()).violations).toEqual([])
})

test('[E4] with the internet cut the plan is built with the estimate and says why', async () => {
  const { day, simulator } = await dayOnRoads()
  await simulator.close()
  await day.build()
  const board = await day.board()
  expect(board.travel).toEqual({
    counts: { estimate: pairs, osrm: 0, google: 0 },
    fault: 'travel.unreachable',
  })
  expect(board.stops.filter(each => each.runId)).toHaveLength(stops)
  // The breaker is open: building again does not wait for the dead service.
  await day.build()
  expect((await day.board()).travel?.fault).toBe('travel.paused')
})

test('[E4] slower roads make the same work longer', async () => {
  const [plain, slow] = [await dayWith(stops), (await dayOnRoads()).day]
  await plain.build()
  await slow.build()
  const [before, after] = [await plain.board(), await slow.board()]
  expect(before.travel).toBeUndefined()
  expect(after.totals.minutes).toBeGreaterThan(before.totals.minutes)
})

test('[E4] learned factors move the estimate of a plan without any service', async () => {
  const { day } = await dayOnRoads(() => 2.5)
  await day.build()
  const board = await day.board()
  expect(board.travel?.counts).toEqual({ estimate: pairs, osrm: 0, google: 0 })
  const plain = await dayWith(stops)
  await plain.build()
  expect(board.totals.minutes).toBeGreaterThan((await plain.board()).totals.minutes)
})

test('[E4] a plan knows at what hours everybody drives: the same hour at ten, twice as long at all others', async () => {
  const [even, slow] = [
    (await dayOnRoads(() => 1)).day,
    (await dayOnRoads((_from, _to, hour) => (hour === 10 ? 1 : 2))).day,
  ]
  await even.build()
  await slow.build()
  const [before, after] = [await even.board(), await slow.board()]
  expect(after.violations).toEqual([])
  expect(after.totals.minutes).toBeGreaterThan(before.totals.minutes)
})

test('[E3] a road that is closed on its day reaches the times of a draft, over a service’s times on the road', async () => {
  const { day } = await dayOnRoads()
  await day.build()
  const before = await day.board()
  await day.write(context =>
    insertRoadClosure(context.db, {
      id: context.newId(),
      depotId: day.company.depotId,
      date,
      // The middle of the stops: whoever goes from one side to the other goes around.
      latitude: 22.755,
      longitude: 121.124,
      radiusMetres: 1_500,
      extraMinutes: 30,
      note: '道路施工',
      closedAt: context.now,
      closedBy: day.company.dispatcher.id,
    }),
  )
  await day.build()
  const after = await day.board()
  expect(after.violations).toEqual([])
  expect(after.totals.minutes).toBeGreaterThan(before.totals.minutes + 29)
})
