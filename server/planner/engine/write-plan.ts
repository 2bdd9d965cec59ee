/** From the engine's arrays back to the words of the problem: the plan with times, loads and cost. */
import type { CostBreakdown, Plan, PlannedRun, PlannedStop, PlannedTrip, PlanStats } from '../plan.types.ts'
import {
  DEFAULT_OBJECTIVE,
  type OnBoard,
  type Place,
  type Problem,
  type Stop,
  TOLD_TOLERANCE_MINUTES,
} from '../problem.ts'
import { changeCost, knowsZone } from './compile-model.ts'
import { metersBetween, placesOf } from './compile-travel.ts'
import type { Day } from './day.ts'
import { explainAbsent } from './explain-absent.ts'
import { Timeline } from './timeline.ts'

/** Writes the plan that the day holds. `lenient` times drivers whose day cannot be kept as well as possible. */
export function writePlan(
  problem: Problem,
  day: Day,
  stats: Omit<PlanStats, 'unserved'>,
  lenient = false,
): Plan {
  const writer = new PlanWriter(problem, day)
  const runs: PlannedRun[] = []
  for (let driver = 0; driver < day.model.driverCount; driver++) {
    if ((day.stopsOf[driver] as number) > 0) runs.push(writer.run(driver, lenient))
  }
  const unassigned = explainAbsent(problem, day)
  const unserved = { urgent: 0, promised: 0, normal: 0 }
  const byId = new Map(problem.stops.map(stop => [stop.id, stop]))
  for (const { stopId } of unassigned) {
    const stop = byId.get(stopId) as Stop
    if (stop.skipCost === undefined) unserved[stop.priority ?? 'normal']++
  }
  return { schemaVersion: 1, runs, unassigned, cost: costOf(problem, runs), stats: { ...stats, unserved } }
}

const minutes = (seconds: number): number => seconds / 60

class PlanWriter {
  private readonly problem: Problem
  private readonly day: Day
  private readonly timeline: Timeline
  private readonly places: Place[]

  constructor(problem: Problem, day: Day) {
    this.problem = problem
    this.day = day
    this.timeline = new Timeline(day)
    this.places = placesOf(problem)
  }

  run(driver: number, lenient: boolean): PlannedRun {
    const { timeline, problem, day } = this
    const { model } = day
    timeline.lay(driver, lenient)
    const person = problem.drivers[driver] as Problem['drivers'][number]
    const trips: PlannedTrip[] = []
    let from = 0
    for (let at = 1; at < timeline.length; at++) {
      if ((timeline.nodes[at] as number) < model.stopCount) continue
      trips.push(this.trip(driver, from, at))
      from = at
    }
    const sum = (value: (trip: PlannedTrip) => number) =>
      trips.reduce((total, trip) => total + value(trip), 0)
    const ofStops = (value: (stop: PlannedStop) => number) =>
      sum(trip => trip.stops.reduce((total, stop) => total + value(stop), 0))
    const lunch = timeline.breakBegin
    return {
      driverId: person.id,
      vehicleId: person.vehicleId,
      departureMinute: minutes(timeline.departure),
      returnMinute: minutes(timeline.finish),
      ...(lunch >= 0 && {
        break: {
          startMinute: minutes(lunch),
          endMinute: minutes(lunch + (model.breakLength[driver] as number)),
        },
      }),
      trips,
      km: sum(trip => trip.km),
      drivingMinutes: sum(trip => trip.returnLegMinutes) + ofStops(stop => stop.legMinutes),
      serviceMinutes: ofStops(stop => stop.departureMinute - stop.startMinute + stop.setupMinutes),
      reloadMinutes: minutes((trips.length - 1) * (model.reload[driver] as number)),
      waitingMinutes: minutes(timeline.waiting),
      lateMinutes: ofStops(stop => stop.lateMinutes),
      overtimeMinutes: minutes(Math.max(0, timeline.finish - (model.shiftEnd[driver] as number))),
    }
  }

