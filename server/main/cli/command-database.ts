import type { Clock } from '../../platform/clock.ts'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { migrate } from '../../platform/database/migrate.ts'
import { makeLogger } from '../../platform/telemetry/logger.ts'
import type { Config } from '../config.ts'
import { foundFirstCompany, isEmpty } from '../first-start.ts'
import { reachDatabase } from '../reach-database.ts'
import { openSystem, type System } from '../wiring.ts'

type Setting = { config: Config; clock: Clock; program: string; signal: AbortSignal }

/**
 * Runs work on the company's database and gives it back afterwards, also after a failure or Ctrl-C. When no server
 * runs, the embedded PostgreSQL is started for it and stopped at its end.
 */
export async function withDatabase<T>(
  { config, program, signal }: Setting,
  work: (connectionString: string) => Promise<T>,
): Promise<T> {
  const database = await reachDatabase(config, openDataFolder(config.dataFolder), program, () => undefined)
  try {
    return await untilInterrupted(signal, work(database.connectionString))
  } finally {
    await database.release()
  }
}

/** As `withDatabase`, with the schema migrated and the whole program wired, but nothing of it listening. */
export function withSystem<T>(setting: Setting, work: (system: System) => Promise<T>): Promise<T> {
  return withDatabase(setting, async connectionString => {
    await migrate(connectionString)
    const dataFolder = openDataFolder(setting.config.dataFolder)
    const system = await openSystem({
      connectionString,
      dataFolder,
      logger: makeLogger('warn'),
      clock: setting.clock,
      engines: setting.config,
    })
    try {
      // Whoever begins with a tool on an empty folder moves a real company in, never the demo.
      if (await isEmpty(system))
        await foundFirstCompany(system, dataFolder, { name: '幸福氣', isDemo: false })
      return await untilInterrupted(setting.signal, work(system))
    } finally {
      await system.close()
    }
  })
}

function untilInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('Interrupted.'))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
