import { instantAt } from '../../../../contract/kernel/dates.ts'
import { evaluatePlan } from '../../../planner/planner.api.ts'
import type { StopRow } from '../stop.store.ts'
import { judgeRisk, marginsOf, noticeableShiftMinutes } from './outlook.rules.ts'
import type { Outlook, Watch } from './running.store.ts'
import type { RunNow, RunningDay } from './running-day.types.ts'
import { stateRunning, timesOf } from './running-problem.ts'
import { silentSince } from './watch.rules.ts'

/** What the planner's own clock expects of the rest of each run, and what that breaks. */
export function outlookOf(
  day: RunningDay,
  known: ReadonlyMap<string, Outlook>,
  now: Date,
): { outlooks: Outlook[]; watches: Watch[] } {
  const { problem, assignment } = stateRunning(day)
  const plan = evaluatePlan(problem, assignment)
  const times = timesOf(plan)
  const outlooks = day.runs.flatMap(run =>
    run.open.flatMap(stop => {
      const time = times.get(stop.id)
      return time ? [outlookOfStop(day, run, stop, time, known.get(stop.id), now)] : []
    }),
  )
  return { outlooks, watches: day.runs.map(run => watchOf(day, run, plan, outlooks, now)) }
}

function outlookOfStop(
  day: RunningDay,
  run: RunNow,
  stop: StopRow,
  time: { arrivalMinute: number; startMinute: number },
  before: Outlook | undefined,
  now: Date,
): Outlook {
  const { numbers } = day
  const planned = stop.publishedArriveMinute
  const lateMinutes = planned === null ? 0 : Math.round(time.arrivalMinute - planned)
  const margins = marginsOf(
    {
      startMinute: time.startMinute,
      lateMinutes,
      windows: stop.windows,
      isPromised: stop.priority !== 'normal' && planned !== null,
      dueByMinute: day.dueBy.get(stop.id) ?? null,
      daysLeft: day.daysLeft.get(stop.id) ?? null,
    },
    { ...numbers, noticedMinutes: numbers.lateMinutes, enterMinutes: 0, leaveMinutes: 0 },
  )
  const risk = judgeRisk(margins, before?.risk ?? null, {
    enterMinutes: numbers.riskEnterMinutes,
    leaveMinutes: numbers.riskLeaveMinutes,
  })
  return {
    stopId: stop.id,
    runId: run.run.id,
    etaAt: instantAt(day.date, Math.round(time.arrivalMinute)),
    lateMinutes,
    risk: risk?.risk ?? null,
    riskMinutes: risk?.minutes ?? 0,
    riskSince: risk ? (before?.risk === risk.risk ? before.riskSince : now) : null,
  }
}

function watchOf(
  day: RunningDay,
  run: RunNow,
  plan: { runs: { driverId: string; returnMinute: number }[] },
  outlooks: readonly Outlook[],
  now: Date,
): Watch {
  const own = outlooks.filter(row => row.runId === run.run.id)
  const back = plan.runs.find(item => item.driverId === run.driver.id)
  return {
    runId: run.run.id,
    basis: run.anchor.basis,
    // The next stop's delay is the driver's; later ones may be saved by a wait.
    lateMinutes: own[0]?.lateMinutes ?? 0,
    backAt: back ? instantAt(day.date, Math.round(back.returnMinute)) : null,
    heardAt: run.heardAt,
    silentSince: silentSince({
      now,
      startsAt: instantAt(day.date, run.run.startMinute),
      heardAt: run.heardAt,
      isThrough: run.open.length === 0 && !run.begun.some(stop => stop.state === 'arrived'),
      silentMinutes: day.numbers.silentMinutes,
    }),
  }
}

/** Whether anybody should hear of it: a risk or a silence came or went, an arrival moved noticeably, a stop is new. */
export function isNews(
  before: { outlooks: ReadonlyMap<string, Outlook>; watches: ReadonlyMap<string, Watch> },
  after: { outlooks: readonly Outlook[]; watches: readonly Watch[] },
): boolean {
  const shiftMs = noticeableShiftMinutes * 60_000
  return (
    after.outlooks.some(row => {
      const old = before.outlooks.get(row.stopId)
      return (
        !old ||
        old.risk !== row.risk ||
        old.runId !== row.runId ||
        Math.abs(old.etaAt.getTime() - row.etaAt.getTime()) >= shiftMs
      )
    }) ||
    after.watches.some(row => {
      const old = before.watches.get(row.runId)
      return !old || (old.silentSince === null) !== (row.silentSince === null)
    })
  )
}
