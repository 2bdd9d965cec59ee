import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { JobHandlers, JobName } from '../../../ports/queue/queue.port.ts'
import { makeAllOrders } from './make-orders.action.ts'

declare module '../../../ports/queue/queue.port.ts' {
  interface JobPayloads {
    /** Once a night: the orders of all agreements, as far ahead as the company wants. */
    'orders.make-recurring': Record<string, never>
  }
}

export function recurringJobs(deps: { db: Database; clock: Clock }): JobHandlers {
  return { 'orders.make-recurring': (_payload, { signal }) => makeAllOrders(deps, signal) }
}

/** Before the forecasts of the night, so that the list of the day has these orders on it. */
export const recurringDailyJobs: { name: JobName; minuteOfDay: number }[] = [
  { name: 'orders.make-recurring', minuteOfDay: 10 },
]
