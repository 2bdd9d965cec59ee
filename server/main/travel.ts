import type { Logger } from 'pino'
import { readParameters } from '../capabilities/admin/admin.api.ts'
import { readSites } from '../capabilities/customers/customers.api.ts'
import { type DispatchDeps, readDrivenWays } from '../capabilities/dispatch/dispatch.api.ts'
import { readTravelFactors, type TravelDeps } from '../capabilities/travel/travel.api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Metrics } from '../platform/telemetry/metrics.ts'
import { estimateLeg } from '../ports/travel-times/estimate.rules.ts'
import type { RoadService } from '../ports/travel-times/road-protocol.ts'
import { makeGoogleRoutes } from '../ports/travel-times/travel-times.google.ts'
import { makeTravelTimes } from '../ports/travel-times/travel-times.joined.ts'
import { makeOsrm } from '../ports/travel-times/travel-times.osrm.ts'
import type { TravelTimes } from '../ports/travel-times/travel-times.port.ts'
import type { TravelConfig } from './travel-config.ts'

/** The travel times as configured: cache, road service, learned factors, estimate. */
export function openTravelTimes(parts: {
  db: Database
  clock: Clock
  logger: Logger
  metrics: Metrics
  config: TravelConfig | undefined
}): TravelTimes {
  const { db, clock, logger, metrics } = parts
  return makeTravelTimes({
    db,
    clock,
    service: serviceOf(parts.config, clock),
    readFactors: readTravelFactors,
    onCall: (source, result) => {
      metrics.travelCalls.inc({ source, result })
      if (result !== 'answered') logger.warn({ source, code: result }, 'travel times')
    },
    onPairs: counts => {
      for (const [source, pairs] of Object.entries(counts)) metrics.travelPairs.inc({ source }, pairs)
    },
  })
}

function serviceOf(config: TravelConfig | undefined, clock: Clock): RoadService | undefined {
  if (!config) return undefined
  return config.kind === 'osrm' ? makeOsrm(config) : makeGoogleRoutes({ ...config, clock })
}

/** What dispatch asks of the travel times. */
export function roadsReader(travelTimes: TravelTimes): NonNullable<DispatchDeps['readRoads']> {
  return async (db, question, mayAsk) => {
    const name = 'travel.neighbours'
    const date = question.departAt.toISOString().slice(0, 10)
    const { [name]: neighbours } = await readParameters(db, [name], date)
    const whole = { ...question, neighbours: Number(neighbours) }
    return mayAsk ? travelTimes.ask(whole) : travelTimes.known(db, whole)
  }
}

/** Points too coarse to say how far a door is. */
const coarse = new Set<string | null>(['village-centroid', 'town-centroid', 'county-centroid', null])

/** What learning travel factors needs of the other capabilities. */
export const travelDeps: TravelDeps = {
  readDrivenWays,
  readDoors: async (db, siteIds) => {
    const sites = await readSites(db, siteIds)
    return new Map(
      [...sites.values()].flatMap(({ id, point, pointSource, zoneId }) =>
        point && !coarse.has(pointSource) ? [[id, { point, zone: zoneId }] as const] : [],
      ),
    )
  },
  readLearning: async (db, date) => {
    const names = [
      'travel.learn-days',
      'dispatch.circuity',
      'dispatch.speed-truck',
      'dispatch.motorcycle-factor',
    ]
    const values = await readParameters(db, names, date)
    const [days = 0, circuity = 0, kmPerHour = 0, motorcycleFactor = 0] = names.map(name =>
      Number(values[name]),
    )
    return { days, circuity, kmPerHour, motorcycleFactor }
  },
  estimateSeconds: (from, to, numbers) => estimateLeg(from, to, numbers).seconds,
}
