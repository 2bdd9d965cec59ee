import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { getRunningDay } from '@luckygas/ui/api/routes/running-day.ts'
import type { PositionFrame } from '@luckygas/ui/live/live-client.ts'

export type LiveDay = EndpointAnswer<NonNullable<(typeof getRunningDay)['types']>>
export type LiveRun = LiveDay['runs'][number]
export type LiveStop = LiveRun['stops'][number]

/** A driver this late is late; less is the day's ordinary unrest. */
export const lateFromMinutes = 15

export const liveFilters = ['all', 'late', 'risk', 'silent', 'open'] as const
export type LiveFilter = (typeof liveFilters)[number]

export const isLate = (run: LiveRun) => !isThrough(run) && run.lateMinutes >= lateFromMinutes
const isOpen = (stop: LiveStop) => stop.state !== 'done' && stop.state !== 'failed'

/** Minutes after the last planned arrival from which a run is no longer late: its day is over, and something is left. */
const overFromMinutes = 120

/** Stops nobody has reported though the plan ended long ago; 0 while the day runs. */
export function leftOver(run: LiveRun, nowMinute: number): number {
  const open = run.stops.filter(isOpen)
  const planned = run.stops.flatMap(stop => stop.plannedMinute ?? [])
  return planned.length > 0 && nowMinute >= Math.max(...planned) + overFromMinutes ? open.length : 0
}

/** When the first stop of a run that has not begun is planned, minute of the day; undefined once anything is done. */
export function beginsAt(run: LiveRun): number | undefined {
  if (run.state === 'closed' || run.stops.some(stop => !isOpen(stop) || stop.state === 'arrived'))
    return undefined
  const planned = run.stops.flatMap(stop => stop.plannedMinute ?? [])
  return planned.length > 0 ? Math.min(...planned) : undefined
}

export const stopsAtRisk = (run: LiveRun) => run.stops.filter(stop => stop.risk !== null)
export const isSilent = (run: LiveRun) => run.silentSince !== null && !isThrough(run)
export const isThrough = (run: LiveRun) => run.total === 0 || run.done + run.failed >= run.total

const holds: Record<LiveFilter, (run: LiveRun) => boolean> = {
  all: () => true,
  late: isLate,
  risk: run => stopsAtRisk(run).length > 0,
  silent: isSilent,
  open: run => !isThrough(run),
}

/** The drivers a filter lets through, those who need somebody first: silent, then at risk, then by how late. */
export function filterRuns(runs: readonly LiveRun[], filter: LiveFilter): LiveRun[] {
  const pressing = (run: LiveRun) =>
    (isSilent(run) ? 10_000 : 0) + stopsAtRisk(run).length * 1_000 + (isLate(run) ? run.lateMinutes : 0)
  return runs
    .filter(holds[filter])
    .sort((a, b) => pressing(b) - pressing(a) || a.letter.localeCompare(b.letter))
}

export function countsOf(runs: readonly LiveRun[]): Record<LiveFilter, number> {
  return {
    all: runs.length,
    late: runs.filter(isLate).length,
    risk: runs.reduce((sum, run) => sum + stopsAtRisk(run).length, 0),
    silent: runs.filter(isSilent).length,
    open: runs.filter(run => !isThrough(run)).length,
  }
}

/** Where he is, or goes next. */
export function nextStop(run: LiveRun): LiveStop | undefined {
  return run.stops.find(stop => stop.state === 'arrived') ?? run.stops.find(isOpen)
}

/** The runs with each driver's newest position, from the socket or from the last answer. */
export function withNewest(
  runs: readonly LiveRun[],
  positions: Readonly<Record<string, PositionFrame>>,
): LiveRun[] {
  return runs.map(run => {
    const newest = positions[run.driverId]
    if (newest === undefined || (run.heardAt !== null && newest.deviceAt <= run.heardAt)) return run
    const { latitude, longitude, deviceAt } = newest
    return { ...run, point: { latitude, longitude }, heardAt: deviceAt, silentSince: null }
  })
}
