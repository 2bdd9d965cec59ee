import type { Today } from '../../../contract/endpoints/today.ts'
import { addDays, type BusinessDate } from '../../../contract/kernel/dates.ts'
import { readTogether } from '../../platform/database/read-together.ts'
import type { ReportReader } from '../../platform/database/report-reader.ts'
import { countStops, graceMinutes, progressOf, sumGas } from './today.rules.ts'
import { countDay, listDayStops, listPastDays, readNextDay } from './today.store.ts'

const pastDays = 14

/** Everything the dashboard of a day shows, read together. */
export async function readToday(
  db: ReportReader,
  scope: { depotId: string | null; date: BusinessDate },
  now: Date,
): Promise<Omit<Today, 'troubles'>> {
  const nextDate = addDays(scope.date, 1)
  const [counts, rows, days, next] = await readTogether(
    db,
    () => countDay(db, scope),
    () => listDayStops(db, scope),
    () => listPastDays(db, scope, pastDays, graceMinutes),
    () => readNextDay(db, { ...scope, date: nextDate }),
  )
  const stops = rows.map(row => ({
    state: row.state,
    plannedMinute: row.planned_minute,
    finishedMinute: row.finished_minute,
    lateMinutes: row.late_minutes,
    risk: row.risk,
    gasGrams: row.gas_grams,
  }))
  const total = (of: (day: (typeof days)[number]) => number) => days.reduce((sum, day) => sum + of(day), 0)
  return {
    date: scope.date,
    at: now.toISOString(),
    orders: {
      placed: counts.orders_placed,
      open: counts.orders_open,
      cancelled: counts.orders_cancelled,
      urgent: counts.orders_urgent,
    },
    stops: countStops(stops),
    gas: sumGas(stops),
    cylinders: { fullOut: counts.full_out, emptyIn: counts.empty_in },
    cash: { takenNtd: String(counts.cash_taken), inHandNtd: String(counts.cash_in_hand) },
    conflicts: { open: counts.conflicts_open, oldestAt: counts.conflicts_oldest?.toISOString() ?? null },
    dayCloses: { runs: counts.runs, closed: counts.runs_closed, toSign: counts.closes_to_sign },
    phones: { onTheRoad: counts.phones_on_the_road, silent: counts.phones_silent },
    next: {
      date: nextDate,
      isListBuilt: next.built_at !== null,
      listed: next.listed,
      sent: next.sent,
      gasGrams: next.gas_grams,
      plan: next.plan_state ?? 'none',
      unplanned: next.unplanned,
    },
    progress: progressOf(stops),
    days: days.map(day => ({
      date: day.date,
      done: day.done,
      failed: day.failed,
      onTime: day.on_time,
      timed: day.timed,
      gasGrams: day.gas_grams,
    })),
    forecast: {
      lessThanPlanned: total(day => day.less),
      asPlanned: total(day => day.same),
      moreThanPlanned: total(day => day.more),
    },
  }
}
