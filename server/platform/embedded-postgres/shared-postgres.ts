import { openDataFolder } from '../data-folder/data-folder.ts'
import { takeLease, whileAlone } from '../data-folder/lease.ts'
import { processStartedAt } from '../data-folder/process-identity.ts'
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts'

export type SharedPostgres = {
  connectionString: string
  port: number
  /** Ends this process's use; stops PostgreSQL when no other process uses the folder. */
  release(): Promise<void>
}

export type SharedPostgresOptions = EmbeddedPostgresOptions & {
  /** What people call this process: `server`, `import customers`. */
  program: string
  /** Told when the server was found dead and started again; `error` when that failed and is tried once more. */
  onRestart?: (error: Error | undefined) => void
}

/** How often a process looks whether PostgreSQL still runs. Looking costs one read of a file in `/proc`. */
const watchIntervalMs = 1_000

/**
 * The embedded PostgreSQL for one of several processes on a data folder: the first one starts it (or adopts what a
 * killed one left), the last one out stops it, and while anybody uses it, it is started again when it dies.
 */
export async function usePostgres(options: SharedPostgresOptions): Promise<SharedPostgres> {
  const folder = openDataFolder(options.dataFolder)
  const lease = await takeLease(folder, options.program)
  const start = () => whileAlone(folder, () => startEmbeddedPostgres(options))
  try {
    let running = await start()
    const restart = async () => {
      const { port } = running
      running = await start()
      if (running.port !== port) throw new Error(`PostgreSQL moved from port ${port} to ${running.port}.`)
    }
    const watch = watchOver(() => running.pid, restart, options.onRestart)
    return {
      connectionString: running.connectionString,
      port: running.port,
      release: async () => {
        await watch.stop()
        await lease.release(() => running.stop())
      },
    }
  } catch (error) {
    await lease.release(async () => undefined)
    throw error
  }
}

/** Restarts the server whenever its process is gone, on the same port, so that pools reconnect by themselves. */
function watchOver(
  pid: () => number,
  restart: () => Promise<void>,
  onRestart: SharedPostgresOptions['onRestart'],
): { stop(): Promise<void> } {
  let attempt: Promise<void> | undefined
  const timer = setInterval(() => {
    if (attempt || processStartedAt(pid()) !== undefined) return
    attempt = restart()
      .then(() => onRestart?.(undefined))
      .catch(error => onRestart?.(error as Error))
      .finally(() => {
        attempt = undefined
      })
  }, watchIntervalMs)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await attempt
    },
  }
}
