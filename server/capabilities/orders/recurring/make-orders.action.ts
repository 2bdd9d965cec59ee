import { addDays, type BusinessDate, businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import { Problem } from '@luckygas/contract/kernel/problem.ts'
import { systemActor } from '../../../platform/actor.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import { runWrite, type WriteContext } from '../../../platform/database/write.ts'
import { readParameter } from '../../admin/admin.api.ts'
import { placeOrder } from '../place-order.action.ts'
import { type OpenSite, readOpenSites } from './open-days.ts'
import { deliveryDay, plannedDays } from './recurring.rules.ts'
import {
  insertDay,
  listActiveIds,
  lockRecurring,
  type RecurringOrder,
  readDays,
  readMadeOrderIds,
} from './recurring.store.ts'

const agreementsPerPage = 200

/** The last day for which orders are made now. */
export async function lastDayAhead(context: Pick<WriteContext, 'db' | 'today'>): Promise<BusinessDate> {
  return addDays(context.today, await readParameter(context.db, 'orders.recurring-ahead-days', context.today))
}

/**
 * Makes the orders of an agreement that are not decided yet, from today to as far ahead as the company wants. Each day
 * is decided once: an order, or the reason why there is none. Doing it again, or twice at once, adds nothing.
 */
export async function makeOrdersAhead(context: WriteContext, recurringId: string): Promise<void> {
  const recurring = await lockRecurring(context.db, recurringId)
  if (!recurring?.isActive) return
  const days = plannedDays(recurring, context.today, await lastDayAhead(context))
  const decided = new Set(
    (await readDays(context.db, [recurring.id], context.today)).map(day => day.plannedOn),
  )
  const open = (await readOpenSites(context.db, [recurring.siteId], context.today)).get(recurring.siteId)
  for (const plannedOn of days)
    if (!decided.has(plannedOn)) await decideDay(context, recurring, plannedOn, open)
}

/** What an order would be refused for becomes the reason why the day has none; the other days go on. */
async function decideDay(
  context: WriteContext,
  recurring: RecurringOrder,
  plannedOn: BusinessDate,
  open: OpenSite | undefined,
): Promise<void> {
  const day = { recurringId: recurring.id, plannedOn, orderId: null, skippedBecause: null }
  try {
    const orderId = await placeTurn(context, recurring, plannedOn, { open, isDuplicateAccepted: false })
    await insertDay(context.db, orderId ? { ...day, orderId } : { ...day, skippedBecause: 'closed' })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await insertDay(context.db, { ...day, skippedBecause: error.code })
  }
}

/**
 * Places the order of one day of an agreement by the same rules as a call; the orders of its other days are no
 * duplicates of it. Answers the order's id, or undefined where the site is closed until its next turn.
 * @throws Problem whatever `placeOrder` refuses
 */
export async function placeTurn(
  context: WriteContext,
  recurring: RecurringOrder,
  plannedOn: BusinessDate,
  given: { open: OpenSite | undefined; isDuplicateAccepted: boolean },
): Promise<string | undefined> {
  const { open, isDuplicateAccepted } = given
  const requestedOn = open ? deliveryDay(recurring, plannedOn, open.isOpen) : plannedOn
  if (requestedOn === undefined) return undefined
  const order = await placeOrder(context, {
    id: context.newId(),
    siteId: recurring.siteId,
    source: 'recurring',
    requestedOn,
    slot: recurring.slot,
    priority: 'normal',
    note: recurring.note,
    lines: recurring.lines,
    isDuplicateAccepted,
    besidesOrderIds: await readMadeOrderIds(context.db, recurring.id, addDays(plannedOn, -400)),
  })
  return order.id
}

/** Makes the orders of every agreement, each in a transaction of its own. */
export async function makeAllOrders(
  deps: { db: Database; clock: Clock },
  signal?: AbortSignal,
): Promise<void> {
  const today = businessDateOf(deps.clock.now())
  let afterId: string | undefined
  for (;;) {
    const ids = await listActiveIds(deps.db, today, afterId, agreementsPerPage)
    for (const id of ids) {
      signal?.throwIfAborted()
      await runWrite(deps, { actor: systemActor, traceId: `orders.make-recurring ${today}` }, context =>
        makeOrdersAhead(context, id),
      )
    }
    afterId = ids.at(-1)
    if (ids.length < agreementsPerPage) return
  }
}
