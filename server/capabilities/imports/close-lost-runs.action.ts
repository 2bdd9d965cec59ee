import type { WriteContext } from '../../platform/database/write.ts'
import type { ImportDeps } from './import-deps.ts'
import { markRun, readUnfinishedRuns } from './import-runs.store.ts'

/** More jobs of imports than there can ever be: one waits, one runs, some are dead. */
const mostJobs = 100

/**
 * Closes the runs that nobody will work off any more, because their job was taken away or is dead: one that had not
 * begun is cancelled, one that had was interrupted. A job that waits for another try counts as no worker.
 * @returns whether a run is left that waits for its worker or has one
 */
export async function closeLostRuns(
  deps: Pick<ImportDeps, 'queue' | 'announce'>,
  context: WriteContext,
): Promise<boolean> {
  const jobs = await deps.queue.list(context.db, { name: 'imports.run', limit: mostJobs })
  const isAnyWaiting = jobs.some(({ state }) => state === 'waiting')
  const isAnyRunning = jobs.some(({ state }) => state === 'running')
  let isAnyLeft = false
  for (const { id, status } of await readUnfinishedRuns(context.db)) {
    const isWaiting = status === 'queued'
    if (isAnyRunning || (isWaiting && isAnyWaiting)) {
      isAnyLeft = true
      continue
    }
    await markRun(context.db, id, {
      ...(isWaiting ? { status: 'cancelled' } : { status: 'failed', failure: 'imports.interrupted' }),
      finishedAt: context.now,
    })
    await deps.announce(context, { kind: 'import.progressed', entityId: id })
  }
  return isAnyLeft
}
