import type { Plan, PlannedRun } from '../../../planner/planner.api.ts'
import type { StopRow } from '../stop.store.ts'
import { type Expectation, marginsOf, noticeableShiftMinutes, type Risk, risks } from './outlook.rules.ts'
import type { RunNow, RunningDay } from './running-day.types.ts'
import { timesOf } from './running-problem.ts'

export interface Consequence {
  stopId: string
  shortName: string
  laterMinutes: number
  etaMinute: number
  breaks: Risk | null
  brokenMinutes: number
}

type Timed = Pick<Plan, 'runs'>

/** What a change does to the stops that were there before: who comes noticeably later or earlier, and what it breaks. */
export function consequencesFor(
  day: RunningDay,
  stops: readonly StopRow[],
  before: Timed,
  after: Timed,
): Consequence[] {
  const [old, fresh] = [timesOf(before), timesOf(after)]
  return stops
    .flatMap(stop => {
      const was = old.get(stop.id)
      const now = fresh.get(stop.id)
      if (!was || !now) return []
      const laterMinutes = Math.round(now.arrivalMinute - was.arrivalMinute)
      const broken = brokenBy(day, stop, was, now)
      if (Math.abs(laterMinutes) < noticeableShiftMinutes && !broken) return []
      return [
        {
          stopId: stop.id,
          shortName: day.sites.get(stop.siteId)?.shortName ?? '',
          laterMinutes,
          etaMinute: clampMinute(now.arrivalMinute),
          breaks: broken?.risk ?? null,
          brokenMinutes: broken?.minutes ?? 0,
        },
      ]
    })
    .sort((a, b) => b.brokenMinutes - a.brokenMinutes || b.laterMinutes - a.laterMinutes)
}

type Time = { arrivalMinute: number; startMinute: number }

/** A promise that holds before and not after, or is missed by more. */
function brokenBy(
  day: RunningDay,
  stop: StopRow,
  was: Time,
  now: Time,
): { risk: Risk; minutes: number } | null {
  const { numbers } = day
  const limits = {
    ...numbers,
    noticedMinutes: numbers.lateMinutes,
    enterMinutes: numbers.riskEnterMinutes,
    leaveMinutes: numbers.riskLeaveMinutes,
  }
  const before = marginsOf(expect(day, stop, was), limits)
  const after = marginsOf(expect(day, stop, now), limits)
  for (const risk of risks) {
    const margin = after[risk]
    if (margin !== undefined && margin > 0.5 && margin > (before[risk] ?? 0) + 0.5)
      return { risk, minutes: Math.ceil(margin) }
  }
  return null
}

function expect(day: RunningDay, stop: StopRow, time: Time): Expectation {
  const planned = stop.publishedArriveMinute
  return {
    startMinute: time.startMinute,
    lateMinutes: planned === null ? 0 : time.arrivalMinute - planned,
    windows: stop.windows,
    isPromised: stop.priority !== 'normal' && planned !== null,
    dueByMinute: day.dueBy.get(stop.id) ?? null,
    daysLeft: day.daysLeft.get(stop.id) ?? null,
  }
}

export function runOf(plan: Timed, run: Pick<RunNow, 'driver'>): PlannedRun | undefined {
  return plan.runs.find(candidate => candidate.driverId === run.driver.id)
}

/** Whole minutes of a day that may run past midnight, as the contract carries them. */
export function clampMinute(minute: number): number {
  return Math.min(2879, Math.max(0, Math.round(minute)))
}
