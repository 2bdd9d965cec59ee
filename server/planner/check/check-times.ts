/** Times of one run: the way, set-up, service, windows, release of goods, shift, break, reloading. */
import type { PlannedRun, PlannedStop, Violation } from '../plan.types.ts'
import type { Depot, Driver, Place, Problem, Stop, Vehicle } from '../problem.ts'
import type { Way } from './way.ts'

/** Seconds by which rounding may differ between two computations of one leg. */
const TOLERANCE = 2

type Span = { from: number; to: number }

export function checkTimes(
  problem: Problem,
  way: Way,
  run: PlannedRun,
  driver: Driver,
  vehicle: Vehicle,
): Violation[] {
  return new Clock(problem, way, run, driver, vehicle).check()
}

const second = (minute: number): number => Math.round(minute * 60)

class Clock {
  private readonly problem: Problem
  private readonly way: Way
  private readonly run: PlannedRun
  private readonly driver: Driver
  private readonly vehicle: Vehicle
  private readonly depot: Depot
  private readonly rest: Span | undefined
  private readonly busy: Span[] = []
  private readonly violations: Violation[] = []
  private waiting = 0

  constructor(problem: Problem, way: Way, run: PlannedRun, driver: Driver, vehicle: Vehicle) {
    this.problem = problem
    this.way = way
    this.run = run
    this.driver = driver
    this.vehicle = vehicle
    this.depot = (problem.depots.find(depot => depot.id === vehicle.depotId) ?? problem.depots[0]) as Depot
    this.rest = run.break && { from: second(run.break.startMinute), to: second(run.break.endMinute) }
  }

  check(): Violation[] {
    const { run, driver } = this
    let place: Place = driver.now ?? this.depot
    let now = second(run.departureMinute)
    run.trips.forEach((trip, index) => {
      const departure = second(trip.departureMinute)
      if (trip.depotId !== this.depot.id) {
        this.say(
          'report.wrong',
          1,
          `Trip ${index + 1} starts at ${trip.depotId}, the vehicle's depot is ${this.depot.id}.`,
        )
      }
      if (index === 0 && departure !== now) {
        this.say('time.order', 1, 'The first trip and the run leave at different times.')
      }
      if (index > 0) this.checkReload(index, now, departure)
      now = departure
      this.checkRelease(index, departure)
      let building: string | undefined
      for (const planned of trip.stops) {
        const stop = this.problem.stops.find(each => each.id === planned.stopId) as Stop
        this.checkLeg(place, stop, now, second(planned.arrivalMinute), planned.stopId)
        this.checkService(stop, planned, building)
        place = stop
        building = stop.building
        now = second(planned.departureMinute)
      }
      this.checkLeg(place, this.depot, now, second(trip.returnMinute), undefined)
      place = this.depot
      now = second(trip.returnMinute)
    })
    if (now !== second(run.returnMinute))
      this.say('time.order', 1, 'The last trip and the run return at different times.')
    const start = second(Math.max(driver.shiftStartMinute, driver.now?.minute ?? 0))
    if (second(run.departureMinute) < start) {
      this.say('shift.early', (start - second(run.departureMinute)) / 60, 'Leaves before the shift starts')
    }
    const end = second(driver.shiftEndMinute + (driver.maxOvertimeMinutes ?? 0))
    if (now > end) this.say('shift.late', (now - end) / 60, 'Returns after the end of the shift')
    this.checkLunch()
    this.checkSums()
    return this.violations
  }

  private say(code: Violation['code'], amount: number, text: string, stopId?: string): void {
    const unit = code.startsWith('report') || code === 'time.order' ? '' : ` by ${amount.toFixed(1)} minutes`
    const who = stopId ? `${this.driver.id} at ${stopId}` : this.driver.id
    const detail = `${who}: ${text.replace(/\.$/, '')}${unit}.`
    this.violations.push({ code, amount, driverId: this.driver.id, ...(stopId && { stopId }), detail })
  }

