import type { WriteContext } from '../../platform/database/write.ts'
import { acknowledge, markUpTo } from './message.store.ts'
import { driverNotFound, notADriver } from './messages.errors.ts'
import type { MessagesDeps } from './messages-deps.ts'
import { announceThread } from './send-message.action.ts'

/** How far the office's messages have reached the phone and its driver, and which urgent ones he has acknowledged. */
export async function markByDriver(
  deps: MessagesDeps,
  context: WriteContext,
  marks: { deliveredUpTo: number; readUpTo: number; acknowledged: readonly string[] },
): Promise<void> {
  const { driverId } = context.actor
  const driver = driverId ? await deps.readDriver(context.db, driverId) : undefined
  if (!driver) throw notADriver()
  const common = { driverId: driver.id, writtenBy: 'office', at: context.now, by: context.actor.id } as const
  const upTo = Math.max(marks.deliveredUpTo, marks.readUpTo)
  const isDelivered = await markUpTo(context.db, { ...common, mark: 'delivered_at', upTo })
  const isRead = await markUpTo(context.db, { ...common, mark: 'read_at', upTo: marks.readUpTo })
  const acknowledged = await acknowledge(context.db, {
    driverId: driver.id,
    ids: marks.acknowledged,
    at: context.now,
  })
  for (const id of acknowledged)
    await context.audit({ action: 'message.acknowledge', entity: 'message', entityId: id })
  if (isDelivered || isRead || acknowledged.length > 0) await announceThread(context, driver)
}

/** The office has read a driver's messages; one pair of eyes is the office's. */
export async function markByOffice(
  deps: MessagesDeps,
  context: WriteContext,
  mark: { driverId: string; readUpTo: number },
): Promise<void> {
  const driver = await deps.readDriver(context.db, mark.driverId)
  if (!driver || (context.actor.depotId && driver.depotId !== context.actor.depotId)) throw driverNotFound()
  const common = { driverId: driver.id, writtenBy: 'driver', at: context.now, by: context.actor.id } as const
  await markUpTo(context.db, { ...common, mark: 'delivered_at', upTo: mark.readUpTo })
  const isRead = await markUpTo(context.db, { ...common, mark: 'read_at', upTo: mark.readUpTo })
  if (isRead) await announceThread(context, driver)
}
