import { describe, expect, test } from 'vitest'
import { estimateLeg } from './estimate.rules.ts'
import type { Simulator } from './simulators/loopback-server.ts'
import type {
  TravelFaultCode,
  TravelPlace,
  TravelQuestion,
  TravelSource,
  TravelTimes,
} from './travel-times.port.ts'

export interface TravelCase {
  times: TravelTimes
  /** What another process on the same database knows. */
  knownElsewhere(question: TravelQuestion): ReturnType<TravelTimes['known']>
  simulator: Simulator | undefined
}

/** The simulated roads: every way is the estimate of a town twice as slow, so that answers can be told apart. */
export const slowTown = 2
export const numbers = { circuity: 1.35, kmPerHour: 24 }
const departAt = new Date('2026-11-23T02:00:00Z')

/** A depot and stops on a grid of 600 m around it. */
export function placesAround(stops: number): TravelPlace[] {
  const point = (index: number) => ({
    latitude: 22.75 + (index % 10) * 0.006,
    longitude: 121.14 + Math.floor(index / 10) * 0.006,
  })
  return [
    { point: { latitude: 22.7555, longitude: 121.1333 }, zone: null, isDepot: true },
    ...Array.from({ length: stops }, (_, index) => ({ point: point(index), zone: null, isDepot: false })),
  ]
}

export function questionOf(stops: number, change: Partial<TravelQuestion> = {}): TravelQuestion {
  return { places: placesAround(stops), departAt, estimate: numbers, neighbours: 4, ...change }
}

const faults: {
  name: string
  spoil(simulator: Simulator): void | Promise<void>
  codes: TravelFaultCode[]
}[] = [
  { name: 'never answers', spoil: it => it.misbehave({ kind: 'hang' }), codes: ['travel.timeout'] },
  {
    name: 'answers too late',
    spoil: it => it.misbehave({ kind: 'slow', ms: 3_000 }),
    codes: ['travel.timeout'],
  },
  {
    name: 'answers 500',
    spoil: it => it.misbehave({ kind: 'status', status: 500 }),
    codes: ['travel.broken'],
  },
  {
    name: 'answers 403',
    spoil: it => it.misbehave({ kind: 'status', status: 403 }),
    codes: ['travel.refused'],
  },
  {
    name: 'answers 429 with Retry-After',
    spoil: it => it.misbehave({ kind: 'status', status: 429, retryAfterSeconds: 120 }),
    codes: ['travel.busy'],
  },
  {
    name: 'sends half a JSON',
    spoil: it => it.misbehave({ kind: 'half-json' }),
    codes: ['travel.bad-answer'],
  },
  { name: 'is cut in the middle', spoil: it => it.misbehave({ kind: 'cut' }), codes: ['travel.unreachable'] },
  {
    name: 'answers too few',
    spoil: it => it.misbehave({ kind: 'wrong-count' }),
    codes: ['travel.bad-answer'],
  },
  {
    name: 'answers negative times',
    spoil: it => it.misbehave({ kind: 'negative' }),
    codes: ['travel.bad-answer'],
  },
  { name: 'refuses the connection', spoil: it => it.close(), codes: ['travel.unreachable'] },
]

/**
 * What every adapter of the travel times promises.
 * @param source what answers where the service works
 * @param make a fresh database and service, with a timeout of a second
 */