  /** The trip between the depot nodes at two positions of the timeline. */
  private trip(driver: number, from: number, to: number): PlannedTrip {
    const { timeline, problem, day } = this
    const { model } = day
    const nodes = Array.from(timeline.nodes.subarray(from + 1, to))
    const aboard = from === 0 ? problem.drivers[driver]?.now?.onBoard : undefined
    const board = new Board(problem, nodes, aboard)
    const departureGrossGrams = board.gross()
    let peakGrossGrams = departureGrossGrams
    const load: Record<string, number> = {}
    for (const [code, { full }] of Object.entries(board.state())) if (full > 0) load[code] = full
    const stops = nodes.map((node, index): PlannedStop => {
      board.serve(problem.stops[node] as Stop)
      peakGrossGrams = Math.max(peakGrossGrams, board.gross())
      return {
        ...this.stop(driver, from + 1 + index),
        onBoardAfter: board.state(),
        grossGramsAfter: board.gross(),
      }
    })
    const back = this.leg(driver, to)
    return {
      depotId: problem.depots[(model.depotPlace[driver] as number) - model.stopCount]?.id ?? '',
      departureMinute: minutes(timeline.leave[from] as number),
      returnMinute: minutes(to === timeline.length - 1 ? timeline.finish : this.arrival(driver, to)),
      ...(from > 0 && { reloadStartMinute: minutes(timeline.begin[from] as number) }),
      load,
      departureGrossGrams,
      peakGrossGrams,
      netGasGrams: problem.sizes.reduce((grams, size) => grams + (load[size.code] ?? 0) * size.gasGrams, 0),
      returnKm: back.meters / 1000,
      returnLegMinutes: minutes(back.seconds),
      km: stops.reduce((km, stop) => km + stop.legKm, back.meters / 1000),
      stops,
    }
  }

  private stop(driver: number, at: number): Omit<PlannedStop, 'onBoardAfter' | 'grossGramsAfter'> {
    const { timeline, problem, day } = this
    const { model } = day
    const node = timeline.nodes[at] as number
    const stop = problem.stops[node] as Stop
    const leg = this.leg(driver, at)
    const arrival = this.arrival(driver, at) - leg.setup
    const start = timeline.begin[at] as number
    const isRestedHere =
      timeline.breakBefore === at && timeline.breakBegin >= (timeline.leave[at - 1] as number)
    const rest = isRestedHere ? (model.breakLength[driver] as number) : 0
    return {
      stopId: stop.id,
      arrivalMinute: minutes(arrival),
      startMinute: minutes(start),
      departureMinute: minutes(
        start + (model.service[(model.serviceRow[driver] as number) * model.stopCount + node] as number),
      ),
      waitingMinutes: minutes(start - arrival - leg.setup - rest),
      setupMinutes: minutes(leg.setup),
      lateMinutes: minutes(lateSeconds(stop, start)),
      legKm: leg.meters / 1000,
      legMinutes: minutes(leg.seconds),
    }
  }

  /** When the vehicle has arrived and set up, before waiting and break. */
  private arrival(driver: number, at: number): number {
    const { timeline, day } = this
    return timeline.ride(
      day.model.profileOf[driver] as number,
      day.place[timeline.nodes[at - 1] as number] as number,
      day.place[timeline.nodes[at] as number] as number,
      timeline.leave[at - 1] as number,
    )
  }

  private leg(driver: number, at: number): { meters: number; seconds: number; setup: number } {
    const { timeline, day, problem } = this
    const { model } = day
    const from = day.place[timeline.nodes[at - 1] as number] as number
    const to = day.place[timeline.nodes[at] as number] as number
    const building = model.building[to] as number
    const isSame = from === to || (building >= 0 && building === model.building[from])
    const setup = isSame ? 0 : (model.setup[to] as number)
    return {
      meters:
        from === to
          ? 0
          : Math.max(0, metersBetween(problem, this.places[from] as Place, this.places[to] as Place)),
      seconds: this.arrival(driver, at) - (timeline.leave[at - 1] as number) - setup,
      setup,
    }
  }
}

/** Seconds after the last window that was missed, hard or soft. */
function lateSeconds(stop: Stop, start: number): number {
  const windows = stop.windows ?? []
  let missed = -1
  for (const window of windows) {
    const from = Math.round(window.fromMinute * 60)
    const to = Math.round(window.toMinute * 60)
    if (start >= from && start <= to) return 0
    if (to < start) missed = Math.max(missed, to)
  }
  return missed < 0 ? 0 : start - missed
}

/** What is on the vehicle during one trip. */
class Board {
  private readonly problem: Problem
  private readonly onBoard: Map<string, OnBoard>

  /** `aboard` is what a vehicle under way carries; otherwise it has loaded what its stops need. */
  constructor(problem: Problem, nodes: number[], aboard?: Record<string, OnBoard>) {
    this.problem = problem
    this.onBoard = new Map(
      problem.sizes.map(size => [size.code, { full: 0, empty: 0, ...aboard?.[size.code] }]),
    )
    if (aboard) return
    for (const node of nodes) {
      for (const [code, pieces] of Object.entries(problem.stops[node]?.deliver ?? {})) {
        this.of(code).full += pieces
      }
    }
  }

  private of(code: string): OnBoard {
    return this.onBoard.get(code) as OnBoard
  }

  serve(stop: Stop): void {
    for (const [code, pieces] of Object.entries(stop.deliver ?? {})) this.of(code).full -= pieces
    for (const [code, pieces] of Object.entries(stop.collect ?? {})) this.of(code).empty += pieces
  }

