import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { type CashEntry, type CashHolder, type CashMovementKind, mergeCashEntries } from './cash.rules.ts'
import {
  ensureCashAccounts,
  insertCashEntries,
  insertCashMovement,
  lockCashAccounts,
  readCashAccounts,
  readCashEntries,
  readStandingCash,
} from './cash.store.ts'

export interface CashMovement {
  kind: CashMovementKind
  businessDate: BusinessDate
  occurredAt: Date
  /** What caused it: `delivery` and the delivery's id. A reversal finds its movements by this pair. */
  source: string
  sourceId: string
  entries: readonly CashEntry[]
  reason?: string
}

/**
 * Posts one cash movement in the caller's transaction. Only sums to zero are accepted; entries that cancel out are
 * dropped, and a movement left without entries is not written.
 * @returns the movement's id, or null when no money moved
 */
export async function postCash(context: WriteContext, movement: CashMovement): Promise<string | null> {
  const entries = mergeCashEntries(movement.entries)
  if (entries.length === 0) return null
  const sum = entries.reduce((total, entry) => total + entry.amountNtd, 0n)
  if (sum !== 0n) throw new Error(`a ${movement.kind} movement is off by ${sum}`)
  const holders = entries.map(entry => entry.holder)
  await ensureCashAccounts(context.db, holders, context.newId)
  const accounts = await readCashAccounts(context.db, holders)
  const ids = new Map(accounts.map(account => [`${account.kind}/${account.holderId}`, account.id]))
  const id = context.newId()
  await insertCashMovement(context.db, {
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
  })
  await insertCashEntries(
    context.db,
    entries.map((entry, index) => ({
      movementId: id,
      line: index + 1,
      accountId: ids.get(`${entry.holder.kind}/${entry.holder.holderId}`) ?? '',
      amountNtd: entry.amountNtd,
    })),
  )
  return id
}

/** Makes and holds a holder's account until the transaction ends, so that a balance read now is still true at commit. */
export async function holdCash(context: WriteContext, holder: CashHolder): Promise<void> {
  await ensureCashAccounts(context.db, [holder], context.newId)
  const accounts = await readCashAccounts(context.db, [holder])
  await lockCashAccounts(
    context.db,
    accounts.map(account => account.id),
  )
}

/** Takes back everything a source posted, movement by movement; a second time finds nothing left to take back. */
export async function reverseCash(
  context: WriteContext,
  reversal: {
    source: string
    sourceId: string
    businessDate: BusinessDate
    occurredAt: Date
    reason: string
  },
): Promise<string[]> {
  const standing = await readStandingCash(context.db, reversal.source, reversal.sourceId)
  if (standing.length === 0) return []
  const entries = await readCashEntries(
    context.db,
    standing.map(movement => movement.id),
  )
  const mirrors: string[] = []
  for (const movement of standing) {
    const id = context.newId()
    await insertCashMovement(context.db, {
      id,
      kind: movement.kind,
      businessDate: reversal.businessDate,
      occurredAt: reversal.occurredAt,
      recordedAt: context.now,
      source: reversal.source,
      sourceId: reversal.sourceId,
      reversesId: movement.id,
      actorId: context.actor.id,
      reason: reversal.reason,
    })
    await insertCashEntries(
      context.db,
      entries
        .filter(entry => entry.movementId === movement.id)
        .map(entry => ({ ...entry, movementId: id, amountNtd: -entry.amountNtd })),
    )
    mirrors.push(id)
  }
  return mirrors
}
