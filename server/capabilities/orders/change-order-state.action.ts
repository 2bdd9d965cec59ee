import { type CancelCause, mayCancel } from '@luckygas/contract/order-edits.ts'
import { mayFollow, type OrderState, orderStates } from '@luckygas/contract/states.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readParameters } from '../admin/admin.api.ts'
import { type CancelQuote, feeParameterNames, quoteCancel } from './cancel-fee.rules.ts'
import { feeChanged, orderNotFound, reasonMissing, stateNotAllowed } from './orders.errors.ts'
import { lockOrders, type Order, readLines, saveCancellation, saveState } from './orders.store.ts'
import type { OrdersDeps } from './orders.types.ts'
import { checkVersion, tellChange } from './write-change.ts'

/** States in which a published plan holds a stop for the order; a draft may hold one for a confirmed order too. */
const onThePlan: readonly OrderState[] = ['assigned', 'en_route']

/**
 * A person confirms or cancels an order, by the state table. Cancelling needs a reason, and costs what the table of fees
 * says at this moment: when that is not what was shown and agreed, it is refused with the fee.
 */
export async function changeOrderState(
  deps: OrdersDeps,
  context: WriteContext,
  orderId: string,
  change: { to: OrderState; reason: string; version: number; cause: CancelCause; agreedFeeNtd: string },
): Promise<void> {
  const [order] = await lockOrders(context.db, [orderId])
  if (!order) throw orderNotFound()
  await checkVersion(context, order, change.version)
  if (!mayFollow(orderStates, order.state, change.to)) throw stateNotAllowed(order.state, change.to)
  if (change.to === 'cancelled' && change.reason === '') throw reasonMissing()
  if (change.to === 'cancelled') await chargeCancellation(context, order, change)
  await moveOrder(context, order, change.to, change.reason)
  if (change.to === 'cancelled' || onThePlan.includes(order.state)) await deps.leavePlan(context, order.id)
}

async function chargeCancellation(
  context: WriteContext,
  order: Order,
  { cause, agreedFeeNtd }: { cause: CancelCause; agreedFeeNtd: string },
): Promise<void> {
  if (!mayCancel(order.state, context.actor.role)) throw stateNotAllowed(order.state, 'cancelled')
  const { feeNtd } = await readCancelQuote(context.db, order, cause, context.now, context.today)
  if (feeNtd !== BigInt(agreedFeeNtd)) throw feeChanged(feeNtd)
  await saveCancellation(context.db, order.id, { cause, feeNtd })
}

/** What cancelling an order would cost at an instant, by the fees in force that day. */
export async function readCancelQuote(
  db: Reader,
  order: Order,
  cause: CancelCause,
  now: Date,
  today: string,
): Promise<CancelQuote> {
  const lines = (await readLines(db, [order.id])).get(order.id) ?? []
  return quoteCancel({ ...order, lines }, cause, now, await readParameters(db, feeParameterNames, today))
}

/** Dispatch published (`assigned`) or took back (`confirmed`) these orders; those in any other state are left alone. */
export async function setOrdersAssigned(
  context: WriteContext,
  orderIds: readonly string[],
  isAssigned: boolean,
): Promise<void> {
  const [from, to] = isAssigned ? (['confirmed', 'assigned'] as const) : (['assigned', 'confirmed'] as const)
  for (const order of await lockOrders(context.db, orderIds))
    if (order.state === from) await moveOrder(context, order, to, '')
}

/**
 * A driver's fact moves the order from whatever state it is in, for the gas has already moved; whether the table would
 * have let it is for the conflict list. An unknown order and a state already reached are left alone, and so is one that
 * is, once it is held, in a state of `unless`: another phone's fact came first.
 */
export async function recordOrder(
  context: WriteContext,
  orderId: string,
  to: 'en_route' | 'delivered' | 'failed',
  reason: string,
  unless: readonly OrderState[] = [],
): Promise<void> {
  const [order] = await lockOrders(context.db, [orderId])
  if (order && order.state !== to && !unless.includes(order.state))
    await moveOrder(context, order, to, reason)
}

/** What an order delivered was taken back in both ledgers: as after a driver's undo it is open again, and ends cancelled. */
export async function takeBackOrder(context: WriteContext, orderId: string, reason: string): Promise<void> {
  const [order] = await lockOrders(context.db, [orderId])
  if (!order) throw orderNotFound()
  await moveOrder(context, order, 'failed', reason)
  await saveCancellation(context.db, order.id, { cause: 'company_error', feeNtd: 0n })
  await moveOrder(context, { ...order, state: 'failed' }, 'cancelled', reason)
}

async function moveOrder(context: WriteContext, order: Order, to: OrderState, reason: string): Promise<void> {
  const { db, now, actor } = context
  await saveState(db, order, { to, at: now, actorId: actor.id, reason })
  await tellChange(context, order, {
    action: 'orders.change-state',
    before: { state: order.state },
    after: { state: to },
    reason,
  })
}
