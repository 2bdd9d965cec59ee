import { officeStream } from '@luckygas/contract/messages/live.ts'
import { mayFollow, type OrderState, orderStates } from '@luckygas/contract/states.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { orderNotFound, reasonMissing, staleVersion, stateNotAllowed } from './orders.errors.ts'
import { lockOrders, type Order, saveState } from './orders.store.ts'
import type { OrdersDeps } from './orders.types.ts'

/** States in which a published plan holds a stop for the order; a draft may hold one for a confirmed order too. */
const onThePlan: readonly OrderState[] = ['assigned', 'en_route']

/** A person confirms or cancels an order, by the state table; cancelling needs a reason. */
export async function changeOrderState(
  deps: OrdersDeps,
  context: WriteContext,
  orderId: string,
  change: { to: OrderState; reason: string; version: number },
): Promise<void> {
  const [order] = await lockOrders(context.db, [orderId])
  if (!order) throw orderNotFound()
  if (order.version !== change.version) throw staleVersion()
  if (!mayFollow(orderStates, order.state, change.to)) throw stateNotAllowed(order.state, change.to)
  if (change.to === 'cancelled' && change.reason === '') throw reasonMissing()
  await moveOrder(context, order, change.to, change.reason)
  if (change.to === 'cancelled' || onThePlan.includes(order.state)) await deps.leavePlan(context, order.id)
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
 * have let it is for the conflict list. An unknown order and a state already reached are left alone.
 */
export async function recordOrder(
  context: WriteContext,
  orderId: string,
  to: 'en_route' | 'delivered' | 'failed',
  reason: string,
): Promise<void> {
  const [order] = await lockOrders(context.db, [orderId])
  if (order && order.state !== to) await moveOrder(context, order, to, reason)
}

async function moveOrder(context: WriteContext, order: Order, to: OrderState, reason: string): Promise<void> {
  const { db, now, actor } = context
  await saveState(db, order, { to, at: now, actorId: actor.id, reason })
  await context.audit({
    action: 'orders.change-state',
    entity: 'order',
    entityId: order.id,
    before: { state: order.state },
    after: { state: to },
    ...(reason !== '' && { reason }),
  })
  await context.announce({
    stream: officeStream(order.depotId),
    kind: 'orders.changed',
    entityId: order.id,
  })
}