  /** The way from one place to the next, with the break perhaps taken before setting off. */
  private checkLeg(
    from: Place,
    to: Depot | Stop,
    free: number,
    arrival: number,
    stopId: string | undefined,
  ): void {
    const { rest } = this
    const isRestedFirst = rest !== undefined && rest.from >= free && rest.to <= arrival
    const rested = isRestedFirst ? rest.to : free
    if (isRestedFirst) this.waiting += rest.from - free
    const needed = this.way.seconds(from, to, this.vehicle.kind, rested)
    if (needed === Number.POSITIVE_INFINITY) {
      this.say('time.travel', 1, `There is no way to ${to.id}, counted as short`, stopId)
    } else if (arrival - rested < needed - TOLERANCE) {
      const missing = (needed - (arrival - rested)) / 60
      this.say('time.travel', missing, `The way to ${to.id} is too short`, stopId)
    }
    if (arrival - rested > needed + TOLERANCE) {
      this.say('report.wrong', 1, `The way to ${to.id} takes longer than it needs.`, stopId)
    }
    this.busy.push({ from: rested, to: arrival })
  }

  private checkService(stop: Stop, planned: PlannedStop, lastBuilding: string | undefined): void {
    const arrival = second(planned.arrivalMinute)
    const start = second(planned.startMinute)
    const isSameHouse = stop.building !== undefined && stop.building === lastBuilding
    const setup = isSameHouse ? 0 : second(stop.setupMinutes ?? 0)
    const ready = arrival + setup
    if (start < ready)
      this.say('time.service', (ready - start) / 60, 'Service begins before the set-up is done', stop.id)
    const needed = second(doorMinutes(stop) * (this.driver.serviceFactor ?? 1))
    const departure = second(planned.departureMinute)
    if (departure - start < needed - 1) {
      this.say(
        'time.service',
        (needed - (departure - start)) / 60,
        'Leaves before the service is done',
        stop.id,
      )
    }
    this.busy.push({ from: arrival, to: ready }, { from: start, to: departure })
    this.checkWindows(stop, start)
    const { rest } = this
    const resting = rest && rest.from >= ready && rest.to <= start ? rest.to - rest.from : 0
    const waited = Math.max(0, start - ready - resting)
    this.waiting += waited
    const late = lateBy(stop, start) / 60
    for (const [name, said, meant] of [
      ['waiting', planned.waitingMinutes, waited / 60],
      ['set-up', planned.setupMinutes, setup / 60],
      ['lateness', planned.lateMinutes, late],
      ['leg', planned.legKm, undefined],
    ] as const) {
      if (meant !== undefined && Math.abs(said - meant) > 0.05) {
        this.say(
          'report.wrong',
          Math.abs(said - meant),
          `The plan says ${name} ${said}, it is ${meant}.`,
          stop.id,
        )
      }
    }
  }

  private checkWindows(stop: Stop, start: number): void {
    const notBefore = second(stop.notBeforeMinute ?? 0)
    if (start < notBefore)
      this.say('window.closed', (notBefore - start) / 60, 'Begins before it may', stop.id)
    const windows = stop.windows ?? []
    if (windows.length === 0) return
    let missed = Number.POSITIVE_INFINITY
    for (const window of windows) {
      const from = second(window.fromMinute)
      const to = window.hard === false ? Number.POSITIVE_INFINITY : second(window.toMinute)
      if (start >= from && start <= to) return
      missed = Math.min(missed, start < from ? from - start : start - to)
    }
    const isLate = windows.every(window => start > second(window.toMinute))
    this.say(
      'window.closed',
      missed / 60,
      isLate ? 'Begins too late' : 'Begins while the customer is closed',
      stop.id,
    )
  }

  private checkRelease(index: number, departure: number): void {
    for (const { stopId } of this.run.trips[index]?.stops ?? []) {
      const stop = this.problem.stops.find(each => each.id === stopId)
      const release = second(stop?.releaseMinute ?? 0)
      if (departure < release)
        this.say('time.release', (release - departure) / 60, 'Leaves before the goods are there', stopId)
    }
  }

