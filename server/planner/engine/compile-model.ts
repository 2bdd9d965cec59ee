import {
  DEFAULT_OBJECTIVE,
  type Driver,
  PlannerProblemError,
  type Problem,
  type Stop,
  type Vehicle,
} from '../problem.ts'
import { compileChanges } from './changes.ts'
import { compileLoads } from './compile-loads.ts'
import { compileHourlySpeed, compileTravel, type Profile, sharedInts } from './compile-travel.ts'
import { compileWindows } from './compile-windows.ts'
import { COST_UNIT, type Model, NO_WAY_COST, RANK_MAY_WAIT } from './model.ts'

const RANKS = { urgent: 0, promised: 1, normal: 2 } as const

export type Crew = { driver: Driver; vehicle: Vehicle }

/** Whole seconds of a number of minutes. */
export function toSeconds(minutes: number): number {
  return Math.round(minutes * 60)
}

/** Translates a parsed problem into the arrays the engine works on. */
export function compileModel(problem: Problem): Model {
  const weights = { ...DEFAULT_OBJECTIVE, ...problem.objective }
  const { stops, depots } = problem
  const vehicles = new Map(problem.vehicles.map(vehicle => [vehicle.id, vehicle]))
  const crews: Crew[] = problem.drivers.map(driver => ({
    driver,
    vehicle: vehicles.get(driver.vehicleId) as Vehicle,
  }))
  const depotIndex = crews.map(({ vehicle }) =>
    vehicle.depotId === undefined ? 0 : depots.findIndex(depot => depot.id === vehicle.depotId),
  )
  const startPlace = startPlaces(problem, depotIndex)
  const placeCount = stops.length + depots.length + problem.drivers.filter(driver => driver.now).length
  const setup = sharedInts(placeCount)
  const building = sharedInts(placeCount).fill(-1)
  const buildingNumber = numbering(stops.flatMap(stop => stop.building ?? []))
  stops.forEach((stop, index) => {
    setup[index] = toSeconds(stop.setupMinutes ?? 0)
    building[index] = stop.building === undefined ? -1 : (buildingNumber.get(stop.building) as number)
  })
  const isHourly = problem.travel.hourFactors?.some(factor => factor !== 1) ?? false
  const setupOf = (from: number, to: number) =>
    isHourly || from === to || (building[from] !== -1 && building[from] === building[to])
      ? 0
      : (setup[to] as number)
  const profiles = crews.map(
    ({ vehicle }): Profile => ({
      kindFactor: problem.travel.kindFactors?.[vehicle.kind] ?? 1,
      perKm: vehicle.perKm ?? weights.perKm,
    }),
  )
  const profileNumber = numbering(profiles.map(profile => JSON.stringify(profile)))
  const distinct = [...profileNumber.keys()].map(key => JSON.parse(key) as Profile)
  const serviceNumber = numbering(crews.map(({ driver }) => String(driver.serviceFactor ?? 1)))
  const service = sharedInts(serviceNumber.size * stops.length)
  for (const [factor, row] of serviceNumber) {
    stops.forEach((stop, index) => {
      service[row * stops.length + index] = toSeconds(serviceMinutes(stop) * Number(factor))
    })
  }
  const pins = new Map(problem.locks?.pins?.map(pin => [pin.stopId, pin.driverId]))
  const pinnedDrivers = new Set([
    ...pins.values(),
    ...(problem.locks?.prefixes ?? []).map(prefix => prefix.driverId),
    ...stops.flatMap(stop => stop.habit?.driverId ?? []),
  ])
  const classNumber = numbering(
    crews.map(({ driver, vehicle }) => {
      const { id: _vehicleId, ...truck } = vehicle
      const { id, vehicleId: _used, ...person } = driver
      return JSON.stringify([truck, person, pinnedDrivers.has(id) ? id : ''])
    }),
  )
  const classOf = Int32Array.from(crews, ({ driver, vehicle }) => {
    const { id: _vehicleId, ...truck } = vehicle
    const { id, vehicleId: _used, ...person } = driver
    return classNumber.get(JSON.stringify([truck, person, pinnedDrivers.has(id) ? id : ''])) as number
  })
  const classDrivers = [...classNumber.values()].map(number =>
    crews.flatMap((_, index) => (classOf[index] === number ? [index] : [])),
  )
  const workRate = (weights.perHour * COST_UNIT) / 3600
  const horizon = Math.max(
    ...crews.map(({ driver }) => toSeconds(driver.shiftEndMinute + (driver.maxOvertimeMinutes ?? 0))),
  )
  const windows = compileWindows(stops, horizon)
  const release = Int32Array.from(stops, stop => toSeconds(stop.releaseMinute ?? 0))
  const serveCost = new Float64Array(classDrivers.length * stops.length)
  classDrivers.forEach((members, number) => {
    const { driver, vehicle } = crews[members[0] as number] as Crew
    const row = serviceNumber.get(String(driver.serviceFactor ?? 1)) as number
    stops.forEach((stop, index) => {
      const slot = number * stops.length + index
      serveCost[slot] = mayServe(stop, driver, vehicle, pins.get(stop.id))
        ? Math.round((service[row * stops.length + index] as number) * workRate) +
          (knowsZone(driver, stop) ? 0 : Math.round(weights.unfamiliarZone * COST_UNIT)) +
          Math.round(changeCost(driver, stop) * COST_UNIT)
        : -1
    })
  })
  const profileOf = Int32Array.from(profiles, profile => profileNumber.get(JSON.stringify(profile)) as number)
  const travel = compileTravel(problem, distinct, weights.perHour, setupOf)
  const hasBreaks = crews.some(({ driver }) => driver.lunch !== undefined)
  const hasRelease = stops.some(stop => (stop.releaseMinute ?? 0) > 0)
  const hasPromises = windows.promiseTo.length > 0
  const changes = compileChanges(stops)
  const hasOvertime = crews.some(({ driver }) => (driver.maxOvertimeMinutes ?? 0) > 0)
  const isFair = weights.fairness > 0 && crews.some(({ driver }) => driver.targetMinutes !== undefined)
  const hasQueues =
    depots.some(depot => depot.bays !== undefined) && crews.some(({ driver }) => (driver.maxTrips ?? 1) > 1)
  const takesTime =
    service.some(seconds => seconds > 0) || travel.seconds.some(matrix => matrix.some(seconds => seconds > 0))
  const isTimed = takesTime || hasBreaks || hasRelease || windows.isBounded
  const stopNumber = new Map(stops.map((stop, index) => [stop.id, index]))
  const driverNumber = new Map(crews.map(({ driver }, index) => [driver.id, index]))
  const byDriver = (value: (crew: Crew, index: number) => number) => Int32Array.from(crews, value)
  const model: Model = {
    stopCount: stops.length,
    placeCount,
    driverCount: crews.length,
    ...compileLoads(problem, crews),
    ...travel,
    isNeverFaster: !isHourly || (problem.travel.hourFactors as number[]).every(factor => factor <= 1),
    hourly: isHourly ? compileHourlySpeed(problem.travel.hourFactors as number[], horizon + 86_400) : null,
    setup,
    building,
    ...windows,
    release,
    changes,
    skipPenalty: new Float64Array(stops.length),
    rankPenalty: new Float64Array(RANK_MAY_WAIT),
    rank: Uint8Array.from(stops, stop =>
      stop.skipCost === undefined ? RANKS[stop.priority ?? 'normal'] : RANK_MAY_WAIT,
    ),
    zone: compileZones(stops),
    profileOf,
    classOf,
    serviceRow: byDriver(({ driver }) => serviceNumber.get(String(driver.serviceFactor ?? 1)) as number),
    depotPlace: byDriver((_, index) => stops.length + (depotIndex[index] as number)),
    startPlace,
    fixedCost: Float64Array.from(crews, ({ driver, vehicle }) =>
      driver.now ? 0 : Math.round((vehicle.fixedCost ?? 0) * COST_UNIT),
    ),
    shiftStart: byDriver(({ driver }) =>
      toSeconds(Math.max(driver.shiftStartMinute, driver.now?.minute ?? 0)),
    ),
    shiftEnd: byDriver(({ driver }) => toSeconds(driver.shiftEndMinute)),
    hardEnd: byDriver(({ driver }) => toSeconds(driver.shiftEndMinute + (driver.maxOvertimeMinutes ?? 0))),
    breakFrom: byDriver(({ driver }) => toSeconds(driver.lunch?.fromMinute ?? 0)),
    breakTo: byDriver(({ driver }) => toSeconds(driver.lunch?.toMinute ?? 0)),
    breakLength: byDriver(({ driver }) => (driver.lunch ? toSeconds(driver.lunch.minutes) : -1)),
    maxTrips: byDriver(({ driver }) => driver.maxTrips ?? 1),
    reload: byDriver((_, index) => toSeconds(depots[depotIndex[index] as number]?.reloadMinutes ?? 0)),
    extraTripCost: Float64Array.from(crews, (_, index) =>
      Math.round(
        weights.perExtraTrip * COST_UNIT +
          toSeconds(depots[depotIndex[index] as number]?.reloadMinutes ?? 0) * workRate,
      ),
    ),
    fairTarget: Float64Array.from(crews, ({ driver }) =>
      driver.targetMinutes === undefined
        ? -1
        : Math.max(0, toSeconds(driver.targetMinutes - (driver.balanceMinutes ?? 0))),
    ),
    classDrivers,
    serveCost,
    service,
    bays: Int32Array.from(depots, depot => depot.bays ?? 0),
    prefixes: (problem.locks?.prefixes ?? []).map(prefix => ({
      driver: driverNumber.get(prefix.driverId) as number,
      trips: prefix.trips.map(trip => trip.map(id => stopNumber.get(id) as number)),
    })),
    workRate,
    waitingRate: (weights.waitingPerHour * COST_UNIT) / 3600,
    latenessRate: (weights.latenessPerMinute * COST_UNIT) / 60,
    overtimeRate: (weights.overtimePerHour * COST_UNIT) / 3600,
    fairnessRate: isFair ? (weights.fairness * COST_UNIT) / (3600 * 3600) : 0,
    isTimed,
    isAdditive: !(
      isTimed &&
      (changes !== null ||
        weights.waitingPerHour > 0 ||
        hasPromises ||
        hasOvertime ||
        hasQueues ||
        isFair ||
        (isHourly && workRate > 0))
    ),
    hasRelease,
    hasBreaks,
    hasGapsAnywhere: windows.hasGaps.some(gap => gap === 1),
  }
  fillSkipPenalties(model, stops)
  return model
}

