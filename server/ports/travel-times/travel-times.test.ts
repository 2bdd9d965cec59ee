import { expect, onTestFinished, test } from 'vitest'
import { settableClock } from '../../platform/clock.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { estimateLeg } from './estimate.rules.ts'
import type { RoadService } from './road-protocol.ts'
import { startGoogleRoutesSimulator } from './simulators/google-routes-simulator.ts'
import type { Simulator } from './simulators/loopback-server.ts'
import { startOsrmSimulator } from './simulators/osrm-simulator.ts'
import {
  numbers,
  placesAround,
  questionOf,
  roadServiceContract,
  slowTown,
  type TravelCase,
  travelTimesContract,
} from './travel-times.contract.ts'
import { makeGoogleRoutes } from './travel-times.google.ts'
import { makeTravelTimes, type TravelTimesOptions } from './travel-times.joined.ts'
import { makeOsrm } from './travel-times.osrm.ts'
import type { TravelPoint } from './travel-times.port.ts'

const now = '2026-11-22T12:00:00Z'
const apiKey = 'test-key-that-must-not-be-told'
const timeoutMs = 1_000

const slowWay = (a: TravelPoint, b: TravelPoint) => {
  const { seconds, metres } = estimateLeg(a, b, numbers)
  return { seconds: seconds * slowTown, metres }
}

async function caseOf(
  simulator: Simulator | undefined,
  serviceOf: (clock: ReturnType<typeof settableClock>) => RoadService | undefined,
  more: Partial<TravelTimesOptions> = {},
) {
  if (simulator) onTestFinished(() => simulator.close().catch(() => undefined))
  const { db } = await testDatabase()
  const clock = settableClock(now)
  const options = {
    db,
    clock,
    service: serviceOf(clock),
    readFactors: async () => undefined,
    ...more,
  } satisfies TravelTimesOptions
  const times = makeTravelTimes(options)
  return {
    times,
    simulator,
    db,
    clock,
    options,
    // As another process would: nothing remembered but what the database keeps.
    knownElsewhere: question => makeTravelTimes(options).known(db, question),
  } satisfies TravelCase & Record<string, unknown>
}

async function osrmCase(tableSize = 100, more?: Partial<TravelTimesOptions>) {
  const simulator = await startOsrmSimulator({
    tableSize,
    legOf: ([fromLongitude, fromLatitude], [toLongitude, toLatitude]) =>
      slowWay(
        { latitude: fromLatitude, longitude: fromLongitude },
        { latitude: toLatitude, longitude: toLongitude },
      ),
  })
  return caseOf(simulator, () => makeOsrm({ url: simulator.url, tableSize, timeoutMs }), more)
}

async function googleCase(dailyElements = 5_000, more?: Partial<TravelTimesOptions>) {
  const departures: (string | undefined)[] = []
  const simulator = await startGoogleRoutesSimulator({
    apiKey,
    legOf: (from, to, departure) => {
      departures.push(departure)
      return slowWay(from, to)
    },
  })
  const made = await caseOf(
    simulator,
    clock => makeGoogleRoutes({ apiKey, url: simulator.url, dailyElements, keepDays: 1, clock, timeoutMs }),
    more,
  )
  return { ...made, departures }
}

const twiceAsSlow = () => caseOf(undefined, () => undefined, { readFactors: async () => () => slowTown })

travelTimesContract('estimate', twiceAsSlow)
travelTimesContract('osrm', osrmCase)
travelTimesContract('google', googleCase)
roadServiceContract('osrm', osrmCase)
roadServiceContract('google', googleCase)

test('[E4] without a service and without learned factors there is nothing better than the planner’s own estimate', async () => {
  const { times, db } = await caseOf(undefined, () => undefined)
  expect(await times.ask(questionOf(5))).toBeUndefined()
  expect(await times.known(db, questionOf(5))).toBeUndefined()
})

test('[E4] a table larger than the server allows is asked in squares, each pair once', async () => {
  const { times, simulator } = await osrmCase(20)
  const roads = await times.ask(questionOf(45))
  expect(roads?.fault).toBeNull()
  expect(roads?.counts).toEqual({ estimate: 0, osrm: 46 * 45, google: 0 })
  expect(simulator?.requests()).toBe(25)
  expect(simulator?.elements()).toBe(46 * 46)
})

