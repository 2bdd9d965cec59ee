/**
 * The planning problem: everything the planner is told about one depot day.
 *
 * Conventions of every field: minutes are minutes after 00:00 of the planned day in Taipei (fractions are
 * allowed and rounded to the second; values above 1440 lie after midnight), weight is in grams, distance in
 * metres, money in NT$ (weights of the search, not accounting), coordinates are WGS84 degrees.
 * Optional fields say what leaving them out means. Fields that are not listed here are refused by name.
 */

/** A WGS84 point in degrees. */
export type Point = { latitude: number; longitude: number }

/** Where something is: a point (travel kind `estimate`) or a row of the matrices (travel kind `matrix`). */
export type Place = {
  /** Needed when `travel.kind` is `estimate`. */
  point?: Point
  /** Row and column in `travel.seconds` and `travel.meters`; needed when `travel.kind` is `matrix`. */
  matrixIndex?: number
}

/** A place where trucks are loaded and where runs begin and end. */
export type Depot = Place & {
  id: string
  /** Minutes at the bay between two trips of one driver. The first load of the day is done before the shift. */
  reloadMinutes: number
  /** How many vehicles can reload at the same time; left out: no limit. */
  bays?: number
}

/** A cylinder type. */
export type CylinderSize = {
  /** The code used in `deliver`, `collect` and `slots`, e.g. `20`. */
  code: string
  /** Gas in a full cylinder, grams. */
  gasGrams: number
  /** The empty cylinder's own weight, grams. */
  tareGrams: number
}

export type VehicleKind = 'truck' | 'motorcycle'

export type Vehicle = {
  id: string
  kind: VehicleKind
  /** Home depot; may be left out when the problem has one depot. */
  depotId?: string
  /** Places per cylinder size, shared by full and empty ones. A size that is not listed cannot be carried. */
  slots: Record<string, number>
  /** Most weight of cylinders and gas on board at any moment, grams; left out: no limit. */
  maxGrossGrams?: number
  /** Most gas in full cylinders at any moment, grams (motorcycle: 60 kg); left out: no limit. */
  maxNetGasGrams?: number
  /** NT$ for using the vehicle at all this day. */
  fixedCost?: number
  /** NT$ for each kilometre; left out: `objective.perKm`. */
  perKm?: number
}

/** A break that must begin inside its window. It is met without a stop when the driver is back at the depot by
 * `toMinute`, or leaves it for the first time at or after `fromMinute + minutes`. */
export type LunchBreak = {
  /** Earliest begin of the break. */
  fromMinute: number
  /** Latest begin of the break. */
  toMinute: number
  /** How long it lasts. */
  minutes: number
}

/** Cylinders of one size on board. */
export type OnBoard = { full: number; empty: number }

/**
 * Where a driver is on a running day. His day goes on from here: his first trip sets off from this place, not from
 * the depot, and `stops` holds only what is still to be done. His vehicle is out, so its fixed cost is not counted.
 */
export type DriverNow = Place & {
  /** He can set off at this minute: what he is doing is done. */
  minute: number
  /** What is on the vehicle, by size. The first trip delivers from it and can deliver no more. Left out: what the
   * first trip needs is taken to be on board. */
  onBoard?: Record<string, OnBoard>
}

export type Driver = {
  id: string
  /** The vehicle he drives; two drivers of one problem never share a vehicle. */
  vehicleId: string
  /** Earliest departure from the depot. */
  shiftStartMinute: number
  /** Planned end: the latest return without overtime. */
  shiftEndMinute: number
  /** Overtime allowed after `shiftEndMinute`, priced by `objective.overtimePerHour`; left out: none. */
  maxOvertimeMinutes?: number
  lunch?: LunchBreak
  /** Most trips in the day; left out: 1. */
  maxTrips?: number
  /** Zones he knows; left out: all. A stop elsewhere costs `objective.unfamiliarZone`. */
  familiarZones?: string[]
  /** Skills and licences he holds. */
  skills?: string[]
  /** Multiplies service times: 1.2 is a fifth slower; left out: 1. */
  serviceFactor?: number
  /** Planned work of a fair day, minutes from departure to return; used when `objective.fairness` is above 0. */
  targetMinutes?: number
  /** Minutes he has worked above (negative: below) his fair share over the last 14 days; left out: 0. */
  balanceMinutes?: number
  /** Left out: he begins the day at the depot. A break he has had is left out of `lunch` by the caller. */
  now?: DriverNow
}

