import type { WriteContext } from '../../platform/database/write.ts'
import type { JobDesk } from '../../ports/queue/queue.port.ts'
import { jobGone } from './jobs.errors.ts'

/**
 * Takes a waiting job away, or asks a running one to stop.
 * @throws Problem `jobs.gone`
 */
export async function cancel(
  desk: JobDesk,
  { db, audit }: WriteContext,
  id: string,
): Promise<'removed' | 'asked'> {
  const outcome = await desk.cancel(db, id)
  if (!outcome) throw jobGone()
  await audit({ action: 'jobs.cancel', entity: 'job', entityId: id, after: { outcome } })
  return outcome
}

/**
 * Has a dead job tried again.
 * @throws Problem `jobs.gone`
 */
export async function replay(desk: JobDesk, { db, audit }: WriteContext, id: string): Promise<void> {
  if (!(await desk.replay(db, id))) throw jobGone()
  await audit({ action: 'jobs.replay', entity: 'job', entityId: id })
}

/**
 * Gives a dead job up.
 * @throws Problem `jobs.gone`
 */
export async function discard(desk: JobDesk, { db, audit }: WriteContext, id: string): Promise<void> {
  if (!(await desk.discard(db, id))) throw jobGone()
  await audit({ action: 'jobs.discard', entity: 'job', entityId: id })
}
