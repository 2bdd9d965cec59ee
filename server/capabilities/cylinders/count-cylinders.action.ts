import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { holderNotCountable, holderNotFound } from './cylinders.errors.ts'
import {
  adjustmentEntries,
  type Counted,
  countDifferences,
  type Holder,
  tellsFullFromEmpty,
} from './cylinders.rules.ts'
import { lockAccounts, readAccount, readHoldings } from './cylinders.store.ts'
import type { HolderNames } from './holder-names.ts'
import { postMovement } from './post-movement.action.ts'

/**
 * A count at a depot or on a truck. What differs from the books goes to, or comes from, `lost` with its reason; only
 * the types that were counted are touched. The account is held while counting, so nothing moves in between.
 */
export async function countCylinders(
  deps: { names: HolderNames },
  context: WriteContext,
  count: { id: string; accountId: string; counted: readonly Counted[]; reason: string },
): Promise<{ movementId: string | null; differences: Counted[] }> {
  const account = await readAccount(context.db, count.accountId)
  if (!account) throw holderNotFound()
  if (!tellsFullFromEmpty(account.kind) || account.holderId === null) throw holderNotCountable()
  const { kind, holderId } = account
  await lockAccounts(context.db, [account.id])
  const booked = (await readHoldings(context.db, [account.id])).get(account.id) ?? new Map()
  const differences = countDifferences(booked, count.counted)
  const holder: Holder = { kind, holderId }
  const movementId = await postMovement(context, {
    kind: 'count',
    businessDate: context.today,
    occurredAt: context.now,
    source: 'count',
    sourceId: count.id,
    entries: adjustmentEntries(holder, differences),
    reason: count.reason,
  })
  await context.audit({
    action: 'cylinders.count',
    entity: 'cylinder_account',
    entityId: account.id,
    before: Object.fromEntries(booked),
    after: { counted: count.counted, differences },
    reason: count.reason,
  })
  const named = (
    await deps.names.readHolders(context.db, kind === 'depot' ? 'depot' : 'truck', [holderId])
  ).get(holderId)
  if (movementId && named)
    await context.announce({
      stream: officeStream(named.depotId),
      kind: 'cylinders.moved',
      entityId: account.id,
    })
  return { movementId, differences }
}
