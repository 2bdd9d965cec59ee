import type { Logger } from 'pino'
import { integrityCommand, keepIntegrityResult } from '../capabilities/integrity/integrity.api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Files } from '../ports/files/files.port.ts'
import type { JobHandlers, Timetable } from '../ports/queue/queue.port.ts'

declare module '../ports/queue/queue.port.ts' {
  interface JobPayloads {
    /** At night: proves that ledgers, orders, stops, deliveries, events and files agree. */
    'platform.integrity': Record<string, never>
  }
}

/** After the backup, its proof and what is forgotten: the hour in which nobody writes. */
const minuteOfDay = 4 * 60 + 20

/**
 * Every night what `npx luckygas integrity` does, in a worker; what it found is kept for 今日總覽. It repairs nothing: the
 * command proposes for each fault what a person does about it.
 */
export function makeIntegrityJob(deps: { db: Database; clock: Clock; files: Files; logger: Logger }): {
  jobs: JobHandlers
  dailyJobs: Timetable[]
} {
  const { db, clock, files, logger } = deps
  return {
    jobs: {
      'platform.integrity': async (_payload, { signal }) => {
        const { json } = await integrityCommand(db, files, signal)
        const found = json.checks.filter(check => !check.isClean)
        const faults = Object.fromEntries(found.map(({ name, findings }) => [name, findings.length]))
        await keepIntegrityResult(db, { checkedAt: clock.now(), faults })
        if (found.length === 0) logger.info('integrity: everything agrees')
        else
          logger.error(
            { faults },
            'integrity: something does not agree; npx luckygas integrity says what to do',
          )
      },
    },
    dailyJobs: [{ name: 'platform.integrity', minuteOfDay }],
  }
}
