import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import { type BusinessDate, minuteOfDay } from '@luckygas/contract/kernel/dates.ts'
import type { VisibleState } from '@luckygas/ui/icons/states.tsx'

export type Run = Board['runs'][number]
export type Stop = Board['stops'][number]
export type Violation = Board['violations'][number]

/** A row of the timeline: a driver with his run, or one who has none yet. */
export interface Lane {
  key: string
  driverId: string
  driverName: string
  letter: string
  run: Run | undefined
  /** In the order they are driven. */
  stops: Stop[]
}

export interface BoardView {
  lanes: Lane[]
  tray: Stop[]
  numberOf: ReadonlyMap<string, number>
  stopById: ReadonlyMap<string, Stop>
  violationsOfStop: ReadonlyMap<string, Violation[]>
  stateOf: (stop: Stop) => VisibleState
}

const isFinished = (stop: Stop) => stop.state === 'done' || stop.state === 'failed'
export const isMovable = (stop: Stop) =>
  !isFinished(stop) && stop.state !== 'arrived' && stop.state !== 'cancelled'

/** An arrival this much later than planned is shown as late. */
const lateMinutes = 10

const byPlace = (a: Stop, b: Stop) => a.trip - b.trip || a.position - b.position

/** The board in the shape the screen draws. */
export function boardView(board: Board): BoardView {
  const ofRun = Map.groupBy(board.stops, stop => stop.runId)
  const withRun: Lane[] = board.runs.map(run => ({
    key: run.id,
    driverId: run.driverId,
    driverName: run.driverName,
    letter: run.letter,
    run,
    stops: (ofRun.get(run.id) ?? []).sort(byPlace),
  }))
  const idle: Lane[] = board.drivers
    .filter(driver => driver.isActive && driver.vehicleId !== null)
    .filter(driver => !board.runs.some(run => run.driverId === driver.id))
    .map(driver => ({
      key: driver.id,
      driverId: driver.id,
      driverName: driver.name,
      letter: driver.letter,
      run: undefined,
      stops: [],
    }))
  const lanes = [...withRun, ...idle].sort((a, b) => a.letter.localeCompare(b.letter))
  const next = new Set(
    lanes.flatMap(({ run, stops }) =>
      run?.state === 'loaded' ? (stops.find(stop => !isFinished(stop))?.id ?? []) : [],
    ),
  )
  return {
    lanes,
    tray: ofRun.get(null) ?? [],
    numberOf: new Map(lanes.flatMap(lane => lane.stops.map((stop, index) => [stop.id, index + 1] as const))),
    stopById: new Map(board.stops.map(stop => [stop.id, stop])),
    violationsOfStop: groupByStop(board.violations),
    stateOf: stop => visibleState(stop, next),
  }
}

function groupByStop(violations: readonly Violation[]): Map<string, Violation[]> {
  const grouped = new Map<string, Violation[]>()
  for (const violation of violations) {
    if (violation.stopId === null) continue
    grouped.set(violation.stopId, [...(grouped.get(violation.stopId) ?? []), violation])
  }
  return grouped
}

function visibleState(stop: Stop, next: ReadonlySet<string>): VisibleState {
  if (stop.state === 'done') return 'done'
  if (stop.state === 'failed') return 'failed'
  if (stop.state === 'arrived' || next.has(stop.id)) return 'enroute'
  if (stop.etaAt !== null && stop.arriveMinute !== null) {
    if (minuteOfDay(new Date(stop.etaAt)) - stop.arriveMinute > lateMinutes) return 'late'
  }
  return 'planned'
}

export interface Axis {
  fromMinute: number
  toMinute: number
}

/** Whole hours around every shift and everything that is planned. */
export function axisOf(board: Board): Axis {
  const starts = [480, ...board.runs.map(run => run.timeline[0]?.fromMinute ?? run.startMinute)]
  const ends = [1080, ...board.runs.map(run => run.timeline.at(-1)?.toMinute ?? run.endMinute ?? 0)]
  return {
    fromMinute: Math.floor(Math.min(...starts) / 60) * 60,
    toMinute: Math.ceil(Math.max(...ends) / 60) * 60,
  }
}

/** Share of the axis at a minute, in per cent. */
export function percentAt(axis: Axis, minute: number): number {
  return ((minute - axis.fromMinute) / (axis.toMinute - axis.fromMinute)) * 100
}

export interface BoardChange {
  minutes: number
  metres: number
  violations: number
}

/** What a step changed. */
export function changeBetween(before: Board, after: Board): BoardChange {
  return {
    minutes: after.totals.minutes - before.totals.minutes,
    metres: after.totals.metres - before.totals.metres,
    violations: after.violations.length - before.violations.length,
  }
}

/** Minute of the day now where the board is today's; undefined on other days. */
export function nowMinuteOn(date: BusinessDate, todayDate: BusinessDate, nowMs: number): number | undefined {
  return date === todayDate ? minuteOfDay(new Date(nowMs)) : undefined
}
