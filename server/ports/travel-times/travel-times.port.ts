import type { Reader } from '../../platform/database/database.ts'

/** WGS84 degrees. */
export interface TravelPoint {
  latitude: number
  longitude: number
}

/** Who said how long a way takes. */
export type TravelSource = 'estimate' | 'osrm' | 'google'

/** Why a road service did not answer all that was asked of it; the estimate stands in. Stable, for logs and screens. */
export type TravelFaultCode =
  | 'travel.timeout'
  | 'travel.unreachable'
  /** The service refuses us: key, quota, request (4xx). */
  | 'travel.refused'
  /** Too many requests (429). */
  | 'travel.busy'
  /** The service failed (5xx). */
  | 'travel.broken'
  /** Half an answer, wrong counts, negative times. */
  | 'travel.bad-answer'
  /** It failed a moment ago and is not asked yet. */
  | 'travel.paused'
  /** The paid service's allowance of the day is used up. */
  | 'travel.budget-spent'

export interface TravelPlace {
  point: TravelPoint
  /** The delivery zone, whose learned factor the estimate uses; null where there is none. */
  zone: string | null
  /** Ways from and to a depot always matter. */
  isDepot: boolean
}

export interface TravelQuestion {
  places: readonly TravelPlace[]
  departAt: Date
  /** The company's own numbers: road metres per great-circle metre, and the speed of a truck. */
  estimate: { circuity: number; kmPerHour: number }
  /** Of a paid service only the pairs among this many nearest neighbours are asked, and the depots'. */
  neighbours: number
}

/**
 * Times and distances between places. A place is known by its point rounded to 11 m; one that was not asked about is
 * added by `indexOf` with estimated ways.
 */
export interface RoadTimes {
  /** Row and column of a point. */
  indexOf(point: TravelPoint): number
  /** Whole seconds of a truck in the fastest hour of the day, by row and column. */
  seconds(): number[][]
  /** Speed by hour of the day (Taipei) as a share of the fastest hour's, 24 of them; null where no hour is known to be slow. */
  hourFactors: readonly number[] | null
  /** Whole metres. */
  metres(): number[][]
  sourceOf(from: TravelPoint, to: TravelPoint): TravelSource
  /** Pairs of the question by who answered them. */
  counts: Readonly<Record<TravelSource, number>>
  /** Why a road service did not answer in full; null when it did, when it was not asked, or when none is set up. */
  fault: TravelFaultCode | null
}

/**
 * How long ways take. Promises: every pair has an answer, also with the network cut; no answer is negative or missing;
 * a failing service delays an asker once and is then left alone for a while; a paid one is never asked for more than
 * its allowance of the day, however many processes ask.
 */
export interface TravelTimes {
  /**
   * From what is known: kept answers, learned factors, the estimate; no network, fit for a transaction. Undefined where
   * there is nothing better than the plain estimate, which the planner computes by itself.
   */
  known(db: Reader, question: TravelQuestion): Promise<RoadTimes | undefined>
  /** As `known`, after asking the service that is set up for what is missing. Never inside a transaction. */
  ask(question: TravelQuestion): Promise<RoadTimes | undefined>
  /** Forgets kept answers that are too old to use. */
  forget(request: { now: Date; signal: AbortSignal }): Promise<Record<string, number>>
}

/** Driven over estimated time between two zones at an hour of the day; 1 where nothing was learned. */
export type TravelFactors = (fromZone: string | null, toZone: string | null, hour: number) => number
