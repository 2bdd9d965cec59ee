import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'

export interface Postponement {
  id: string
  siteId: string
  fromDate: BusinessDate
  toDate: BusinessDate
  reason: string
  isBeyondWindow: boolean
  runOutProbability: number | null
  actorId: string
  at: Date
}

const mostRows = 5_000

/** Keeps a postponement; false when its id is taken. */
export async function insertPostponement(db: Tx, postponement: Postponement): Promise<boolean> {
  const inserted = await db
    .insertInto('postponement')
    .values({
      id: postponement.id,
      site_id: postponement.siteId,
      from_date: postponement.fromDate,
      to_date: postponement.toDate,
      reason: postponement.reason,
      is_beyond_window: postponement.isBeyondWindow,
      run_out_probability: postponement.runOutProbability,
      actor_id: postponement.actorId,
      at: postponement.at,
    })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The latest postponement of each site that reaches from before a day to it or beyond. */
export async function readOpenPostponements(
  db: Reader,
  date: BusinessDate,
): Promise<Map<string, { fromDate: BusinessDate; toDate: BusinessDate }>> {
  const rows = await db
    .selectFrom('postponement')
    .distinctOn('site_id')
    .select(['site_id', 'from_date', 'to_date'])
    .where('withdrawn_at', 'is', null)
    .where('from_date', '<=', date)
    .where('to_date', '>=', date)
    .orderBy('site_id')
    .orderBy('at', 'desc')
    .limit(mostRows)
    .execute()
  return new Map(rows.map(row => [row.site_id, { fromDate: row.from_date, toDate: row.to_date }]))
}

/** Postponements of some sites that still hold a visit off on a day, the newest first. */
export async function readPostponementsOfSites(
  db: Reader,
  siteIds: readonly string[],
  today: BusinessDate,
): Promise<{ siteId: string; fromDate: BusinessDate; toDate: BusinessDate; reason: string; at: Date }[]> {
  const rows = await db
    .selectFrom('postponement')
    .select(['site_id', 'from_date', 'to_date', 'reason', 'at'])
    .where('site_id', '=', sql<string>`any(${[...siteIds]}::uuid[])`)
    .where('withdrawn_at', 'is', null)
    .where('to_date', '>=', today)
    .orderBy('at', 'desc')
    .limit(20)
    .execute()
  return rows.map(row => ({
    siteId: row.site_id,
    fromDate: row.from_date,
    toDate: row.to_date,
    reason: row.reason,
    at: row.at,
  }))
}

/**
 * Takes back what holds a site's visit of a day off, begun on that day or before; it stays to be read.
 */
export async function withdrawPostponement(
  db: Tx,
  of: { siteId: string; onDate: BusinessDate; by: string; now: Date },
): Promise<void> {
  await db
    .updateTable('postponement')
    .set({ withdrawn_at: of.now, withdrawn_by: of.by })
    .where('site_id', '=', of.siteId)
    .where('from_date', '<=', of.onDate)
    .where('to_date', '>', of.onDate)
    .where('withdrawn_at', 'is', null)
    .execute()
}
