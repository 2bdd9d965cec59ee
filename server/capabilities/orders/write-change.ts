import { officeStream } from '@luckygas/contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readUserNames } from '../identity/identity.api.ts'
import { staleVersion } from './orders.errors.ts'
import { type Order, type OrderChange, readChanges } from './orders.store.ts'

/** The version a person saw must be the newest; otherwise he is told who changed what meanwhile. */
export async function checkVersion(context: WriteContext, order: Order, seen: number): Promise<void> {
  if (order.version === seen) return
  // The first change made version 1 and every later one a version more.
  const since = ((await readChanges(context.db, [order.id])).get(order.id) ?? []).slice(seen)
  const last = since.at(-1)
  const names = await readUserNames(context.db, last?.actorId ? [last.actorId] : [])
  const fields = since.flatMap(change =>
    change.what.length > 0 ? change.what.map(what => what.field as string) : ['state'],
  )
  throw staleVersion({
    by: (last?.actorId && names.get(last.actorId)) || '',
    what: [...new Set(fields)].join(','),
    at: last?.at.toISOString() ?? '',
    version: order.version,
  })
}

/** The trail and the news that every change of an order leaves. */
export async function tellChange(
  context: WriteContext,
  order: Order,
  change: { action: string; before: unknown; after: unknown; reason: string },
): Promise<void> {
  const { action, before, after, reason } = change
  await context.audit({
    action,
    entity: 'order',
    entityId: order.id,
    before,
    after,
    ...(reason !== '' && { reason }),
  })
  await context.announce({
    stream: officeStream(order.depotId),
    kind: 'orders.changed',
    entityId: order.id,
  })
}

/** A change row for people, by the one who acts. */
export const changeBy = (
  context: WriteContext,
  change: Pick<OrderChange, 'kind' | 'from' | 'to' | 'reason'> & Partial<Pick<OrderChange, 'what'>>,
): OrderChange => ({ what: [], ...change, at: context.now, actorId: context.actor.id })
