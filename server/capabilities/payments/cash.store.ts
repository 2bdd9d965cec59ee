import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { CashHolder, CashHolderKind, CashMovementKind } from './cash.rules.ts'

export interface CashAccountRow {
  id: string
  kind: CashHolderKind
  holderId: string | null
}
export interface CashMovementRow {
  id: string
  kind: CashMovementKind
  businessDate: string
  occurredAt: Date
  recordedAt: Date
  source: string
  sourceId: string
  reversesId: string | null
  actorId: string | null
  reason: string
}
export interface CashEntryRow {
  movementId: string
  line: number
  accountId: string
  amountNtd: bigint
}

/** Makes the accounts that do not exist yet; the caller passes holders in a fixed order. */
export async function ensureCashAccounts(
  db: Tx,
  holders: readonly CashHolder[],
  newId: () => string,
): Promise<void> {
  await db
    .insertInto('cash_account')
    .values(holders.map(holder => ({ id: newId(), kind: holder.kind, holder_id: holder.holderId })))
    .onConflict(conflict => conflict.columns(['kind', 'holder_id']).doNothing())
    .execute()
}

export async function readCashAccounts(
  db: Reader,
  holders: readonly CashHolder[],
): Promise<CashAccountRow[]> {
  if (holders.length === 0) return []
  const rows = await db
    .selectFrom('cash_account')
    .select(['id', 'kind', 'holder_id'])
    .where(eb =>
      eb.or(
        holders.map(holder =>
          eb.and([
            eb('kind', '=', holder.kind),
            holder.holderId === null ? eb('holder_id', 'is', null) : eb('holder_id', '=', holder.holderId),
          ]),
        ),
      ),
    )
    .execute()
  return rows.map(row => ({ id: row.id, kind: row.kind as CashHolderKind, holderId: row.holder_id }))
}

/** Holds these accounts until the transaction ends: whoever reads a balance to act on it takes this first. */
export async function lockCashAccounts(db: Tx, accountIds: readonly string[]): Promise<void> {
  await db
    .selectFrom('cash_account')
    .select('id')
    .where('id', 'in', [...accountIds])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

export async function insertCashMovement(db: Tx, movement: CashMovementRow): Promise<void> {
  await db
    .insertInto('cash_movement')
    .values({
      id: movement.id,
      kind: movement.kind,
      business_date: movement.businessDate,
      occurred_at: movement.occurredAt,
      recorded_at: movement.recordedAt,
      source: movement.source,
      source_id: movement.sourceId,
      reverses_id: movement.reversesId,
      actor_id: movement.actorId,
      reason: movement.reason,
    })
    .execute()
}

export async function insertCashEntries(db: Tx, entries: readonly CashEntryRow[]): Promise<void> {
  await db
    .insertInto('cash_entry')
    .values(
      entries.map(entry => ({
        movement_id: entry.movementId,
        line: entry.line,
        account_id: entry.accountId,
        amount_ntd: entry.amountNtd,
      })),
    )
    .execute()
}

/** Movements of a source that still count: neither reversed nor reversals themselves. */
export async function readStandingCash(
  db: Tx,
  source: string,
  sourceId: string,
): Promise<{ id: string; kind: CashMovementKind }[]> {
  const rows = await db
    .selectFrom('cash_movement as m')
    .leftJoin('cash_movement as r', 'r.reverses_id', 'm.id')
    .select(['m.id', 'm.kind'])
    .where('m.source', '=', source)
    .where('m.source_id', '=', sourceId)
    .where('m.reverses_id', 'is', null)
    .where('r.id', 'is', null)
    .orderBy('m.id')
    .limit(1000)
    .execute()
  return rows.map(row => ({ id: row.id, kind: row.kind as CashMovementKind }))
}

export async function readCashEntries(db: Reader, movementIds: readonly string[]): Promise<CashEntryRow[]> {
  const rows = await db
    .selectFrom('cash_entry')
    .select(['movement_id', 'line', 'account_id', 'amount_ntd'])
    .where('movement_id', 'in', [...movementIds])
    .orderBy('movement_id')
    .orderBy('line')
    .execute()
  return rows.map(row => ({
    movementId: row.movement_id,
    line: row.line,
    accountId: row.account_id,
    amountNtd: row.amount_ntd,
  }))
}

/** Balance of each holder of a kind, in whole NT$; a holder without an account is absent. */
export async function readCashBalances(
  db: Reader,
  kind: CashHolderKind,
  holderIds: readonly string[],
): Promise<Map<string, bigint>> {
  if (holderIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('cash_account as a')
    .leftJoin('cash_entry as e', 'e.account_id', 'a.id')
    .select(['a.holder_id', sql<string>`coalesce(sum(e.amount_ntd), 0)`.as('balance')])
    .where('a.kind', '=', kind)
    .where('a.holder_id', 'in', [...holderIds])
    .groupBy('a.holder_id')
    .execute()
  return new Map(rows.map(row => [row.holder_id ?? '', BigInt(row.balance)]))
}

/** What movements of these sources put into accounts of a kind, mirrors included, in whole NT$. */
export async function sumOfSources(
  db: Reader,
  of: { kind: CashHolderKind; source: string; sourceIds: readonly string[] },
): Promise<bigint> {
  if (of.sourceIds.length === 0) return 0n
  const row = await db
    .selectFrom('cash_movement as m')
    .innerJoin('cash_entry as e', 'e.movement_id', 'm.id')
    .innerJoin('cash_account as a', 'a.id', 'e.account_id')
    .select(sql<string>`coalesce(sum(e.amount_ntd), 0)`.as('sum'))
    .where('m.source', '=', of.source)
    .where('m.source_id', 'in', [...of.sourceIds])
    .where('a.kind', '=', of.kind)
    .executeTakeFirstOrThrow()
  return BigInt(row.sum)
}
