import { randomUUID } from 'node:crypto'
import { systemActor } from '../../../platform/actor.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import { runWrite } from '../../../platform/database/write.ts'
import type { JobHandlers, Timetable } from '../../../ports/queue/queue.port.ts'
import { followRun, followToday } from './follow-day.action.ts'
import type { RunningDeps } from './running-deps.ts'

declare module '../../../ports/queue/queue.port.ts' {
  interface JobPayloads {
    /** Each minute: the clock alone makes a driver late. */
    'running-day.minute': Record<string, never>
    /** After a fact: one run's expected arrivals. */
    'running-day.follow-run': { runId: string }
  }
}

export function runningDayJobs(parts: { db: Database; clock: Clock }, deps: RunningDeps): JobHandlers {
  const asSystem = () => ({ actor: systemActor, traceId: randomUUID() })
  return {
    'running-day.minute': async () => {
      await runWrite(parts, asSystem(), context => followToday(deps, context))
    },
    'running-day.follow-run': async ({ runId }) => {
      await runWrite(parts, asSystem(), context => followRun(deps, context, runId))
    },
  }
}

export const runningDayTimetable: Timetable[] = [{ name: 'running-day.minute', everyMinutes: 1 }]
