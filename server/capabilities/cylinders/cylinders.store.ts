import { sql } from 'kysely'
import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'
import type { Condition, Holder, HolderKind, Holdings, MovementKind } from './cylinders.rules.ts'

export interface AccountRow {
  id: string
  kind: HolderKind
  holderId: string | null
}
export interface MovementRow {
  id: string
  kind: MovementKind
  businessDate: string
  occurredAt: Date
  recordedAt: Date
  source: string
  sourceId: string
  reversesId: string | null
  actorId: string | null
  reason: string
}
export interface EntryRow {
  accountId: string
  cylinderType: CylinderType
  condition: Condition
  quantity: number
}

const holderKey = (holder: Holder) => `${holder.kind}/${holder.holderId ?? ''}`

/** Makes the accounts that do not exist yet, in a fixed order so that two transactions cannot wait for each other. */
export async function ensureAccounts(db: Tx, holders: readonly Holder[], newId: () => string): Promise<void> {
  const ordered = [...new Map(holders.map(holder => [holderKey(holder), holder]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  for (let from = 0; from < ordered.length; from += 1000) {
    await db
      .insertInto('cylinder_account')
      .values(
        ordered
          .slice(from, from + 1000)
          .map(([, holder]) => ({ id: newId(), kind: holder.kind, holder_id: holder.holderId })),
      )
      .onConflict(conflict => conflict.columns(['kind', 'holder_id']).doNothing())
      .execute()
  }
}

/** The accounts of these holders; a holder that never held anything has none. */
export async function readAccounts(db: Reader, holders: readonly Holder[]): Promise<AccountRow[]> {
  if (holders.length === 0) return []
  const rows = await db
    .selectFrom('cylinder_account')
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
  return rows.map(row => ({ id: row.id, kind: row.kind as HolderKind, holderId: row.holder_id }))
}

export async function readAccount(db: Reader, accountId: string): Promise<AccountRow | undefined> {
  const row = await db
    .selectFrom('cylinder_account')
    .select(['id', 'kind', 'holder_id'])
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row && { id: row.id, kind: row.kind as HolderKind, holderId: row.holder_id }
}

/** Account ids by kind for many holders of one kind. */
export async function readAccountsOfKind(
  db: Reader,
  kind: HolderKind,
  holderIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('cylinder_account')
    .select(['id', 'holder_id'])
    .where('kind', '=', kind)
    .where('holder_id', '=', sql<string>`any(${holderIds}::uuid[])`)
    .execute()
  return new Map(rows.map(row => [row.holder_id ?? '', row.id]))
}

/** Holds the accounts until the transaction ends, in order of id, so that a balance read now is still true at commit. */
export async function lockAccounts(db: Tx, accountIds: readonly string[]): Promise<void> {
  await db
    .selectFrom('cylinder_account')
    .select('id')
    .where('id', 'in', [...accountIds])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** What an account holds by type, zero balances left out. */
export async function readHoldings(
  db: Reader,
  accountIds: readonly string[],
): Promise<Map<string, Holdings>> {
  const byAccount = new Map<string, Holdings>(accountIds.map(id => [id, new Map()]))
  if (accountIds.length === 0) return byAccount
  const rows = await db
    .selectFrom('cylinder_balance as b')
    .innerJoin('cylinder_type as t', 't.code', 'b.cylinder_type')
    .select(['b.account_id', 'b.cylinder_type', 'b.condition', 'b.quantity'])
    .where('b.account_id', '=', sql<string>`any(${accountIds}::uuid[])`)
    .where('b.quantity', '<>', 0)
    .orderBy('t.sort')
    .execute()
  for (const row of rows) {
    const holdings = byAccount.get(row.account_id)
    const type = row.cylinder_type as CylinderType
    const holding = holdings?.get(type) ?? { full: 0, empty: 0, held: 0 }
    holding[row.condition as Condition] = row.quantity
    holdings?.set(type, holding)
  }
  return byAccount
}

export async function insertMovements(db: Tx, movements: readonly MovementRow[]): Promise<void> {
  await db
    .insertInto('cylinder_movement')
    .values(
      movements.map(movement => ({
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
      })),
    )
    .execute()
}

export async function insertEntries(
  db: Tx,
  entries: readonly (EntryRow & { movementId: string; line: number })[],
): Promise<void> {
  for (let from = 0; from < entries.length; from += 5000) {
    await db
      .insertInto('cylinder_entry')
      .values(
        entries.slice(from, from + 5000).map(entry => ({
          movement_id: entry.movementId,
          line: entry.line,
          account_id: entry.accountId,
          cylinder_type: entry.cylinderType,
          condition: entry.condition,
          quantity: entry.quantity,
        })),
      )
      .execute()
  }
}

/** Movements of a source that still count: neither reversed nor reversals themselves. Oldest first. */
export async function readStandingMovements(
  db: Tx,
  source: string,
  sourceId: string,
): Promise<{ id: string; kind: MovementKind }[]> {
  const rows = await db
    .selectFrom('cylinder_movement as m')
    .leftJoin('cylinder_movement as r', 'r.reverses_id', 'm.id')
    .select(['m.id', 'm.kind'])
    .where('m.source', '=', source)
    .where('m.source_id', '=', sourceId)
    .where('m.reverses_id', 'is', null)
    .where('r.id', 'is', null)
    .orderBy('m.id')
    .limit(1000)
    .execute()
  return rows.map(row => ({ id: row.id, kind: row.kind as MovementKind }))
}

export async function readEntries(
  db: Reader,
  movementIds: readonly string[],
): Promise<(EntryRow & { movementId: string })[]> {
  if (movementIds.length === 0) return []
  const rows = await db
    .selectFrom('cylinder_entry')
    .select(['movement_id', 'account_id', 'cylinder_type', 'condition', 'quantity'])
    .where('movement_id', 'in', [...movementIds])
    .orderBy('movement_id')
    .orderBy('line')
    .execute()
  return rows.map(row => ({
    movementId: row.movement_id,
    accountId: row.account_id,
    cylinderType: row.cylinder_type as CylinderType,
    condition: row.condition as Condition,
    quantity: row.quantity,
  }))
}

/** Which of these holders already have an opening movement. */
export async function readOpened(db: Reader, sourceIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('cylinder_movement')
    .select('source_id')
    .where('source', '=', 'cut-over')
    .where('source_id', '=', sql<string>`any(${sourceIds}::uuid[])`)
    .execute()
  return new Set(rows.map(row => row.source_id))
}

/** One opening at a time; released at the end of the transaction. */
export async function lockOpening(db: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${locks.opening})`.execute(db)
}
