import type { Changes } from './changes.ts'

/**
 * The compiled problem: plain typed arrays that workers share. Everything is whole: seconds after midnight,
 * cost in thousandths of a NT$ (`COST_UNIT`), pieces and grams.
 *
 * A *place* is a row of the matrices: stop `i` is place `i`, depot `k` is place `stopCount + k`.
 * A *profile* is a pair of matrices (seconds, cost) shared by vehicles of equal speed and price a kilometre.
 * A *class* gathers drivers that are interchangeable, so that only one idle driver of each is ever tried.
 */

/** Cost units in one NT$. */
export const COST_UNIT = 1000
/** The rank of stops that a day may leave for another. */
export const RANK_MAY_WAIT = 3
/** Later than any instant; also the latest arrival of what may happen at any time. */
export const FAR = 1_000_000_000
/** Earlier than any instant: the latest arrival at a place from which the day cannot be finished. */
export const NEVER = -1_000_000_000
/** Travel seconds where no way exists. */
export const NO_WAY = 200_000_000
/** Arc cost where no way exists. */
export const NO_WAY_COST = 1_000_000_000

export type FrozenTrips = { driver: number; trips: number[][] }

/** Travel at stepwise speed (Ichoua, Gendreau and Potvin 2003): `work[t]` is the distance, in seconds at factor 1
 * times 1000, that a vehicle covers from midnight to second `t`; `instant[k]` the first second with work ≥ 1000 k. */
export type HourlySpeed = { work: Float64Array; instant: Int32Array }

export type Model = {
  stopCount: number
  placeCount: number
  driverCount: number
  /** Load dimensions that can bind: one a size, gross weight, net gas. */
  dimCount: number

  /** By profile, row-major `from * placeCount + to`. Set-up is part of the way unless speed varies by hour. */
  seconds: Int32Array[]
  cost: Int32Array[]
  /**
   * Where the arc into a place lies: `to * toRow + from * toColumn`. Symmetric matrices are read along the row of
   * `to`, which lies together in memory; a transposed copy of the others would cost a third more memory.
   */
  toRow: number
  toColumn: number
  hourly: HourlySpeed | null
  /** Whether no way ever takes less than its `seconds`: speed does not vary, or only downwards. */
  isNeverFaster: boolean
  /** Set-up seconds of a place and its building number (-1: none, every visit pays). */
  setup: Int32Array
  building: Int32Array

  /** By stop: first opening, last closing, whether there are gaps between. */
  openFrom: Int32Array
  openTo: Int32Array
  hasGaps: Uint8Array
  /** All opening intervals: those of stop `x` are `windowAt[x] … windowAt[x + 1] - 1`. */
  windowAt: Int32Array
  windowFrom: Int32Array
  windowTo: Int32Array
  /** The promised intervals of stops with a soft window, same layout; empty for the others. */
  promiseAt: Int32Array
  promiseFrom: Int32Array
  promiseTo: Int32Array
  promiseIsSoft: Uint8Array
  release: Int32Array

  /** What has been told and published, see `changes.ts`; null where nothing has. */
  changes: Changes | null

  /** By stop and dimension, `stop * dimCount + dim`. */
  deliver: Float64Array
  collect: Float64Array
  /** Dimensions a stop touches: `dimAt[x] … dimAt[x + 1] - 1` in `dimOf`. */
  dimAt: Int32Array
  dimOf: Int32Array
  /** 1 where no stop collects more than it delivers, so that a trip is heaviest when it leaves. */
  isFalling: Uint8Array

  /** What leaving the stop out costs; lexicographic for stops that must be served. */
  skipPenalty: Float64Array
  /** By rank: the penalty of each stop that must be served. */
  rankPenalty: Float64Array
  /** 0 urgent, 1 promised, 2 normal, 3 may wait (`RANK_MAY_WAIT`). */
  rank: Uint8Array
  zone: Int32Array

  /** By driver. */
  profileOf: Int32Array
  classOf: Int32Array
  serviceRow: Int32Array
  depotPlace: Int32Array
  /** Where his day begins: the depot, or where he is now. */
  startPlace: Int32Array
  /** 1 where the first trip lives on what is on board; by driver and dimension the fulls, and everything, aboard. */
  hasStock: Uint8Array
  fullAboard: Float64Array
  allAboard: Float64Array
  capacity: Float64Array
  fixedCost: Float64Array
  shiftStart: Int32Array
  shiftEnd: Int32Array
  hardEnd: Int32Array
  /** Begin window and length of the lunch break; length -1 where there is none. */
  breakFrom: Int32Array
  breakTo: Int32Array
  breakLength: Int32Array
  maxTrips: Int32Array
  reload: Int32Array
  extraTripCost: Float64Array
  /** Fairness: target minus balance in seconds, or -1 where the driver has none. */
  fairTarget: Float64Array
  /** By class: drivers in the order of the problem. */
  classDrivers: number[][]
  /** `class * stopCount + stop`: what serving costs apart from the way, or -1 where forbidden. */
  serveCost: Float64Array
  /** `serviceRow * stopCount + stop`, seconds. */
  service: Int32Array

  /** By depot place - stopCount: bays, or 0 for no limit. */
  bays: Int32Array
  prefixes: FrozenTrips[]

  /** Cost units per second, and per squared second for fairness. */
  workRate: number
  waitingRate: number
  latenessRate: number
  overtimeRate: number
  fairnessRate: number

  /** False when nothing but load and cost can bind: times are then not kept at all. */
  isTimed: boolean
  /** True when a driver's cost is the sum of its arcs and stops, so that no timeline is needed to price it. */
  isAdditive: boolean
  hasRelease: boolean
  hasBreaks: boolean
  hasGapsAnywhere: boolean
}

/** Where the matrices hold the way into a place; loops that read along a row write it out. */
export function arcInto({ toRow, toColumn }: Model, to: number, from: number): number {
  return to * toRow + from * toColumn
}