  private checkReload(index: number, returned: number, departure: number): void {
    const trip = this.run.trips[index]
    const begin = second(trip?.reloadStartMinute ?? Number.NaN)
    const needed = second(this.depot.reloadMinutes)
    if (!(begin >= returned))
      this.say('time.order', 1, `Reloading for trip ${index + 1} begins before the return.`)
    if (departure - begin < needed) {
      this.say(
        'reload.short',
        (needed - (departure - begin)) / 60,
        `Reloading for trip ${index + 1} is too short`,
      )
    }
    this.busy.push({ from: begin, to: begin + needed })
    const { rest } = this
    const resting = rest && rest.from >= returned && rest.to <= departure ? rest.to - rest.from : 0
    this.waiting += Math.max(0, departure - returned - needed - resting)
  }

  private checkLunch(): void {
    const { lunch } = this.driver
    const { rest, run } = this
    if (!lunch) {
      if (rest) this.say('report.wrong', 1, 'A break is planned for a driver who has none.')
      return
    }
    const length = second(lunch.minutes)
    if (!rest) {
      const isAfter = second(run.returnMinute) <= second(lunch.toMinute)
      const isBefore = second(run.departureMinute) >= second(lunch.fromMinute) + length
      if (!isAfter && !isBefore) this.say('lunch.missing', lunch.minutes, 'There is no lunch break, short')
      return
    }
    const early = second(lunch.fromMinute) - rest.from
    const late = rest.from - second(lunch.toMinute)
    if (early > 0 || late > 0)
      this.say('lunch.missing', Math.max(early, late) / 60, 'The break begins outside its window')
    if (rest.to - rest.from < length)
      this.say('lunch.missing', (length - rest.to + rest.from) / 60, 'The break is too short')
    if (rest.from < second(run.departureMinute) || rest.to > second(run.returnMinute)) {
      this.say('report.wrong', 1, 'The break lies outside the run.')
    }
    const overlap = this.busy.reduce((most, span) => {
      return Math.max(most, Math.min(span.to, rest.to) - Math.max(span.from, rest.from))
    }, 0)
    if (overlap > 0) this.say('lunch.missing', overlap / 60, 'The driver works during his break')
  }

  private checkSums(): void {
    const { run, driver } = this
    const overtime = Math.max(0, run.returnMinute - driver.shiftEndMinute)
    const stops = run.trips.flatMap(trip => trip.stops)
    const late = stops.reduce((sum, stop) => sum + stop.lateMinutes, 0)
    const tolerance = 0.05 * (stops.length + 2)
    for (const [name, said, meant] of [
      ['waiting', run.waitingMinutes, this.waiting / 60],
      ['overtime', run.overtimeMinutes, overtime],
      ['lateness', run.lateMinutes, late],
    ] as const) {
      if (Math.abs(said - meant) > tolerance) {
        this.say('report.wrong', Math.abs(said - meant), `The run says ${name} ${said}, it is ${meant}.`)
      }
    }
  }
}

/** Seconds after the last window that was missed. */
function lateBy(stop: Stop, start: number): number {
  const windows = stop.windows ?? []
  if (windows.some(window => start >= second(window.fromMinute) && start <= second(window.toMinute))) return 0
  const ends = windows.map(window => second(window.toMinute)).filter(to => to < start)
  return ends.length === 0 ? 0 : start - Math.max(...ends)
}

function doorMinutes(stop: Stop): number {
  const { service } = stop
  if (!service) return stop.serviceMinutes ?? 0
  let cylinders = 0
  for (const code of new Set([...Object.keys(stop.deliver ?? {}), ...Object.keys(stop.collect ?? {})])) {
    cylinders += Math.max(stop.deliver?.[code] ?? 0, stop.collect?.[code] ?? 0)
  }
  const stairs = service.hasLift ? 0 : cylinders * (service.floors ?? 0) * (service.perFloorMinutes ?? 0)
  return service.baseMinutes + cylinders * (service.perCylinderMinutes ?? 0) + stairs
}
