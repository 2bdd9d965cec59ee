/** Small problems that use every rule of the type, for property tests. Synthetic places around Taitung. */
import { parseProblem } from '../parse-problem.ts'
import type { Driver, DriverNow, Problem, Stop, TimeWindow, Travel, Vehicle } from '../problem.ts'
import { PlannerProblemError } from '../problem.ts'

/** A repeatable source of choices. */
export class Dice {
  private state: number

  constructor(seed: number) {
    this.state = (seed >>> 0) + 0x6d2b79f5
  }

  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  whole(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  chance(share: number): boolean {
    return this.fraction() < share
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.whole(0, choices.length - 1)] as T
  }
}

const SIZES = [
  { code: '4', gasGrams: 4_000, tareGrams: 5_500 },
  { code: '16', gasGrams: 16_000, tareGrams: 17_000 },
  { code: '20', gasGrams: 20_000, tareGrams: 21_000 },
  { code: '50', gasGrams: 50_000, tareGrams: 47_000 },
]
const ZONES = ['town', 'coast', 'valley']

/** A rich problem of at most `mostStops` stops; not every one parses, since some ask for the impossible. */
export function randomProblem(seed: number, mostStops = 14): Problem {
  const dice = new Dice(seed)
  const stopCount = dice.whole(1, mostStops)
  const isMatrix = dice.chance(0.4)
  const depotCount = dice.chance(0.2) ? 2 : 1
  const depots = Array.from({ length: depotCount }, (_, index) => ({
    id: `depot-${index}`,
    ...place(dice, isMatrix, index),
    reloadMinutes: dice.whole(0, 40),
    ...(dice.chance(0.4) && { bays: dice.whole(1, 2) }),
  }))
  const vehicles = Array.from({ length: dice.whole(1, 4) }, (_, index) => vehicle(dice, index, depotCount))
  const problem: Problem = {
    schemaVersion: 1,
    depots,
    sizes: SIZES,
    vehicles,
    drivers: vehicles.map((each, index) => driver(dice, each, index, isMatrix)),
    stops: Array.from({ length: stopCount }, (_, index) => ({
      id: `s${index}`,
      ...place(dice, isMatrix, depotCount + index),
      ...stop(dice),
    })),
    travel: travel(dice, isMatrix, depotCount + stopCount),
    objective: {
      perKm: dice.whole(0, 10),
      perHour: dice.pick([0, 300]),
      waitingPerHour: dice.pick([0, 150, 600]),
      perExtraTrip: dice.pick([0, 100]),
      ...(dice.chance(0.3) && { fairness: 50 }),
    },
  }
  addLocks(dice, problem)
  for (const each of problem.stops) {
    if (dice.chance(0.1))
      each.habit = { driverId: dice.pick(problem.drivers).id, changeCost: dice.whole(0, 200) }
  }
  problem.stops.forEach((each, index) => {
    const before = problem.stops[index - 1]?.id ?? null
    if (dice.chance(0.1)) each.follows = { stopId: before, changeCost: dice.whole(0, 100) }
    if (dice.chance(0.1)) each.told = { minute: dice.whole(480, 900), changeCost: dice.whole(0, 100) }
  })
  return problem
}

/** A rich problem that parses: stops nobody could serve are taken out. Undefined where nothing is left. */
export function plannableProblem(seed: number, mostStops = 14): Problem | undefined {
  const problem = randomProblem(seed, mostStops)
  for (;;) {
    try {
      return parseProblem(problem)
    } catch (refusal) {
      if (!(refusal instanceof PlannerProblemError)) throw refusal
      const index = /^stops\[(\d+)\]/.exec(refusal.path)?.[1]
      const culprit = index === undefined ? undefined : problem.stops[Number(index)]?.id
      if (culprit === undefined) return undefined
      problem.stops = problem.stops.filter(stop => stop.id !== culprit)
      for (const stop of problem.stops) if (stop.follows?.stopId === culprit) delete stop.follows
      if (JSON.stringify(problem.locks ?? {}).includes(`"${culprit}"`)) delete problem.locks
    }
  }
}

