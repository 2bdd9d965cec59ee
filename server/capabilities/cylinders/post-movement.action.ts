import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import {
  type Entry,
  type Holder,
  type MovementKind,
  mergeEntries,
  unbalancedTypes,
} from './cylinders.rules.ts'
import {
  ensureAccounts,
  insertEntries,
  insertMovements,
  lockAccounts,
  readAccounts,
  readEntries,
  readStandingMovements,
} from './cylinders.store.ts'

export interface Movement {
  kind: MovementKind
  /** The business day the movement belongs to in the books. */
  businessDate: BusinessDate
  /** When it happened, as far as is known. */
  occurredAt: Date
  /** What caused it: `delivery` and the delivery's id. A reversal finds its movements by this pair. */
  source: string
  sourceId: string
  entries: readonly Entry[]
  reason?: string
}

/**
 * Posts one movement in the caller's transaction: makes missing accounts, holds the accounts in order, writes the
 * entries. Entries that cancel out are dropped; a movement left without entries is not written.
 * @returns the movement's id, or null when nothing moved
 */
export async function postMovement(context: WriteContext, movement: Movement): Promise<string | null> {
  const entries = mergeEntries(movement.entries)
  if (entries.length === 0) return null
  const wrong = unbalancedTypes(entries)
  if (wrong.length > 0) throw new Error(`a ${movement.kind} movement does not balance: ${wrong.join(' ')}`)
  const accountOf = await holdAccounts(
    context,
    entries.map(entry => entry.holder),
  )
  const id = context.newId()
  await insertMovements(context.db, [
    {
      id,
      kind: movement.kind,
      businessDate: movement.businessDate,
      occurredAt: movement.occurredAt,
      recordedAt: context.now,
      source: movement.source,
      sourceId: movement.sourceId,
      reversesId: null,
      actorId: context.actor.id,
      reason: movement.reason ?? '',
    },
  ])
  await insertEntries(
    context.db,
    entries.map((entry, index) => ({
      movementId: id,
      line: index + 1,
      accountId: accountOf(entry.holder),
      cylinderType: entry.cylinderType,
      condition: entry.condition,
      quantity: entry.quantity,
    })),
  )
  return id
}

/** Makes and locks the holders' accounts; what is read of them afterwards stays true until the transaction ends. */
export async function holdAccounts(
  context: WriteContext,
  holders: readonly Holder[],
): Promise<(holder: Holder) => string> {
  await ensureAccounts(context.db, holders, context.newId)
  const accounts = await readAccounts(context.db, holders)
  await lockAccounts(
    context.db,
    accounts.map(account => account.id),
  )
  const ids = new Map(accounts.map(account => [`${account.kind}/${account.holderId}`, account.id]))
  return holder => {
    const id = ids.get(`${holder.kind}/${holder.holderId}`)
    if (!id) throw new Error(`no account of ${holder.kind} ${holder.holderId}`)
    return id
  }
}

/**
 * Takes back everything a source posted: each movement that still stands gets a mirror with the opposite quantities.
 * Doing it twice changes nothing the second time.
 * @returns the ids of the mirrors
 */
export async function reverseMovements(
  context: WriteContext,
  reversal: {
    source: string
    sourceId: string
    businessDate: BusinessDate
    occurredAt: Date
    reason: string
  },
): Promise<string[]> {
  const standing = await readStandingMovements(context.db, reversal.source, reversal.sourceId)
  if (standing.length === 0) return []
  const entries = await readEntries(
    context.db,
    standing.map(movement => movement.id),
  )
  await lockAccounts(context.db, [...new Set(entries.map(entry => entry.accountId))])
  const mirrors = standing.map(movement => ({ ...movement, mirrorId: context.newId() }))
  await insertMovements(
    context.db,
    mirrors.map(movement => ({
      id: movement.mirrorId,
      kind: movement.kind,
      businessDate: reversal.businessDate,
      occurredAt: reversal.occurredAt,
      recordedAt: context.now,
      source: reversal.source,
      sourceId: reversal.sourceId,
      reversesId: movement.id,
      actorId: context.actor.id,
      reason: reversal.reason,
    })),
  )
  await insertEntries(
    context.db,
    mirrors.flatMap(mirror =>
      entries
        .filter(entry => entry.movementId === mirror.id)
        .map((entry, index) => ({
          movementId: mirror.mirrorId,
          line: index + 1,
          accountId: entry.accountId,
          cylinderType: entry.cylinderType,
          condition: entry.condition,
          quantity: -entry.quantity,
        })),
    ),
  )
  return mirrors.map(movement => movement.mirrorId)
}
