import { PlannerProblemError, type Problem } from './problem.ts'
import { refuseContradictions } from './refuse-contradictions.ts'
import {
  boolean,
  inside,
  list,
  mapOf,
  nullable,
  number,
  object,
  oneOf,
  plainList,
  type Shape,
  text,
  whole,
} from './shape.ts'

/** One week: minutes of the day may run past midnight, and the classic bench sets have long horizons. */
const MOST_MINUTES = 10_080
const MOST_STOPS = 5_000
const MOST_VEHICLES = 2_000
const MOST_GRAMS = 100_000_000

const minute = number(0, MOST_MINUTES)
const grams = whole(0, MOST_GRAMS)
const dollars = number(0, 1_000_000)
const count = whole(0, 100_000)
const pieces = mapOf(count)
const texts = list(text, 200)
const vehicleKind = oneOf('truck', 'motorcycle')
const point = object({ latitude: number(-90, 90), longitude: number(-180, 180) })
const place = {
  point,
  matrixIndex: whole(0, MOST_STOPS + 100),
}

const depot = object({ id: text, reloadMinutes: minute }, { ...place, bays: whole(1, 1_000) })

const size = object({ code: text, gasGrams: whole(0, 1_000_000), tareGrams: whole(0, 1_000_000) })

const vehicle = object(
  { id: text, kind: vehicleKind, slots: pieces },
  {
    depotId: text,
    maxGrossGrams: grams,
    maxNetGasGrams: grams,
    fixedCost: dollars,
    perKm: number(0, 10_000),
  },
)

const driver = object(
  { id: text, vehicleId: text, shiftStartMinute: minute, shiftEndMinute: minute },
  {
    maxOvertimeMinutes: minute,
    lunch: object({ fromMinute: minute, toMinute: minute, minutes: minute }),
    maxTrips: whole(1, 100),
    familiarZones: texts,
    skills: texts,
    serviceFactor: number(0.1, 10),
    targetMinutes: minute,
    balanceMinutes: number(-MOST_MINUTES, MOST_MINUTES),
    now: object({ minute }, { ...place, onBoard: mapOf(object({ full: count, empty: count })) }),
  },
)

const stop = object(
  { id: text },
  {
    ...place,
    windows: list(object({ fromMinute: minute, toMinute: minute }, { hard: boolean }), 48),
    deliver: pieces,
    collect: pieces,
    serviceMinutes: minute,
    service: object(
      { baseMinutes: minute },
      {
        perCylinderMinutes: number(0, 600),
        floors: whole(0, 120),
        hasLift: boolean,
        perFloorMinutes: number(0, 600),
      },
    ),
    setupMinutes: minute,
    building: text,
    vehicleKinds: list(vehicleKind, 2),
    priority: oneOf('urgent', 'promised', 'normal'),
    skipCost: dollars,
    zone: text,
    skills: texts,
    releaseMinute: minute,
    notBeforeMinute: minute,
    habit: object({ driverId: text, changeCost: dollars }),
    told: object({ minute, changeCost: dollars }, { toleranceMinutes: minute }),
    follows: object({ stopId: nullable(text), changeCost: dollars }),
  },
)

const locks = object(
  {},
  {
    pins: list(object({ stopId: text, driverId: text }), MOST_STOPS),
    prefixes: list(object({ driverId: text, trips: list(list(text, MOST_STOPS), 100) }), MOST_VEHICLES),
  },
)

const matrix = (most: number) => list(plainList(nullable(whole(0, most)), MOST_STOPS + 100), MOST_STOPS + 100)

const travelCommon = {
  kindFactors: object({}, { truck: number(0.1, 10), motorcycle: number(0.1, 10) }),
  hourFactors: list(number(0.1, 3), 24),
  detours: list(object({ around: point, radiusMeters: whole(1, 100_000), extraMinutes: minute }), 50),
}

const matrixTravel = object(
  { kind: oneOf('matrix'), seconds: matrix(1_000_000), meters: matrix(10_000_000) },
  travelCommon,
)

const estimateTravel = object(
  { kind: oneOf('estimate'), circuity: number(1, 10), kmPerHour: number(1, 200) },
  travelCommon,
)

const travel: Shape = value => {
  const kind = typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined
  inside(oneOf('matrix', 'estimate'), kind, 'kind')
  return kind === 'matrix' ? matrixTravel(value) : estimateTravel(value)
}

const objective = object(
  {},
  {
    perKm: number(0, 10_000),
    perHour: number(0, 100_000),
    waitingPerHour: number(0, 100_000),
    latenessPerMinute: number(0, 100_000),
    overtimePerHour: number(0, 100_000),
    perExtraTrip: dollars,
    unfamiliarZone: dollars,
    fairness: dollars,
  },
)

const problem = object(
  {
    schemaVersion: oneOf(1),
    depots: list(depot, 100),
    sizes: list(size, 20),
    vehicles: list(vehicle, MOST_VEHICLES),
    drivers: list(driver, MOST_VEHICLES),
    stops: list(stop, MOST_STOPS),
    travel,
  },
  { name: text, locks, objective },
)

/**
 * Turns an untrusted value into a problem the engine can trust: shapes, ranges, references and contradictions.
 * Throws `PlannerProblemError` that names the first field at fault.
 */
export function parseProblem(value: unknown): Problem {
  if (value === undefined) throw new PlannerProblemError('missing', 'problem', 'there is no problem')
  const copy = shaped(value)
  refuseContradictions(copy)
  return copy
}

/** Paths of refusals begin with a field of the problem, or name the problem itself. */
function shaped(value: unknown): Problem {
  try {
    return problem(value) as Problem
  } catch (refusal) {
    if (!(refusal instanceof PlannerProblemError)) throw refusal
    throw new PlannerProblemError(refusal.code, refusal.path.replace(/^\./, '') || 'problem', refusal.detail)
  }
}
