import { type CylinderCounts, cylinderTypeCodes, cylinderTypes } from '../../../contract/kernel/cylinders.ts'
import type {
  Driver,
  DriverPin,
  FrozenPrefix,
  Place,
  Problem,
  Stop,
  Vehicle,
} from '../../planner/planner.api.ts'
import type { RoadTimes } from '../../ports/travel-times/travel-times.port.ts'
import type { SiteFacts } from './dispatch-deps.ts'
import type { DepotRow, DriverRow, VehicleRow } from './fleet.store.ts'
import type { RunRow } from './plan.store.ts'
import type { StopRow } from './stop.store.ts'

/** Law and company numbers of a day, read from `parameter`. Minutes, grams, NT$. */
export interface PlanningParameters {
  serviceMinutesCommercial: number
  serviceMinutesHousehold: number
  minutesPerCylinder: number
  minutesPerFloor: number
  reloadMinutes: number
  loadMinutes: number
  settleMinutes: number
  maxTripsTruck: number
  maxTripsMotorcycle: number
  lunch: { fromMinute: number; toMinute: number; minutes: number }
  circuity: number
  kmPerHour: number
  motorcycleFactor: number
  costPerKm: number
  costPerHour: number
  vehicleDayCost: number
  /** NT$ for each squared hour between a driver's work and the target, so that the day is shared. */
  fairness: number
  targetMinutes: number
  /** 道路交通安全規則 §84, §88. */
  motorcycleMaxNetGasGrams: number
  motorcycleMaxLoadGrams: number
}

/** The three ways to plan again: everything, only what is free, only what is new. */
export type PlanMode = 'all' | 'free' | 'fit'

export interface PlanInput {
  depot: DepotRow
  drivers: DriverRow[]
  vehicles: VehicleRow[]
  runs: RunRow[]
  /** Stops that may be planned: placed, not cancelled. */
  stops: StopRow[]
  sites: Map<string, SiteFacts>
  /** NT$ that leaving the stop for another day costs; absent: it must be served today. */
  skipCosts: Map<string, number>
  parameters: PlanningParameters
  mode: PlanMode
  /** Times on the road; absent, the planner estimates them itself. */
  roads?: RoadTimes | undefined
}

/** Drivers who can work: active, with an active vehicle that nobody before them has. */
export function availableDrivers(drivers: DriverRow[], vehicles: VehicleRow[]): DriverRow[] {
  const active = new Set(vehicles.filter(vehicle => vehicle.isActive).map(vehicle => vehicle.id))
  const taken = new Set<string>()
  return drivers.filter(driver => {
    if (!driver.isActive || !driver.vehicleId || !active.has(driver.vehicleId) || taken.has(driver.vehicleId))
      return false
    taken.add(driver.vehicleId)
    return true
  })
}

/** The planner's skill of drivers whose runs are open: to a locked or closed one nothing is added, not even behind. */
const takesMore = 'takes-more'

function shutRuns(runs: readonly RunRow[]): RunRow[] {
  return runs.filter(run => run.isLocked || run.state === 'closed')
}

/** States a question of the planner from the day's rows. */
export function toProblem(input: PlanInput): Problem {
  const { parameters, depot } = input
  const drivers = availableDrivers(input.drivers, input.vehicles)
  const vehicleIds = new Set(drivers.map(driver => driver.vehicleId))
  const shut = shutRuns(input.runs)
  const [shutIds, shutDrivers] = [new Set(shut.map(run => run.id)), new Set(shut.map(run => run.driverId))]
  const problem: Problem = {
    schemaVersion: 1,
    depots: [
      {
        id: depot.id,
        point: { latitude: depot.latitude, longitude: depot.longitude },
        reloadMinutes: parameters.reloadMinutes,
      },
    ],
    sizes: cylinderTypeCodes.map(code => ({
      code,
      gasGrams: cylinderTypes[code].gasGrams,
      tareGrams: cylinderTypes[code].tareGrams,
    })),
    vehicles: input.vehicles
      .filter(vehicle => vehicleIds.has(vehicle.id))
      .map(vehicle => toVehicle(vehicle, parameters)),
    drivers: drivers.map(driver => ({
      ...toDriver(driver, input),
      ...(shut.length > 0 && !shutDrivers.has(driver.id) && { skills: [takesMore] }),
    })),
    stops: input.stops.map(stop => ({
      ...toStop(stop, input),
      ...(shut.length > 0 && !shutIds.has(stop.runId ?? '') && { skills: [takesMore] }),
    })),
    locks: toLocks(input, new Set(drivers.map(driver => driver.id))),
    travel: {
      kind: 'estimate',
      circuity: parameters.circuity,
      kmPerHour: parameters.kmPerHour,
      kindFactors: { motorcycle: parameters.motorcycleFactor },
    },
    objective: {
      perKm: parameters.costPerKm,
      perHour: parameters.costPerHour,
      fairness: parameters.fairness,
    },
  }
  // A stop that is asked about later, one by one, finds its row in the matrix already.
  for (const { point } of input.sites.values()) if (point) input.roads?.indexOf(point)
  return withRoads(problem, input.roads)
}