/** The service of a stop must begin between the two minutes, both included. */
export type TimeWindow = {
  fromMinute: number
  toMinute: number
  /** Soft (false): the driver waits for the opening as usual, but may begin after the end at
   * `objective.latenessPerMinute`. Left out: hard. */
  hard?: boolean
}

/** Service time by content. Total = base + cylinders × perCylinder + cylinders × floors × perFloor (no lift). */
export type ServiceTime = {
  baseMinutes: number
  /** Minutes for each cylinder moved, the larger of delivered and collected per size; left out: 0. */
  perCylinderMinutes?: number
  /** Floors the cylinders are carried up; left out: 0. */
  floors?: number
  /** A lift spares the stairs; left out: false. */
  hasLift?: boolean
  /** Minutes for each cylinder and floor without a lift; left out: 0. */
  perFloorMinutes?: number
}

/** Priority classes, lexicographic: no number of promised stops outweighs one urgent stop, and so on. */
export type PriorityClass = 'urgent' | 'promised' | 'normal'

export type Stop = Place & {
  id: string
  /** When service may begin; left out or empty: any time in the shift. */
  windows?: TimeWindow[]
  /** Full cylinders to bring, by size. */
  deliver?: Record<string, number>
  /** Empty cylinders to take back, by size. */
  collect?: Record<string, number>
  /** Minutes at the door; give this or `service`. */
  serviceMinutes?: number
  /** Service time by content; give this or `serviceMinutes`. */
  service?: ServiceTime
  /** Minutes of set-up (parking, gate, trolley) on arrival, paid once for consecutive stops of one building. */
  setupMinutes?: number
  /** Stops with the same building share one set-up. */
  building?: string
  /** Vehicle kinds that can reach it; left out: all. */
  vehicleKinds?: VehicleKind[]
  /** Left out: normal. */
  priority?: PriorityClass
  /** NT$ that leaving the stop for another day costs (from the forecast's slack: little when it has days left).
   * Left out: the stop must be served today; it stays out only when no plan can hold it. */
  skipCost?: number
  zone?: string
  /** Skills and licences the driver must hold, all of them. */
  skills?: string[]
  /** The goods are at the depot from this minute on; the trip cannot leave earlier. Left out: from the start. */
  releaseMinute?: number
  /** The driver who comes by habit or by today's published plan; another one costs `changeCost` NT$. */
  habit?: { driverId: string; changeCost: number }
  /** The minute the customer has been told: beginning earlier or later by more than `toleranceMinutes` (left out:
   * 15) costs `changeCost` NT$. */
  told?: { minute: number; toleranceMinutes?: number; changeCost: number }
  /** What comes right before it by today's published plan (null: it is the first of its trip); another stop there
   * costs `changeCost` NT$. */
  follows?: { stopId: string | null; changeCost: number }
  /** Service does not begin before this minute, whatever the windows say. */
  notBeforeMinute?: number
}

/** The stop goes to this driver or to nobody. */
export type DriverPin = { stopId: string; driverId: string }

/** The driver's day begins with these trips in exactly this order; further stops may only follow. */
export type FrozenPrefix = { driverId: string; trips: string[][] }

export type Locks = { pins?: DriverPin[]; prefixes?: FrozenPrefix[] }

/** A closed road or a bridge under repair: a way whose straight line passes the circle takes longer. */
export type Detour = {
  around: Point
  radiusMeters: number
  /** What going around costs, at factor 1. */
  extraMinutes: number
}

