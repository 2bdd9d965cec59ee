/** What a single field cannot show: ids used twice, names of nothing, stops nobody could ever serve. */
import { type Driver, PlannerProblemError, type Problem, type Stop, type Vehicle } from './problem.ts'

export function refuseContradictions(problem: Problem): void {
  refuseEmptyLists(problem)
  refuseDuplicateIds(problem)
  refuseBrokenFleet(problem)
  refuseBrokenTravel(problem)
  problem.stops.forEach((stop, index) => {
    refuseBrokenStop(problem, stop, `stops[${index}]`)
  })
  refuseBrokenLocks(problem)
  const fleet = new Fleet(problem)
  problem.stops.forEach((stop, index) => {
    fleet.refuseUnservable(stop, `stops[${index}]`)
  })
}

function refuse(
  code: ConstructorParameters<typeof PlannerProblemError>[0],
  path: string,
  detail: string,
): never {
  throw new PlannerProblemError(code, path, detail)
}

function refuseEmptyLists(problem: Problem): void {
  for (const field of ['depots', 'sizes', 'vehicles', 'drivers'] as const) {
    if (problem[field].length === 0) refuse('empty', field, 'at least one is needed to plan with')
  }
}

function refuseDuplicateIds(problem: Problem): void {
  const refuseTwice = (keys: string[], field: string, key: string) => {
    const seen = new Set<string>()
    keys.forEach((id, index) => {
      if (seen.has(id)) refuse('duplicate', `${field}[${index}].${key}`, `"${id}" is used twice`)
      seen.add(id)
    })
  }
  for (const field of ['depots', 'vehicles', 'drivers', 'stops'] as const) {
    refuseTwice(
      problem[field].map(entry => entry.id),
      field,
      'id',
    )
  }
  refuseTwice(
    problem.sizes.map(size => size.code),
    'sizes',
    'code',
  )
  refuseTwice(
    problem.drivers.map(driver => driver.vehicleId),
    'drivers',
    'vehicleId',
  )
}

function refuseBrokenFleet(problem: Problem): void {
  const sizes = new Set(problem.sizes.map(size => size.code))
  const depots = new Set(problem.depots.map(depot => depot.id))
  const vehicles = new Set(problem.vehicles.map(vehicle => vehicle.id))
  problem.vehicles.forEach((vehicle, index) => {
    const path = `vehicles[${index}]`
    for (const code of Object.keys(vehicle.slots)) {
      if (!sizes.has(code)) refuse('reference', `${path}.slots["${code}"]`, 'no such cylinder size')
    }
    if (vehicle.depotId === undefined && problem.depots.length > 1) {
      refuse('missing', `${path}.depotId`, 'needed because the problem has several depots')
    }
    if (vehicle.depotId !== undefined && !depots.has(vehicle.depotId)) {
      refuse('reference', `${path}.depotId`, `no depot "${vehicle.depotId}"`)
    }
  })
  problem.drivers.forEach((driver, index) => {
    const path = `drivers[${index}]`
    if (!vehicles.has(driver.vehicleId))
      refuse('reference', `${path}.vehicleId`, `no vehicle "${driver.vehicleId}"`)
    if (driver.shiftEndMinute < driver.shiftStartMinute) {
      refuse('window', `${path}.shiftEndMinute`, 'the shift ends before it starts')
    }
    if (driver.lunch && driver.lunch.toMinute < driver.lunch.fromMinute) {
      refuse('window', `${path}.lunch.toMinute`, 'the break ends before it begins')
    }
    refuseBrokenStock(problem, driver, `${path}.now.onBoard`)
  })
}

/** What is said to be on a vehicle must be something it can carry. */
function refuseBrokenStock(problem: Problem, driver: Driver, path: string): void {
  const vehicle = problem.vehicles.find(each => each.id === driver.vehicleId)
  let gross = 0
  let net = 0
  for (const [code, { full, empty }] of Object.entries(driver.now?.onBoard ?? {})) {
    const size = problem.sizes.find(each => each.code === code)
    if (!size) refuse('reference', `${path}["${code}"]`, 'no such cylinder size')
    const places = vehicle?.slots[code] ?? 0
    if (full + empty > places)
      refuse('load', `${path}["${code}"]`, `${full + empty} pieces, ${places} places`)
    gross += full * (size.gasGrams + size.tareGrams) + empty * size.tareGrams
    net += full * size.gasGrams
  }
  if (gross > (vehicle?.maxGrossGrams ?? Number.POSITIVE_INFINITY))
    refuse('load', path, `${gross} g, ${vehicle?.maxGrossGrams} g allowed`)
  if (net > (vehicle?.maxNetGasGrams ?? Number.POSITIVE_INFINITY))
    refuse('load', path, `${net} g of gas, ${vehicle?.maxNetGasGrams} g allowed`)
}

