import { expect, test } from 'vitest'
import { settableClock } from '../../platform/clock.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { type DrivenWay, learnTravelFactors, type TravelDeps } from './learn-factors.action.ts'
import { makeTravel, readTravelFactors } from './travel.api.ts'
import { readFactors } from './travel-factor.store.ts'

const now = new Date('2026-11-22T03:05:00+08:00')
const doors = new Map(
  ['north', 'south', 'none'].map((id, index) => [
    id,
    { point: { latitude: 22.7 + index / 100, longitude: 121.1 }, zone: index === 2 ? null : `zone-${id}` },
  ]),
)

function depsWith(ways: DrivenWay[]): TravelDeps & { since: string[] } {
  const since: string[] = []
  return {
    since,
    readDrivenWays: async (_db, date) => {
      since.push(date)
      return ways
    },
    readDoors: async (_db, ids) => new Map([...doors].filter(([id]) => ids.includes(id))),
    readLearning: async () => ({ days: 90, circuity: 1.35, kmPerHour: 24, motorcycleFactor: 0.8 }),
    estimateSeconds: () => 600,
  }
}

const way = (change: Partial<DrivenWay> = {}): DrivenWay => ({
  fromSiteId: 'north',
  toSiteId: 'south',
  vehicleKind: 'truck',
  leftAt: new Date('2026-11-20T08:00:00+08:00'),
  arrivedAt: new Date('2026-11-20T08:20:00+08:00'),
  ...change,
})

test('[E4] ways of the last ninety days become factors that the estimate uses, and replace the old ones', async () => {
  const { db } = await testDatabase()
  const deps = depsWith(Array.from({ length: 200 }, () => way()))
  expect(await learnTravelFactors(deps, { db, now })).toEqual({ ways: 200, factors: 4 })
  expect(deps.since).toEqual(['2026-08-24'])
  const factors = await readTravelFactors(db)
  expect(factors?.('zone-north', 'zone-south', 8)).toBeGreaterThan(1.8)
  await learnTravelFactors(depsWith([]), { db, now })
  expect(await readFactors(db)).toEqual([])
  expect(await readTravelFactors(db)).toBeUndefined()
})

test('[E4] a motorcycle is measured by its own estimate, and a door without a point by none', async () => {
  const { db } = await testDatabase()
  const ways = Array.from({ length: 200 }, () => way({ vehicleKind: 'motorcycle' }))
  const lost = Array.from({ length: 50 }, () => way({ toSiteId: 'unplaced' }))
  expect((await learnTravelFactors(depsWith([...ways, ...lost]), { db, now })).ways).toBe(200)
  // 1200 s driven, 600 s × 0.8 estimated: 2.5.
  expect((await readTravelFactors(db))?.('zone-north', 'zone-south', 8)).toBeGreaterThan(2.2)
})

test('[E4] the nightly job learns by itself', async () => {
  const { db } = await testDatabase()
  const travel = makeTravel(
    { db, clock: settableClock(now.toISOString()) },
    depsWith(Array.from({ length: 20 }, () => way({ toSiteId: 'none' }))),
  )
  expect(travel.dailyJobs).toEqual([{ name: 'travel.learn', minuteOfDay: 185 }])
  await travel.jobs['travel.learn']?.({}, undefined as never)
  const rows = await readFactors(db)
  expect(rows.map(row => [row.toZone, row.samples])).toContainEqual(['', 20])
  expect(rows.every(row => row.learnedAt.getTime() === now.getTime())).toBe(true)
})