  gross(): number {
    return this.problem.sizes.reduce((grams, size) => {
      const { full, empty } = this.of(size.code)
      return grams + full * (size.gasGrams + size.tareGrams) + empty * size.tareGrams
    }, 0)
  }

  state(): Record<string, OnBoard> {
    const held = [...this.onBoard].filter(([, board]) => board.full > 0 || board.empty > 0)
    return Object.fromEntries(held.map(([code, board]) => [code, { ...board }]))
  }
}

/** Prices the runs in NT$, rounded to a thousandth. */
export function costOf(problem: Problem, runs: PlannedRun[]): CostBreakdown {
  const weights = { ...DEFAULT_OBJECTIVE, ...problem.objective }
  const vehicles = new Map(problem.vehicles.map(vehicle => [vehicle.id, vehicle]))
  const stops = new Map(problem.stops.map(stop => [stop.id, stop]))
  const runOf = new Map(runs.map(run => [run.driverId, run]))
  const served = new Set(runs.flatMap(run => run.trips.flatMap(trip => trip.stops.map(stop => stop.stopId))))
  const cost = {
    total: 0,
    fixed: 0,
    distance: 0,
    work: 0,
    waiting: 0,
    lateness: 0,
    overtime: 0,
    extraTrips: 0,
  }
  let unfamiliarZones = 0
  let fairness = 0
  let otherDrivers = 0
  let changes = 0
  for (const driver of problem.drivers) {
    const run = runOf.get(driver.id)
    if (weights.fairness > 0 && driver.targetMinutes !== undefined) {
      const target = Math.max(0, driver.targetMinutes - (driver.balanceMinutes ?? 0))
      const worked = run ? run.returnMinute - run.departureMinute : 0
      fairness += weights.fairness * ((worked - target) / 60) ** 2
    }
    if (!run) continue
    const vehicle = vehicles.get(driver.vehicleId)
    cost.fixed += driver.now ? 0 : (vehicle?.fixedCost ?? 0)
    cost.distance += run.km * (vehicle?.perKm ?? weights.perKm)
    cost.work += ((run.drivingMinutes + run.serviceMinutes + run.reloadMinutes) * weights.perHour) / 60
    cost.waiting += (run.waitingMinutes * weights.waitingPerHour) / 60
    cost.lateness += softLateMinutes(run, stops) * weights.latenessPerMinute
    cost.overtime += (run.overtimeMinutes * weights.overtimePerHour) / 60
    cost.extraTrips += (run.trips.length - 1) * weights.perExtraTrip
    for (const trip of run.trips) {
      for (const { stopId } of trip.stops) {
        const stop = stops.get(stopId)
        if (stop && !knowsZone(driver, stop)) unfamiliarZones += weights.unfamiliarZone
        if (stop) otherDrivers += changeCost(driver, stop)
      }
      changes += changesIn(trip, stops)
    }
  }
  const skipped = problem.stops.reduce(
    (sum, stop) => sum + (served.has(stop.id) ? 0 : (stop.skipCost ?? 0)),
    0,
  )
  const parts = { ...cost, unfamiliarZones, fairness, otherDrivers, changes, skipped }
  const rounded = Object.fromEntries(
    Object.entries(parts).map(([part, value]) => [part, Math.round(value * 1000) / 1000]),
  ) as CostBreakdown
  if (problem.stops.every(stop => !stop.told && !stop.follows)) delete rounded.changes
  const total = Object.values(rounded).reduce((sum, value) => sum + value, 0)
  return { ...rounded, total: Math.round(total * 1000) / 1000 }
}

/** NT$ for told times that are not kept and for stops that follow another one than published. */
function changesIn(trip: PlannedTrip, stops: Map<string, Stop>): number {
  return trip.stops.reduce((sum, { stopId, startMinute }, index) => {
    const { told, follows } = stops.get(stopId) ?? {}
    const tolerance = told?.toleranceMinutes ?? TOLD_TOLERANCE_MINUTES
    const off = told ? Math.round(60 * Math.abs(startMinute - told.minute)) - Math.round(60 * tolerance) : 0
    const before = trip.stops[index - 1]?.stopId ?? null
    return (
      sum +
      (told && off > 0 ? told.changeCost : 0) +
      (follows && follows.stopId !== before ? follows.changeCost : 0)
    )
  }, 0)
}

/** Late minutes at stops that have a soft window; hard ones are not for sale. */
function softLateMinutes(run: PlannedRun, stops: Map<string, Stop>): number {
  let late = 0
  for (const trip of run.trips) {
    for (const stop of trip.stops) {
      if (stops.get(stop.stopId)?.windows?.some(window => window.hard === false)) late += stop.lateMinutes
    }
  }
  return late
}
