import { addDays, businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import type { AskedWork } from '../../platform/jobs/asked-work.ts'
import type { JobHandlers, JobName } from '../../ports/queue/queue.port.ts'
import { refreshDueList } from './build-due-list.action.ts'
import type { ForecastingDeps } from './forecasting.types.ts'

declare module '../../ports/queue/queue.port.ts' {
  interface JobPayloads {
    /** After midnight: every forecast from the evening before, and today's list. */
    'forecasting.nightly': Record<string, never>
    /** In the afternoon: tomorrow's list, for the office to work through. */
    'forecasting.tomorrow': Record<string, never>
    'forecasting.build-due-list': { date: string }
    /** The list that somebody in the office has just asked for. */
    'forecasting.asked-due-list': AskedWork
  }
}

export function forecastingJobs(deps: ForecastingDeps): JobHandlers {
  const today = () => businessDateOf(deps.clock.now())
  return {
    'forecasting.nightly': (_payload, job) => refreshDueList(deps, today(), job),
    'forecasting.tomorrow': (_payload, job) => refreshDueList(deps, addDays(today(), 1), job),
    'forecasting.build-due-list': ({ date }, job) => refreshDueList(deps, date, job),
  }
}

export const forecastingDailyJobs: { name: JobName; minuteOfDay: number }[] = [
  { name: 'forecasting.nightly', minuteOfDay: 40 },
  { name: 'forecasting.tomorrow', minuteOfDay: 15 * 60 + 30 },
]
