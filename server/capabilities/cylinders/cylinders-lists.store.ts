import { sql } from 'kysely'
import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
import type { Reader } from '../../platform/database/database.ts'
import { type HolderKind, holderKinds, type MovementKind } from './cylinders.rules.ts'
import type { AccountRow, MovementRow } from './cylinders.store.ts'

const rankOfKind = sql<number>`array_position(${sql.val([...holderKinds])}::text[], a.kind)`

/** Accounts that hold or held something: depots first, then trucks, sites and the rest, as `holderKinds` lists them. */
export async function listAccounts(
  db: Reader,
  page: { kind: HolderKind | undefined; after: { rank: number; id: string } | undefined; limit: number },
): Promise<(AccountRow & { rank: number })[]> {
  let query = db
    .selectFrom('cylinder_account as a')
    .select(['a.id', 'a.kind', 'a.holder_id', rankOfKind.as('rank')])
    .orderBy(rankOfKind)
    .orderBy('a.id')
    .limit(page.limit)
  if (page.kind) query = query.where('a.kind', '=', page.kind)
  if (page.after)
    query = query.where(sql<boolean>`(${rankOfKind}, a.id) > (${page.after.rank}, ${page.after.id}::uuid)`)
  const rows = await query.execute()
  return rows.map(row => ({
    id: row.id,
    kind: row.kind as HolderKind,
    holderId: row.holder_id,
    rank: row.rank,
  }))
}

/** Cylinders of each type with holders of a kind; with none given, with every holder but `opening`: what exists. */
export async function readTotals(
  db: Reader,
  kind: HolderKind | undefined,
): Promise<{ cylinderType: CylinderType; quantity: number }[]> {
  const rows = await db
    .selectFrom('cylinder_balance as b')
    .innerJoin('cylinder_account as a', 'a.id', 'b.account_id')
    .innerJoin('cylinder_type as t', 't.code', 'b.cylinder_type')
    .select(['b.cylinder_type', sql<bigint>`sum(b.quantity)`.as('quantity')])
    .where(eb => (kind ? eb('a.kind', '=', kind) : eb('a.kind', '<>', 'opening')))
    .groupBy(['b.cylinder_type', 't.sort'])
    .orderBy('t.sort')
    .execute()
  return rows.map(row => ({
    cylinderType: row.cylinder_type as CylinderType,
    quantity: Number(row.quantity),
  }))
}

export type ListedMovement = Omit<MovementRow, 'source' | 'sourceId' | 'actorId'>

/** Movements newest first, with an entry of this holder and this type where asked. Their ids are made by the server as it records, so they sort by the time of recording. */
export async function listMovements(
  db: Reader,
  page: {
    accountId: string | undefined
    kind: MovementKind | undefined
    cylinderType: CylinderType | undefined
    before: string | undefined
    limit: number
  },
): Promise<ListedMovement[]> {
  let query = db
    .selectFrom('cylinder_movement as m')
    .select(['m.id', 'm.kind', 'm.business_date', 'm.occurred_at', 'm.recorded_at'])
    .select(['m.reverses_id', 'm.reason'])
    .orderBy('m.id', 'desc')
    .limit(page.limit)
  const { accountId, before, kind, cylinderType } = page
  if (before) query = query.where('m.id', '<', before)
  if (kind) query = query.where('m.kind', '=', kind)
  if (accountId || cylinderType)
    query = query.where(eb => {
      let entries = eb
        .selectFrom('cylinder_entry as e')
        .select('e.line')
        .whereRef('e.movement_id', '=', 'm.id')
      if (accountId) entries = entries.where('e.account_id', '=', accountId)
      if (cylinderType) entries = entries.where('e.cylinder_type', '=', cylinderType)
      return eb.exists(entries)
    })
  const rows = await query.execute()
  return rows.map(row => ({
    id: row.id,
    kind: row.kind as ListedMovement['kind'],
    businessDate: row.business_date,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    reversesId: row.reverses_id,
    reason: row.reason,
  }))
}

export async function readAccountsById(db: Reader, ids: readonly string[]): Promise<AccountRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('cylinder_account')
    .select(['id', 'kind', 'holder_id'])
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(row => ({ id: row.id, kind: row.kind as HolderKind, holderId: row.holder_id }))
}