/** What both kinds of travel information share. */
type TravelCommon = {
  /** Multiplies travel seconds for a vehicle kind, e.g. `{ "motorcycle": 0.85 }`; left out: 1. */
  kindFactors?: Partial<Record<VehicleKind, number>>
  /** 24 speed factors by hour of the day: 1 is the given travel time, 0.5 half the speed. Left out: all 1. */
  hourFactors?: number[]
  /** Detours of the day; ways between places without a `point` are not judged. */
  detours?: Detour[]
}

/** Measured or computed travel, square matrices over the places' `matrixIndex`. */
export type MatrixTravel = TravelCommon & {
  kind: 'matrix'
  /** Whole seconds; null where no way exists. */
  seconds: (number | null)[][]
  /** Whole metres; null where no way exists. */
  meters: (number | null)[][]
}

/** Estimated travel: great-circle distance × circuity at a speed. */
export type EstimateTravel = TravelCommon & {
  kind: 'estimate'
  /** Road metres per great-circle metre, e.g. 1.35. */
  circuity: number
  /** Speed at hour factor 1. */
  kmPerHour: number
}

export type Travel = MatrixTravel | EstimateTravel

/** Prices the search weighs against each other, NT$. Defaults in brackets. */
export type ObjectiveWeights = {
  /** A kilometre [3.5]. */
  perKm?: number
  /** An hour of driving, service, set-up and reloading [300]. */
  perHour?: number
  /** An hour of waiting for a window to open [150]. */
  waitingPerHour?: number
  /** A minute after the end of a soft window [20]. */
  latenessPerMinute?: number
  /** An hour after the end of the shift, on top of `perHour` [450]. */
  overtimePerHour?: number
  /** A trip after a driver's first [0]. */
  perExtraTrip?: number
  /** A stop in a zone the driver does not know [30]. */
  unfamiliarZone?: number
  /** Fairness: NT$ per squared hour between (work + balance) and the target, for each driver with a target [0]. */
  fairness?: number
}

export type Problem = {
  schemaVersion: 1
  /** Free text, e.g. the date and the company; the engine ignores it. */
  name?: string
  depots: Depot[]
  sizes: CylinderSize[]
  vehicles: Vehicle[]
  drivers: Driver[]
  stops: Stop[]
  locks?: Locks
  travel: Travel
  objective?: ObjectiveWeights
}

/** Minutes around a told time that a customer does not mind, where the stop names none. */
export const TOLD_TOLERANCE_MINUTES = 15

/** The prices used where the problem names none. */
export const DEFAULT_OBJECTIVE: Required<ObjectiveWeights> = {
  perKm: 3.5,
  perHour: 300,
  waitingPerHour: 150,
  latenessPerMinute: 20,
  overtimePerHour: 450,
  perExtraTrip: 0,
  unfamiliarZone: 30,
  fairness: 0,
}

/** A problem was refused. `path` names the field (`stops[3].windows[0].toMinute`), `code` the reason. */
export class PlannerProblemError extends Error {
  override readonly name = 'PlannerProblemError'
  readonly code: ProblemRefusalCode
  readonly path: string
  /** The message without the path. */
  readonly detail: string

  constructor(code: ProblemRefusalCode, path: string, detail: string) {
    super(`${path}: ${detail}`)
    this.code = code
    this.path = path
    this.detail = detail
  }
}

/** Why a problem is refused. */
export type ProblemRefusalCode =
  | 'type' // not the kind of value that is expected
  | 'missing' // a needed field is absent
  | 'unknown-field' // a field the problem type does not have
  | 'range' // NaN, infinite, negative, too large, not whole
  | 'duplicate' // an id is used twice
  | 'reference' // an id or an index that names nothing
  | 'empty' // nothing to plan with: no vehicle, no driver, no depot, no size
  | 'window' // a window ends before it begins, or lies outside every shift that could serve it
  | 'load' // no allowed vehicle could carry the stop even when it carries nothing else
  | 'nobody' // no driver may serve the stop: vehicle kind, skills or pin
  | 'unreachable' // no way between the stop and a depot
  | 'lock' // a frozen prefix contradicts itself or the problem