export function travelTimesContract(source: TravelSource, make: () => Promise<TravelCase>): void {
  describe(`travel times: ${source}`, () => {
    test('[E4] every pair has a whole answer that is not negative, and zero to itself', async () => {
      const { times } = await make()
      const question = questionOf(25)
      const roads = await times.ask(question)
      const rows = question.places.map(place => roads?.indexOf(place.point) ?? -1)
      expect(roads?.seconds()).toHaveLength(26)
      for (const from of rows)
        for (const to of rows)
          for (const square of [roads?.seconds(), roads?.metres()]) {
            const value = square?.[from]?.[to]
            expect(Number.isInteger(value) && (value as number) >= 0 && (from !== to || value === 0)).toBe(
              true,
            )
          }
    })

    test('[E4] the answer says who answered each pair, and it is the service wherever it was asked', async () => {
      const { times } = await make()
      const question = questionOf(25)
      const roads = await times.ask(question)
      if (!roads) throw new Error('nothing answered')
      const counts = { estimate: 0, osrm: 0, google: 0 }
      for (const [from, a] of question.places.entries())
        for (const [to, b] of question.places.entries()) {
          if (from === to) continue
          const by = roads.sourceOf(a.point, b.point)
          counts[by]++
          const plain = estimateLeg(a.point, b.point, numbers).seconds
          const answered = roads.seconds()[roads.indexOf(a.point)]?.[roads.indexOf(b.point)] ?? -1
          if (by !== 'estimate') expect(Math.abs(answered - slowTown * plain)).toBeLessThanOrEqual(2)
        }
      expect(counts).toEqual(roads.counts)
      expect(roads.counts[source]).toBeGreaterThan(25)
      expect(roads.fault).toBeNull()
    })

    test('[E4] a place that nobody asked about gets an estimate and disturbs nobody else', async () => {
      const { times } = await make()
      const question = questionOf(12)
      const roads = await times.ask(question)
      const other = await times.ask(question)
      const here = { latitude: 22.8, longitude: 121.2 }
      const depot = question.places[0]?.point ?? here
      const row = roads?.indexOf(here) ?? -1
      expect(row).toBe(13)
      expect(roads?.seconds()[row]?.[roads.indexOf(depot)]).toBeGreaterThan(0)
      expect(roads?.seconds()[roads.indexOf(depot)]?.[row]).toBeGreaterThan(0)
      expect(roads?.sourceOf(depot, here)).toBe('estimate')
      expect(other?.seconds()).toHaveLength(13)
    })
  })
}

/** What every road service promises besides: its answers are kept, and its failures cost a delay, not a plan. */
export function roadServiceContract(source: TravelSource, make: () => Promise<TravelCase>): void {
  describe(`road service: ${source}`, () => {
    test('[E4] what was answered once is not asked again, and is known without the network', async () => {
      const { times, knownElsewhere, simulator } = await make()
      const first = await times.ask(questionOf(12))
      const asked = simulator?.requests()
      const again = await times.ask(questionOf(12))
      expect(simulator?.requests()).toBe(asked)
      expect(again?.counts).toEqual(first?.counts)
      await simulator?.close()
      const dry = await knownElsewhere(questionOf(12))
      expect(dry?.seconds()).toEqual(first?.seconds())
    })

    test('[E4] a point moved by less than its cell is the same place', async () => {
      const { times, simulator } = await make()
      await times.ask(questionOf(12))
      const asked = simulator?.requests()
      const moved = placesAround(12).map(place => ({
        ...place,
        point: { ...place.point, latitude: place.point.latitude + 0.00002 },
      }))
      const roads = await times.ask(questionOf(12, { places: moved }))
      expect(simulator?.requests()).toBe(asked)
      expect(roads?.counts[source]).toBeGreaterThan(20)
    })

    for (const fault of faults) {
      test(`[E4] [S13] a service that ${fault.name}: the estimate answers, says so, and nobody waits twice`, async () => {
        const { times, simulator } = await make()
        if (!simulator) throw new Error('a service needs its simulator')
        await fault.spoil(simulator)
        const roads = await times.ask(questionOf(12))
        expect(fault.codes).toContain(roads?.fault)
        expect(roads?.counts).toEqual({ estimate: 156, osrm: 0, google: 0 })
        const [a, b] = placesAround(12).map(place => place.point)
        if (!a || !b) throw new Error('no places')
        expect(roads?.seconds()[roads.indexOf(a)]?.[roads.indexOf(b)]).toBe(
          estimateLeg(a, b, numbers).seconds,
        )
        // The breaker is open: the next asker is not sent to a service that just failed.
        const before = simulator.requests()
        expect((await times.ask(questionOf(12)))?.fault).toBe('travel.paused')
        expect(simulator.requests()).toBe(before)
      })
    }

    test('[S13] one failure of the moment is tried again and never seen', async () => {
      const { times, simulator } = await make()
      simulator?.misbehave({ kind: 'status', status: 503 }, 1)
      const roads = await times.ask(questionOf(5))
      expect(roads?.fault).toBeNull()
      expect(roads?.counts[source]).toBeGreaterThan(0)
    })
  })
}