function refuseBrokenTravel(problem: Problem): void {
  const { travel } = problem
  if (travel.hourFactors && travel.hourFactors.length !== 24) {
    refuse('range', 'travel.hourFactors', `24 factors are needed, not ${travel.hourFactors.length}`)
  }
  const places = [
    ...problem.depots.map((depot, index) => ({ place: depot, path: `depots[${index}]` })),
    ...problem.stops.map((stop, index) => ({ place: stop, path: `stops[${index}]` })),
    ...problem.drivers.flatMap(({ now }, index) =>
      now ? [{ place: now, path: `drivers[${index}].now` }] : [],
    ),
  ]
  if (travel.kind === 'estimate') {
    for (const { place, path } of places) {
      if (!place.point) refuse('missing', `${path}.point`, 'needed because travel is estimated')
    }
    return
  }
  const { seconds, meters } = travel
  for (const [name, rows] of [
    ['seconds', seconds],
    ['meters', meters],
  ] as const) {
    if (rows.length !== seconds.length) refuse('range', `travel.${name}`, 'both matrices need the same size')
    rows.forEach((row, index) => {
      if (row.length !== seconds.length) {
        refuse(
          'range',
          `travel.${name}[${index}]`,
          `${row.length} entries in a matrix of ${seconds.length} rows`,
        )
      }
    })
  }
  seconds.forEach((row, from) => {
    row.forEach((value, to) => {
      if ((value === null) !== (meters[from]?.[to] === null)) {
        refuse('range', `travel.meters[${from}][${to}]`, 'null in one matrix only')
      }
    })
  })
  for (const { place, path } of places) {
    if (place.matrixIndex === undefined)
      refuse('missing', `${path}.matrixIndex`, 'needed because travel is a matrix')
    if (place.matrixIndex >= seconds.length) {
      refuse('reference', `${path}.matrixIndex`, `the matrix has ${seconds.length} rows`)
    }
  }
}

function refuseBrokenStop(problem: Problem, stop: Stop, path: string): void {
  const sizes = new Set(problem.sizes.map(size => size.code))
  for (const field of ['deliver', 'collect'] as const) {
    for (const code of Object.keys(stop[field] ?? {})) {
      if (!sizes.has(code)) refuse('reference', `${path}.${field}["${code}"]`, 'no such cylinder size')
    }
  }
  stop.windows?.forEach((window, index) => {
    if (window.toMinute < window.fromMinute) {
      refuse('window', `${path}.windows[${index}].toMinute`, 'the window ends before it begins')
    }
  })
  if ((stop.serviceMinutes === undefined) === (stop.service === undefined)) {
    const both = stop.service !== undefined
    refuse(
      both ? 'duplicate' : 'missing',
      `${path}.serviceMinutes`,
      'give serviceMinutes or service, one of them',
    )
  }
  if (stop.habit && !problem.drivers.some(driver => driver.id === stop.habit?.driverId)) {
    refuse('reference', `${path}.habit.driverId`, `no driver "${stop.habit.driverId}"`)
  }
  const before = stop.follows?.stopId
  if (before && (before === stop.id || !problem.stops.some(each => each.id === before))) {
    refuse('reference', `${path}.follows.stopId`, `no other stop "${before}"`)
  }
  if (stop.vehicleKinds?.length === 0)
    refuse('empty', `${path}.vehicleKinds`, 'no vehicle kind may serve the stop')
}

function refuseBrokenLocks(problem: Problem): void {
  const stops = new Set(problem.stops.map(stop => stop.id))
  const drivers = new Map(problem.drivers.map(driver => [driver.id, driver]))
  const pinned = new Map<string, string>()
  problem.locks?.pins?.forEach((pin, index) => {
    const path = `locks.pins[${index}]`
    if (!stops.has(pin.stopId)) refuse('reference', `${path}.stopId`, `no stop "${pin.stopId}"`)
    if (!drivers.has(pin.driverId)) refuse('reference', `${path}.driverId`, `no driver "${pin.driverId}"`)
    if (pinned.has(pin.stopId)) refuse('duplicate', `${path}.stopId`, `"${pin.stopId}" is pinned twice`)
    pinned.set(pin.stopId, pin.driverId)
  })
  const frozen = new Set<string>()
  const withPrefix = new Set<string>()
  problem.locks?.prefixes?.forEach((prefix, index) => {
    const path = `locks.prefixes[${index}]`
    const driver = drivers.get(prefix.driverId)
    if (!driver) refuse('reference', `${path}.driverId`, `no driver "${prefix.driverId}"`)
    if (withPrefix.has(prefix.driverId))
      refuse('duplicate', `${path}.driverId`, 'the driver has two prefixes')
    withPrefix.add(prefix.driverId)
    if (prefix.trips.length > (driver.maxTrips ?? 1)) {
      refuse(
        'lock',
        `${path}.trips`,
        `${prefix.trips.length} trips, the driver may make ${driver.maxTrips ?? 1}`,
      )
    }
    prefix.trips.forEach((trip, tripIndex) => {
      if (trip.length === 0) refuse('lock', `${path}.trips[${tripIndex}]`, 'a frozen trip has no stop')
      trip.forEach((stopId, position) => {
        const stopPath = `${path}.trips[${tripIndex}][${position}]`
        if (!stops.has(stopId)) refuse('reference', stopPath, `no stop "${stopId}"`)
        if (frozen.has(stopId)) refuse('duplicate', stopPath, `"${stopId}" is frozen twice`)
        frozen.add(stopId)
        if ((pinned.get(stopId) ?? prefix.driverId) !== prefix.driverId) {
          refuse('lock', stopPath, `"${stopId}" is pinned to another driver`)
        }
      })
    })
  })
}

