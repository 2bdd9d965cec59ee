import { addDays, businessDateOf, minuteOfDay } from '../../../contract/kernel/dates.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import { replaceFactors } from './travel-factor.store.ts'
import { type DrivenLeg, learnFactors } from './travel-factors.rules.ts'

interface Point {
  latitude: number
  longitude: number
}

/** From a door to the next one of the same trip, as the run's facts and the positions tell. */
export interface DrivenWay {
  fromSiteId: string
  toSiteId: string
  vehicleKind: 'truck' | 'motorcycle'
  leftAt: Date
  arrivedAt: Date
}

/** What learning needs of the other capabilities; `main` joins them. */
export interface TravelDeps {
  readDrivenWays(db: Reader, sinceDate: string): Promise<DrivenWay[]>
  /** Points and zones of sites whose point is exact to the door; others are left out. */
  readDoors(db: Reader, siteIds: string[]): Promise<Map<string, { point: Point; zone: string | null }>>
  readLearning(
    db: Reader,
    date: string,
  ): Promise<{ days: number; circuity: number; kmPerHour: number; motorcycleFactor: number }>
  /** Seconds of the built-in estimate for a truck, without any learned factor. */
  estimateSeconds(from: Point, to: Point, numbers: { circuity: number; kmPerHour: number }): number
}

/** Learns all factors anew from the ways of the last months. Answers how many ways were there and factors came of it. */
export async function learnTravelFactors(
  deps: TravelDeps,
  request: { db: Database; now: Date },
): Promise<{ ways: number; factors: number }> {
  const { db, now } = request
  const today = businessDateOf(now)
  const { days, motorcycleFactor, ...numbers } = await deps.readLearning(db, today)
  const ways = await deps.readDrivenWays(db, addDays(today, -days))
  const doors = await deps.readDoors(db, [...new Set(ways.flatMap(way => [way.fromSiteId, way.toSiteId]))])
  const legs = ways.flatMap((way): DrivenLeg[] => {
    const [from, to] = [doors.get(way.fromSiteId), doors.get(way.toSiteId)]
    if (!from || !to) return []
    const ofKind = way.vehicleKind === 'motorcycle' ? motorcycleFactor : 1
    return [
      {
        fromZone: from.zone ?? '',
        toZone: to.zone ?? '',
        hour: Math.floor(minuteOfDay(way.leftAt) / 60),
        drivenSeconds: (way.arrivedAt.getTime() - way.leftAt.getTime()) / 1000,
        estimatedSeconds: deps.estimateSeconds(from.point, to.point, numbers) * ofKind,
      },
    ]
  })
  const factors = learnFactors(legs)
  await db.transaction().execute(tx => replaceFactors(tx, factors, now))
  return { ways: legs.length, factors: factors.length }
}