/** Where each driver's day begins; the places of drivers who are under way follow the depots. */
function startPlaces({ stops, depots, drivers }: Problem, depotIndex: number[]): Int32Array {
  let place = stops.length + depots.length
  return Int32Array.from(drivers, (driver, index) =>
    driver.now ? place++ : stops.length + (depotIndex[index] as number),
  )
}

/** Minutes at the door for a driver of factor 1. */
export function serviceMinutes(stop: Stop): number {
  if (!stop.service) return stop.serviceMinutes ?? 0
  const {
    baseMinutes,
    perCylinderMinutes = 0,
    floors = 0,
    hasLift = false,
    perFloorMinutes = 0,
  } = stop.service
  const sizes = new Set([...Object.keys(stop.deliver ?? {}), ...Object.keys(stop.collect ?? {})])
  let cylinders = 0
  for (const code of sizes) cylinders += Math.max(stop.deliver?.[code] ?? 0, stop.collect?.[code] ?? 0)
  return baseMinutes + cylinders * (perCylinderMinutes + (hasLift ? 0 : floors * perFloorMinutes))
}

/** Whether the rules that do not depend on the day's course let the driver serve the stop. */
export function mayServe(stop: Stop, driver: Driver, vehicle: Vehicle, pin: string | undefined): boolean {
  return (
    (pin === undefined || pin === driver.id) &&
    (stop.vehicleKinds?.includes(vehicle.kind) ?? true) &&
    (stop.skills ?? []).every(skill => driver.skills?.includes(skill))
  )
}

