import type { Logger } from 'pino'
import { findDrift, wordsOfDrift } from '../platform/database/schema-drift.ts'

/** Lines in the log; `luckygas doctor` says the rest. */
const listed = 20

/** Says in the log what somebody altered in the schema by hand. The program goes on: most of it does no harm. */
export async function warnOfDrift(connectionString: string, logger: Logger): Promise<void> {
  try {
    const drift = await findDrift(connectionString)
    if (drift.length === 0) return
    const differences = drift.slice(0, listed).map(wordsOfDrift)
    logger.warn({ differences, total: drift.length }, 'the schema is not what the migrations made')
  } catch (error) {
    // Such as a database that is about to stop, or a user who may not make a schema of his own.
    logger.info({ err: error }, 'the schema could not be compared with the migrations')
  }
}