test('[E4] a pair without a way, and one far off the map, are estimated', async () => {
  const places = placesAround(3)
  const island = places[3]?.point.longitude ?? 0
  const simulator = await startOsrmSimulator({
    legOf: (from, to) =>
      Math.abs(to[0] - island) < 1e-6 && to[1] > 22.761 ? null : { seconds: 60, metres: from[0] },
  })
  const { times } = await caseOf(simulator, () => makeOsrm({ url: simulator.url, tableSize: 100, timeoutMs }))
  const roads = await times.ask(questionOf(3))
  const [depot, , , far] = places.map(place => place.point)
  if (!depot || !far) throw new Error('no places')
  expect(roads?.sourceOf(depot, far)).toBe('estimate')
  expect(roads?.sourceOf(far, depot)).toBe('osrm')
  expect(roads?.fault).toBeNull()
})

test('[E4] of a paid service only the depot’s ways and the nearest neighbours are asked', async () => {
  const { times, simulator } = await googleCase()
  const roads = await times.ask(questionOf(60))
  expect(simulator?.elements()).toBe(60 * 2 + 60 * 4)
  expect(roads?.counts.google).toBe(360)
  expect(roads?.counts.estimate).toBe(61 * 60 - 360)
})

test('[E4] times are those of the fastest hour, with the speed of every other hour beside them, whatever hour is asked for', async () => {
  const slowness = (hour: number) => (hour === 3 ? 0.8 : hour === 17 ? 1.6 : 1)
  const { times, options } = await caseOf(undefined, () => undefined, {
    readFactors: async () => (_from, _to, hour) => slowness(hour),
  })
  const at = (hour: number) => questionOf(9, { departAt: new Date(Date.UTC(2026, 10, 23, (hour + 16) % 24)) })
  const [night, evening] = [await times.known(options.db, at(3)), await times.known(options.db, at(17))]
  const [a, b] = at(3).places.map(({ point }) => point)
  if (!night || !evening || !a || !b) throw new Error('no places')
  expect(evening.hourFactors).toEqual(night.hourFactors)
  expect([3, 10, 17].map(hour => night.hourFactors?.[hour])).toEqual([1, 0.8, 0.5])
  const plain = estimateLeg(a, b, numbers).seconds
  const added = { latitude: a.latitude + 0.02, longitude: a.longitude }
  for (const roads of [night, evening]) {
    const way = roads.seconds()[roads.indexOf(a)]?.[roads.indexOf(b)] ?? 0
    expect(Math.abs(way - 0.8 * plain)).toBeLessThanOrEqual(1)
    const fresh = roads.indexOf(added)
    const there = roads.seconds()[roads.indexOf(a)]?.[fresh] ?? 0
    expect(Math.abs(there - 0.8 * estimateLeg(a, added, numbers).seconds)).toBeLessThanOrEqual(1)
  }
  const alike = await caseOf(undefined, () => undefined, {
    readFactors: async () => (_from, _to, hour) => (hour === 8 ? 1.04 : 1),
  })
  const roads = await alike.times.known(alike.db, at(8))
  expect(roads?.hourFactors).toBeNull()
  expect(roads?.seconds()[roads.indexOf(a)]?.[roads.indexOf(b)]).toBe(
    estimateLeg(a, b, numbers, 1.04).seconds,
  )
})

test('[E4] estimates beside a paid service’s answers are levelled with them', async () => {
  const { times } = await googleCase()
  const question = questionOf(60)
  const roads = await times.ask(question)
  const [a, b] = [question.places[1]?.point, question.places[60]?.point]
  if (!roads || !a || !b) throw new Error('no places')
  expect(roads.sourceOf(a, b)).toBe('estimate')
  const plain = estimateLeg(a, b, numbers).seconds
  expect(roads.seconds()[roads.indexOf(a)]?.[roads.indexOf(b)]).toBe(plain * slowTown)
})