/** The same question with times on the road in the place of the estimate; its matrix grows with `roads`. */
export function withRoads(problem: Problem, roads: RoadTimes | undefined): Problem {
  if (!roads) return problem
  const placed = <T extends Place>(place: T): T =>
    place.point ? { ...place, matrixIndex: roads.indexOf(place.point) } : place
  const { kindFactors, detours } = problem.travel
  const { hourFactors } = roads
  return {
    ...problem,
    depots: problem.depots.map(placed),
    stops: problem.stops.map(placed),
    drivers: problem.drivers.map(driver => (driver.now ? { ...driver, now: placed(driver.now) } : driver)),
    travel: {
      kind: 'matrix',
      seconds: roads.seconds(),
      meters: roads.metres(),
      ...(kindFactors && { kindFactors }),
      ...(hourFactors && { hourFactors: [...hourFactors] }),
      ...(detours && { detours }),
    },
  }
}

function toVehicle(vehicle: VehicleRow, parameters: PlanningParameters): Vehicle {
  const isMotorcycle = vehicle.kind === 'motorcycle'
  return {
    id: vehicle.id,
    kind: vehicle.kind,
    slots: { ...vehicle.slots },
    maxGrossGrams: isMotorcycle
      ? Math.min(vehicle.maxLoadGrams, parameters.motorcycleMaxLoadGrams)
      : vehicle.maxLoadGrams,
    ...(isMotorcycle && { maxNetGasGrams: parameters.motorcycleMaxNetGasGrams }),
    fixedCost: parameters.vehicleDayCost,
  }
}

function toDriver(driver: DriverRow, input: PlanInput): Driver {
  const { parameters, vehicles } = input
  const kind = vehicles.find(vehicle => vehicle.id === driver.vehicleId)?.kind
  return {
    id: driver.id,
    vehicleId: driver.vehicleId ?? '',
    shiftStartMinute: driver.shiftStartMinute,
    shiftEndMinute: driver.shiftEndMinute,
    lunch: parameters.lunch,
    targetMinutes: parameters.targetMinutes,
    maxTrips: kind === 'motorcycle' ? parameters.maxTripsMotorcycle : parameters.maxTripsTruck,
    ...(driver.zoneIds.length > 0 && { familiarZones: driver.zoneIds }),
  }
}

const plannerPriority = {
  normal: 'normal',
  promised: 'promised',
  urgent: 'urgent',
  emergency: 'urgent',
} as const

function toStop(stop: StopRow, input: PlanInput): Stop {
  const { parameters } = input
  const site = input.sites.get(stop.siteId)
  const skipCost = input.skipCosts.get(stop.id)
  return {
    id: stop.id,
    ...(site?.point && { point: { latitude: site.point.latitude, longitude: site.point.longitude } }),
    windows: stop.windows.map(window => ({ ...window, hard: true })),
    deliver: countBy(stop, 'fullOut'),
    collect: countBy(stop, 'emptyIn'),
    service: {
      baseMinutes:
        site?.customerKind === 'household'
          ? parameters.serviceMinutesHousehold
          : parameters.serviceMinutesCommercial,
      perCylinderMinutes: parameters.minutesPerCylinder,
      floors: Math.max(0, Math.abs((site?.floor ?? 1) - (site && site.floor < 0 ? 0 : 1))),
      hasLift: site?.hasLift ?? false,
      perFloorMinutes: parameters.minutesPerFloor,
    },
    ...(site && site.vehicleAccess !== 'any' && { vehicleKinds: [site.vehicleAccess] }),
    priority: plannerPriority[stop.priority],
    ...(skipCost !== undefined && { skipCost }),
    ...(site?.zoneId && { zone: site.zoneId }),
  }
}

/** Cylinders of a stop by type; two products of one type (桶裝 and 流量) add up. */
export function countBy(stop: Pick<StopRow, 'lines'>, side: 'fullOut' | 'emptyIn'): CylinderCounts {
  const counts: CylinderCounts = {}
  for (const line of stop.lines) {
    if (line[side] > 0) counts[line.cylinderType] = (counts[line.cylinderType] ?? 0) + line[side]
  }
  return counts
}

/**
 * What may not change: finished and begun stops and locked runs keep their place as a prefix; locked stops keep their
 * driver; in mode `free` every placed stop keeps its driver.
 */
function toLocks(
  input: PlanInput,
  working: ReadonlySet<string>,
): { pins: DriverPin[]; prefixes: FrozenPrefix[] } {
  const pins: DriverPin[] = []
  const prefixes: FrozenPrefix[] = []
  for (const run of input.runs) {
    // Of a driver who is away nothing is asked; what stays with him all the same never reaches the planner.
    if (!working.has(run.driverId)) continue
    const stops = input.stops.filter(stop => stop.runId === run.id).sort(byPlace)
    const lastFixed = run.isLocked || run.state === 'closed' ? stops.length - 1 : stops.findLastIndex(isBegun)
    const prefix = tripsOf(stops.slice(0, lastFixed + 1))
    if (prefix.length > 0) prefixes.push({ driverId: run.driverId, trips: prefix })
    for (const stop of stops.slice(lastFixed + 1)) {
      if (stop.isLocked || input.mode === 'free') pins.push({ stopId: stop.id, driverId: run.driverId })
    }
  }
  return { pins, prefixes }
}

/** Whether hands have already touched the stop. */
export function isBegun(stop: Pick<StopRow, 'state'>): boolean {
  return stop.state === 'arrived' || stop.state === 'done' || stop.state === 'failed'
}

export function byPlace(a: StopRow, b: StopRow): number {
  return a.trip - b.trip || a.position - b.position
}

/** Stop ids by trip, in order; trips without stops close up. */
export function tripsOf(stops: StopRow[]): string[][] {
  return [...Map.groupBy([...stops].sort(byPlace), stop => stop.trip).values()].map(trip =>
    trip.map(stop => stop.id),
  )
}