function place(dice: Dice, isMatrix: boolean, index: number) {
  if (isMatrix) return { matrixIndex: index }
  return { point: { latitude: 22.7 + dice.fraction() * 0.12, longitude: 121.08 + dice.fraction() * 0.1 } }
}

function vehicle(dice: Dice, index: number, depotCount: number): Vehicle {
  const isSmall = dice.chance(0.3)
  const slots = isSmall
    ? { 4: 6, 16: 3, 20: 3 }
    : { 4: dice.whole(4, 12), 16: dice.whole(3, 10), 20: dice.whole(3, 14), 50: dice.whole(0, 6) }
  return {
    id: `v${index}`,
    kind: isSmall ? 'motorcycle' : 'truck',
    depotId: `depot-${dice.whole(0, depotCount - 1)}`,
    slots,
    ...(isSmall && { maxNetGasGrams: 60_000 }),
    ...(!isSmall && dice.chance(0.5) && { maxGrossGrams: dice.whole(300_000, 900_000) }),
    ...(dice.chance(0.3) && { fixedCost: dice.whole(0, 800) }),
    ...(dice.chance(0.2) && { perKm: dice.whole(1, 8) }),
  }
}

/** A driver who is out already, sometimes with what is on his vehicle. */
function underWay(dice: Dice, drives: Vehicle, from: number, isMatrix: boolean, index: number): DriverNow {
  const onBoard = Object.fromEntries(
    Object.entries(drives.slots).map(([code, places]) => {
      const full = dice.whole(0, Math.floor(places / 2))
      return [code, { full, empty: dice.whole(0, Math.floor((places - full) / 2)) }]
    }),
  )
  const isStocked =
    dice.chance(0.6) && drives.maxGrossGrams === undefined && drives.maxNetGasGrams === undefined
  return {
    ...place(dice, isMatrix, index),
    minute: from + dice.whole(0, 120),
    ...(isStocked && { onBoard }),
  }
}

function driver(dice: Dice, drives: Vehicle, index: number, isMatrix: boolean): Driver {
  const shiftStartMinute = dice.pick([420, 480, 480, 540, 780])
  return {
    id: `d${index}`,
    vehicleId: drives.id,
    shiftStartMinute,
    shiftEndMinute: shiftStartMinute + dice.pick([180, 300, 540]),
    ...(dice.chance(0.3) && { maxOvertimeMinutes: 60 }),
    ...(dice.chance(0.6) && {
      lunch: { fromMinute: 690, toMinute: dice.pick([720, 780]), minutes: dice.pick([30, 60]) },
    }),
    maxTrips: dice.whole(1, 3),
    ...(dice.chance(0.5) && { familiarZones: ZONES.filter(() => dice.chance(0.6)) }),
    ...(dice.chance(0.6) && { skills: ['stairs', 'hazard'].filter(() => dice.chance(0.7)) }),
    ...(dice.chance(0.3) && { serviceFactor: dice.pick([0.8, 1.25]) }),
    ...(dice.chance(0.4) && { targetMinutes: dice.whole(120, 480), balanceMinutes: dice.whole(-60, 60) }),
    ...(dice.chance(0.15) && { now: underWay(dice, drives, shiftStartMinute, isMatrix, index) }),
  }
}