test('[E4] the allowance of the day holds for two processes that ask at once, and the rest is estimated', async () => {
  const one = await googleCase(200)
  const two = makeTravelTimes(one.options)
  const shifted = placesAround(60).map(place => ({
    ...place,
    point: { ...place.point, longitude: place.point.longitude + 0.1 },
  }))
  const answers = await Promise.all([
    one.times.ask(questionOf(60)),
    two.ask(questionOf(60, { places: shifted })),
    makeTravelTimes(one.options).ask(questionOf(30)),
  ])
  expect(one.simulator?.elements()).toBeLessThanOrEqual(200)
  expect(one.simulator?.elements()).toBeGreaterThan(150)
  expect(answers.some(roads => roads?.fault === 'travel.budget-spent')).toBe(true)
  expect((await one.times.ask(questionOf(55)))?.fault).toBe('travel.budget-spent')
  // Tomorrow the allowance is new.
  one.clock.advanceMs(86_400_000)
  const tomorrow = await makeTravelTimes(one.options).ask(questionOf(12))
  expect(tomorrow?.counts.google).toBeGreaterThan(0)
})

test('[E4] what was reserved and never asked is given back', async () => {
  const { times, simulator, db } = await googleCase(500, { pauseMs: 1 })
  simulator?.misbehave({ kind: 'status', status: 403 })
  await times.ask(questionOf(12))
  const row = await db.selectFrom('travel_budget').select('elements').executeTakeFirstOrThrow()
  // Only requests that went out before the first refusal count: at most one each of the calls allowed at once.
  expect(row.elements).toBeLessThanOrEqual(12 * 2 + 8 * 4)
})

test('[E4] answers are kept by the hour of departure, and the nearest hour stands in for another', async () => {
  const { times, simulator, departures, db } = await googleCase()
  const at = (hour: number) => new Date(`2026-11-23T${String(hour).padStart(2, '0')}:00:00+08:00`)
  await times.ask(questionOf(5, { departAt: at(9) }))
  const asked = simulator?.requests() ?? 0
  const noon = await times.known(db, questionOf(5, { departAt: at(12) }))
  expect(noon?.counts.google).toBeGreaterThan(0)
  expect(simulator?.requests()).toBe(asked)
  await times.ask(questionOf(5, { departAt: at(17) }))
  expect(simulator?.requests()).toBeGreaterThan(asked)
  expect(departures[0]).toBe('2026-11-23T01:00:00.000Z')
  expect(departures.at(-1)).toBe('2026-11-23T09:00:00.000Z')
})

test('[E4] a departure that has passed is not sent, because the service refuses it', async () => {
  const { times, departures } = await googleCase()
  await times.ask(questionOf(3, { departAt: new Date('2026-11-22T11:00:00Z') }))
  expect(new Set(departures)).toEqual(new Set([undefined]))
})

test('[E4] [S13] no fault tells the key', async () => {
  const { times, simulator } = await googleCase()
  await simulator?.close()
  const service = makeGoogleRoutes({
    apiKey,
    url: simulator?.url ?? '',
    dailyElements: 10,
    keepDays: 1,
    clock: settableClock(now),
  })
  const failed = service.ask(
    { origins: [0], destinations: [1] },
    row => ({ latitude: 22.7 + row / 100, longitude: 121.1 }),
    new Date(now),
    AbortSignal.timeout(1_000),
  )
  const error = await failed.catch(fault => fault)
  expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(apiKey)
  expect((await times.ask(questionOf(3)))?.fault).toBe('travel.unreachable')
})

test('[E4] old answers are not used and are forgotten', async () => {
  const { times, clock, db, simulator } = await osrmCase()
  await times.ask(questionOf(3))
  const asked = simulator?.requests() ?? 0
  clock.advanceMs(31 * 86_400_000)
  expect((await times.known(db, questionOf(3)))?.counts.osrm).toBe(0)
  const signal = AbortSignal.timeout(60_000)
  expect(await times.forget({ now: clock.now(), signal })).toEqual({ travel_leg: 12, travel_budget: 0 })
  await times.ask(questionOf(3))
  expect(simulator?.requests()).toBe(asked + 1)
})

test('[S13] a service that recovered is asked again after its pause', async () => {
  const { times, simulator } = await osrmCase(100, { pauseMs: 50 })
  simulator?.misbehave({ kind: 'half-json' })
  expect((await times.ask(questionOf(3)))?.fault).toBe('travel.bad-answer')
  simulator?.behave()
  await new Promise(resolve => setTimeout(resolve, 80))
  expect((await times.ask(questionOf(3)))?.fault).toBeNull()
})
