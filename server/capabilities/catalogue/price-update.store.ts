import type { ProductCode } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'
import type { PriceUnit } from './pricing.rules.ts'

/** Whoever else changes a price waits until this transaction ends, so that what a change rests on still holds. */
export async function holdPrices(db: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${locks.prices})`.execute(db)
}

export interface PriceUpdate {
  id: string
  effectiveFrom: BusinessDate
  reason: string
  undoesId: string | null
  actorId: string | null
  at: Date
}

export interface KeptRow {
  product: ProductCode
  oldRuleId: string | null
  newRuleId: string | null
  unit: PriceUnit
  oldNtd: bigint
  newNtd: bigint
}

/** Writes the head of an update; false where its id is taken or the other is undone already. */
export async function insertUpdate(db: Tx, update: PriceUpdate): Promise<boolean> {
  const row = await db
    .insertInto('price_update')
    .values({
      id: update.id,
      effective_from: update.effectiveFrom,
      reason: update.reason,
      undoes_id: update.undoesId,
      actor_id: update.actorId,
      at: update.at,
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertUpdateRows(db: Tx, updateId: string, rows: readonly KeptRow[]): Promise<void> {
  await db
    .insertInto('price_update_row')
    .values(
      rows.map((row, ordinal) => ({
        update_id: updateId,
        ordinal,
        product_code: row.product,
        old_rule_id: row.oldRuleId,
        new_rule_id: row.newRuleId,
        unit: row.unit,
        old_ntd: row.oldNtd,
        new_ntd: row.newNtd,
      })),
    )
    .execute()
}

/** The newest updates. */
export async function listUpdates(db: Reader, limit: number): Promise<PriceUpdate[]> {
  const rows = await db
    .selectFrom('price_update')
    .select(['id', 'effective_from', 'reason', 'undoes_id', 'actor_id', 'at'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toUpdate)
}

export async function findUpdate(db: Reader, id: string): Promise<PriceUpdate | undefined> {
  const row = await db
    .selectFrom('price_update')
    .select(['id', 'effective_from', 'reason', 'undoes_id', 'actor_id', 'at'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toUpdate(row)
}

function toUpdate(row: {
  id: string
  effective_from: string
  reason: string
  undoes_id: string | null
  actor_id: string | null
  at: Date
}): PriceUpdate {
  return {
    id: row.id,
    effectiveFrom: row.effective_from,
    reason: row.reason,
    undoesId: row.undoes_id,
    actorId: row.actor_id,
    at: row.at,
  }
}

/** The rows of updates, by update, in their order. */
export async function readUpdateRows(
  db: Reader,
  updateIds: readonly string[],
): Promise<Map<string, KeptRow[]>> {
  const rows = await db
    .selectFrom('price_update_row')
    .select(['update_id', 'product_code', 'old_rule_id', 'new_rule_id', 'unit', 'old_ntd', 'new_ntd'])
    .where('update_id', '=', sql<string>`any(${[...updateIds]}::uuid[])`)
    .orderBy('update_id')
    .orderBy('ordinal')
    .limit(100_000)
    .execute()
  const kept = new Map<string, KeptRow[]>()
  for (const row of rows)
    kept.set(row.update_id, [
      ...(kept.get(row.update_id) ?? []),
      {
        product: row.product_code as ProductCode,
        oldRuleId: row.old_rule_id,
        newRuleId: row.new_rule_id,
        unit: row.unit as PriceUnit,
        oldNtd: row.old_ntd,
        newNtd: row.new_ntd,
      },
    ])
  return kept
}