function stop(dice: Dice): Omit<Stop, 'id'> {
  const code = dice.pick(['4', '16', '20', '20', '50'])
  const deliver: Record<string, number> = { [code]: dice.whole(0, 3) }
  if (dice.chance(0.2)) deliver[dice.pick(['4', '16'])] = 1
  const collect: Record<string, number> = dice.chance(0.7) ? { [code]: dice.whole(0, 4) } : {}
  const isDetailed = dice.chance(0.4)
  return {
    deliver,
    collect,
    ...(isDetailed
      ? {
          service: {
            baseMinutes: dice.whole(1, 6),
            perCylinderMinutes: 1.5,
            floors: dice.whole(0, 5),
            hasLift: dice.chance(0.3),
            perFloorMinutes: 0.5,
          },
        }
      : { serviceMinutes: dice.whole(0, 15) }),
    ...(dice.chance(0.6) && { windows: windows(dice) }),
    ...(dice.chance(0.4) && { setupMinutes: dice.whole(1, 6), building: `b${dice.whole(0, 3)}` }),
    ...(dice.chance(0.2) && { vehicleKinds: [dice.pick(['truck', 'motorcycle'] as const)] }),
    ...(dice.chance(0.4) && { priority: dice.pick(['urgent', 'promised', 'normal'] as const) }),
    ...(dice.chance(0.3) && { skipCost: dice.whole(0, 600) }),
    ...(dice.chance(0.6) && { zone: dice.pick(ZONES) }),
    ...(dice.chance(0.15) && { skills: [dice.pick(['stairs', 'hazard'])] }),
    ...(dice.chance(0.15) && { releaseMinute: dice.whole(480, 660) }),
    ...(dice.chance(0.1) && { notBeforeMinute: dice.whole(480, 720) }),
  }
}

function windows(dice: Dice): TimeWindow[] {
  const fromMinute = dice.pick([480, 540, 600, 660, 780, 840])
  const list: TimeWindow[] = [{ fromMinute, toMinute: fromMinute + dice.pick([30, 60, 120, 180]) }]
  if (dice.chance(0.3)) list.push({ fromMinute: fromMinute + 240, toMinute: fromMinute + 300 })
  if (dice.chance(0.3)) for (const window of list) if (dice.chance(0.7)) window.hard = false
  return list
}

/** Two slow hours; on one day of three some hours are faster than the given times. */
function hourFactors(dice: Dice): number[] {
  const drawn = Array.from({ length: 24 }, (_, hour) =>
    hour === 8 || hour === 17 ? 0.6 : dice.pick([1, 0.9, 1.1]),
  )
  return drawn.map(factor => Math.min(factor, Math.max(1, drawn[0] as number)))
}

function travel(dice: Dice, isMatrix: boolean, count: number): Travel {
  const common = {
    ...(dice.chance(0.4) && { kindFactors: { motorcycle: 0.8 } }),
    ...(dice.chance(0.3) && { hourFactors: hourFactors(dice) }),
  }
  if (!isMatrix && dice.chance(0.2)) {
    const around = { latitude: 22.7 + dice.fraction() * 0.12, longitude: 121.08 + dice.fraction() * 0.1 }
    const detours = [{ around, radiusMeters: dice.whole(100, 3_000), extraMinutes: dice.whole(1, 20) }]
    return { kind: 'estimate', circuity: 1.35, kmPerHour: 28, ...common, detours }
  }
  if (!isMatrix) return { kind: 'estimate', circuity: 1.35, kmPerHour: 28, ...common }
  const seconds: (number | null)[][] = []
  const meters: (number | null)[][] = []
  for (let from = 0; from < count; from++) {
    seconds.push([])
    meters.push([])
    for (let to = 0; to < count; to++) {
      const isCut = from !== to && dice.chance(0.03)
      const way = from === to ? 0 : dice.whole(60, 1800)
      seconds[from]?.push(isCut ? null : way)
      meters[from]?.push(isCut ? null : way * 8)
    }
  }
  return { kind: 'matrix', seconds, meters, ...common }
}

function addLocks(dice: Dice, problem: Problem): void {
  if (dice.chance(0.2)) {
    problem.locks = {
      pins: [{ stopId: dice.pick(problem.stops).id, driverId: dice.pick(problem.drivers).id }],
    }
  }
  if (dice.chance(0.15)) {
    const driverId = dice.pick(problem.drivers).id
    const stopId = dice.pick(problem.stops).id
    problem.locks = { prefixes: [{ driverId, trips: [[stopId]] }] }
  }
}
