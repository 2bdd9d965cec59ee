import type pg from 'pg'
import { type Database, openDirectConnection } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'
import type { FollowingSearch } from '../../ports/search/search.port.ts'
import { rebuildEngine } from './rebuild-engine.ts'
import { beginFollowing, countWaitingChanges, forgetChanges, readChanges } from './search-feed.store.ts'

const batchRows = 500
const idleMs = 250
const leaderWaitMs = 1_000
const shortestRetryMs = 500
const longestRetryMs = 15_000

export interface FeedOptions {
  /** A direct connection, for the lock of the one process that feeds. */
  connectionString: string
  db: Database
  engine: FollowingSearch
  /** How many changes the engine has not been told, after each round. */
  onWaiting?: (count: number) => void
  onFault: (error: Error) => void
}

/**
 * Tells the engine what changed, for as long as the process works. One process at a time does it; a change is taken
 * off the list when the engine has acknowledged it, so a process that is killed repeats its last batch at most, which
 * does no harm because changes carry versions. An engine without an index is given one first.
 */
export function startFeed(options: FeedOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms)
      stopping.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    })
  const running = (async () => {
    let retryMs = shortestRetryMs
    while (!stopping.signal.aborted) {
      let client: pg.Client | undefined
      try {
        client = await openDirectConnection(options.connectionString)
        client.on('error', options.onFault)
        await lead(client, options, stopping.signal, pause, () => {
          retryMs = shortestRetryMs
        })
      } catch (error) {
        options.onFault(error as Error)
        await options.db
          .connection()
          .execute(async db => options.onWaiting?.(await countWaitingChanges(db)))
          .catch(options.onFault)
        await pause(retryMs)
        retryMs = Math.min(2 * retryMs, longestRetryMs)
      } finally {
        await client?.end().catch(options.onFault)
      }
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function lead(
  client: pg.Client,
  options: FeedOptions,
  signal: AbortSignal,
  pause: (ms: number) => Promise<void>,
  onProgress: () => void,
): Promise<void> {
  const { db, engine } = options
  const isLeader = async () =>
    (await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [locks.searchFeed]))
      .rows[0]?.locked ?? false
  while (!(await isLeader())) {
    if (signal.aborted) return
    await pause(leaderWaitMs)
  }
  const isNew = await beginFollowing(db)
  if (isNew || !(await engine.isBuilt())) await rebuildEngine(options, signal)
  while (!signal.aborted) {
    const count = await feedOnce(db, engine)
    onProgress()
    if (count === batchRows) continue
    options.onWaiting?.(await countWaitingChanges(db))
    if (count === 0) {
      // Also proves that the lock's connection still stands.
      await client.query('select 1')
      await pause(idleMs)
    }
  }
}

/**
 * Tells the engine one batch of changes. The changes are read before the engine is asked which indices it has, so that
 * an index whose building began in between holds them already.
 * @returns how many it was
 */
export async function feedOnce(db: Database, engine: FollowingSearch): Promise<number> {
  const { changes, versions } = await readChanges(db, batchRows)
  if (versions.length === 0) return 0
  await engine.apply(changes, versions.length < batchRows)
  await forgetChanges(db, versions)
  return versions.length
}
