import type { WriteContext } from '../../../platform/database/write.ts'
import { insertRun, updateRun } from '../plan.store.ts'
import type { RunNow, RunningDay } from './running-day.types.ts'

/** The run as something is given to it: an idle driver's begins now, published, so that his phone shows it. */
export async function sendOut(
  context: WriteContext,
  day: Pick<RunningDay, 'plan' | 'idle'>,
  run: RunNow,
): Promise<RunNow> {
  if (!day.idle.includes(run)) return run
  const { driver, vehicle } = run
  const startMinute = Math.round(run.anchor.minute)
  const isNew = run.run.id === driver.id
  const id = isNew ? context.newId() : run.run.id
  if (isNew) {
    const { id: planId, date } = day.plan
    const row = { id, planId, driverId: driver.id, vehicleId: vehicle.id, date, startMinute }
    await insertRun(context.db, { ...row, now: context.now })
  }
  await updateRun(context.db, id, { state: 'published', startMinute, vehicleId: vehicle.id })
  return { ...run, run: { ...run.run, id, state: 'published', startMinute } }
}