/** Looks up who could serve a stop if he had nothing else to do. */
class Fleet {
  private readonly problem: Problem
  private readonly crews: { driver: Driver; vehicle: Vehicle }[]
  private readonly pins: Map<string, string>

  constructor(problem: Problem) {
    this.problem = problem
    const vehicles = new Map(problem.vehicles.map(vehicle => [vehicle.id, vehicle]))
    this.crews = problem.drivers.flatMap(driver => {
      const vehicle = vehicles.get(driver.vehicleId)
      return vehicle ? [{ driver, vehicle }] : []
    })
    this.pins = new Map(problem.locks?.pins?.map(pin => [pin.stopId, pin.driverId]))
  }

  refuseUnservable(stop: Stop, path: string): void {
    const pin = this.pins.get(stop.id)
    const allowed = this.crews.filter(
      ({ driver, vehicle }) =>
        (pin === undefined || driver.id === pin) &&
        (stop.vehicleKinds?.includes(vehicle.kind) ?? true) &&
        (stop.skills ?? []).every(skill => driver.skills?.includes(skill)),
    )
    if (allowed.length === 0) {
      refuse('nobody', path, `no driver may serve "${stop.id}": vehicle kind, skills or pin forbid it`)
    }
    const able = allowed.filter(({ vehicle }) => this.overload(stop, vehicle) === undefined)
    if (able.length === 0) {
      const first = allowed[0] as { vehicle: Vehicle }
      const over = this.overload(stop, first.vehicle) as { field: string; detail: string }
      refuse('load', `${path}.${over.field}`, `no allowed vehicle can carry "${stop.id}": ${over.detail}`)
    }
    const reachable = able.filter(({ vehicle }) => this.isReachable(stop, vehicle))
    if (reachable.length === 0) refuse('unreachable', path, `no way between "${stop.id}" and the depot`)
    const open = reachable.filter(({ driver }) => opensInShift(stop, driver))
    if (open.length === 0) {
      refuse(
        'window',
        stop.windows?.length ? `${path}.windows` : path,
        'no allowed driver is on shift in its windows',
      )
    }
  }

  /** What of the stop alone does not fit the vehicle. */
  private overload(stop: Stop, vehicle: Vehicle): { field: string; detail: string } | undefined {
    let fullGross = 0
    let emptyGross = 0
    let net = 0
    for (const size of this.problem.sizes) {
      const full = stop.deliver?.[size.code] ?? 0
      const empty = stop.collect?.[size.code] ?? 0
      const slots = vehicle.slots[size.code] ?? 0
      const field = full >= empty ? 'deliver' : 'collect'
      if (Math.max(full, empty) > slots) {
        return {
          field: `${field}["${size.code}"]`,
          detail: `${Math.max(full, empty)} pieces, ${slots} places`,
        }
      }
      fullGross += full * (size.gasGrams + size.tareGrams)
      emptyGross += empty * size.tareGrams
      net += full * size.gasGrams
    }
    const gross = Math.max(fullGross, emptyGross)
    if (gross > (vehicle.maxGrossGrams ?? Number.POSITIVE_INFINITY)) {
      return { field: 'deliver', detail: `${gross} g, ${vehicle.maxGrossGrams} g allowed` }
    }
    if (net > (vehicle.maxNetGasGrams ?? Number.POSITIVE_INFINITY)) {
      return { field: 'deliver', detail: `${net} g of gas, ${vehicle.maxNetGasGrams} g allowed` }
    }
    return undefined
  }

  private isReachable(stop: Stop, vehicle: Vehicle): boolean {
    const { travel, depots } = this.problem
    if (travel.kind === 'estimate') return true
    const depot = depots.find(each => each.id === vehicle.depotId) ?? depots[0]
    const from = depot?.matrixIndex ?? 0
    const to = stop.matrixIndex ?? 0
    return typeof travel.seconds[from]?.[to] === 'number' && typeof travel.seconds[to]?.[from] === 'number'
  }
}

/** Whether service could begin while the driver is on shift. */
function opensInShift(stop: Stop, driver: Driver): boolean {
  const end = driver.shiftEndMinute + (driver.maxOvertimeMinutes ?? 0)
  const start = Math.max(driver.shiftStartMinute, stop.notBeforeMinute ?? 0, stop.releaseMinute ?? 0)
  if (start > end) return false
  if (!stop.windows?.length) return true
  return stop.windows.some(window => {
    const close = window.hard === false ? end : Math.min(window.toMinute, end)
    return Math.max(window.fromMinute, start) <= close
  })
}