export function knowsZone(driver: Driver, stop: Stop): boolean {
  return (
    stop.zone === undefined || driver.familiarZones === undefined || driver.familiarZones.includes(stop.zone)
  )
}

/** NT$ for a driver other than the one who comes by habit. */
export function changeCost(driver: Driver, stop: Stop): number {
  return stop.habit === undefined || stop.habit.driverId === driver.id ? 0 : stop.habit.changeCost
}

/** Distinct keys in order of appearance, numbered from 0. */
function numbering(keys: string[]): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const key of keys) if (!numbers.has(key)) numbers.set(key, numbers.size)
  return numbers
}

function compileZones(stops: Stop[]): Int32Array {
  const zones = numbering(stops.flatMap(stop => stop.zone ?? []))
  return Int32Array.from(stops, stop => (stop.zone === undefined ? -1 : (zones.get(stop.zone) as number)))
}

/**
 * Gives each stop that must be served a penalty above anything the classes below it and the whole day could
 * cost, so that one sum compares plans lexicographically: urgent, promised, normal, then money.
 */
function fillSkipPenalties(model: Model, stops: Stop[]): void {
  let dearestArc = 0
  for (const matrix of model.cost) dearestArc = Math.max(dearestArc, dearestOf(matrix))
  const horizon = model.hardEnd.reduce((most, end) => Math.max(most, end), 0)
  const perSecond = model.waitingRate + model.overtimeRate + model.workRate + model.fairnessRate * horizon
  let worth = 1
  for (let driver = 0; driver < model.driverCount; driver++) {
    worth += (model.fixedCost[driver] as number) + horizon * perSecond
    worth += (model.extraTripCost[driver] as number) * (model.maxTrips[driver] as number)
  }
  stops.forEach((stop, index) => {
    const skip = Math.round((stop.skipCost ?? 0) * COST_UNIT)
    model.skipPenalty[index] = skip
    let dearestService = 0
    for (let slot = index; slot < model.serveCost.length; slot += stops.length) {
      dearestService = Math.max(dearestService, model.serveCost[slot] as number)
    }
    worth +=
      skip + 2 * dearestArc + dearestService + (model.promiseTo.length ? horizon * model.latenessRate : 0)
  })
  worth = Math.ceil(worth)
  for (const rank of [2, 1, 0]) {
    let members = 0
    model.rankPenalty[rank] = worth
    model.rank.forEach((each, index) => {
      if (each !== rank) return
      model.skipPenalty[index] = worth
      members++
    })
    worth *= members + 1
  }
}

function dearestOf(matrix: Int32Array): number {
  let dearest = 0
  for (let arc = 0; arc < matrix.length; arc++) {
    const cost = matrix[arc] as number
    if (cost < NO_WAY_COST && cost > dearest) dearest = cost
  }
  return dearest
}

/** A frozen prefix cannot be kept; names the lock. */
export function refusePrefix(index: number, detail: string): never {
  throw new PlannerProblemError('lock', `locks.prefixes[${index}].trips`, detail)
}
