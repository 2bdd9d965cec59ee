import type { WriteContext } from '../../../platform/database/write.ts'
import { readOrdersById } from '../orders.store.ts'
import { lastDayAhead, placeTurn } from './make-orders.action.ts'
import { readOpenSites } from './open-days.ts'
import * as errors from './recurring.errors.ts'
import { isPlannedOn } from './recurring.rules.ts'
import { insertDay, lockRecurring, readDays, removeDay } from './recurring.store.ts'

/**
 * A clerk leaves one day of an agreement out in advance, or has it after all; the other days are untouched by either.
 * A day whose order exists is cancelled through that order, with its fee; once it is cancelled the day may be had again.
 * @throws Problem `recurring.not-found`, `recurring.no-such-day`, `recurring.day-made`, and what `placeOrder` refuses
 */
export async function decideDay(
  context: WriteContext,
  id: string,
  plannedOn: string,
  choice: { isSkipped: boolean; isDuplicateAccepted: boolean },
): Promise<void> {
  const recurring = await lockRecurring(context.db, id)
  if (!recurring) throw errors.recurringNotFound()
  if (plannedOn < context.today || !isPlannedOn(recurring, plannedOn)) throw errors.noSuchDay()
  const before = (await readDays(context.db, [id], plannedOn)).find(day => day.plannedOn === plannedOn)
  const [order] = before?.orderId ? await readOrdersById(context.db, [before.orderId]) : []
  if (order && order.state !== 'cancelled') {
    if (choice.isSkipped) throw errors.dayMade(order.number)
    return
  }
  await removeDay(context.db, id, plannedOn)
  const day = { recurringId: id, plannedOn, orderId: null, skippedBecause: null }
  if (choice.isSkipped) await insertDay(context.db, { ...day, skippedBecause: 'by-hand' })
  else if (recurring.isActive && plannedOn <= (await lastDayAhead(context))) {
    const open = (await readOpenSites(context.db, [recurring.siteId], context.today)).get(recurring.siteId)
    const { isDuplicateAccepted } = choice
    const orderId = await placeTurn(context, recurring, plannedOn, { open, isDuplicateAccepted })
    await insertDay(context.db, orderId ? { ...day, orderId } : { ...day, skippedBecause: 'closed' })
  }
  await context.audit({
    action: 'recurring-orders.decide-day',
    entity: 'recurring_order',
    entityId: id,
    before: before ?? null,
    after: { plannedOn, isSkipped: choice.isSkipped },
  })
}
