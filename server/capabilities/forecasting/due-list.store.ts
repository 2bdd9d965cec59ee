import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import type { DueReason } from '@luckygas/contract/states.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { ProductCounts } from './bring.rules.ts'
import type { DueExclusion, MinuteWindow } from './due-list.rules.ts'

export type DueStatus = 'listed' | 'unticked' | 'postponed' | 'sent'

export interface DueItem {
  id: string
  depotId: string
  date: BusinessDate
  siteId: string
  reason: DueReason
  status: DueStatus
  isPatrol: boolean
  /** Put on the list by a person from the patrol list; stays when the list is built again. */
  isPicked: boolean
  orderId: string | null
  daysLeft: number | null
  p10Days: number | null
  p90Days: number | null
  runOutProbability: number | null
  earliestOn: BusinessDate
  latestOn: BusinessDate
  products: ProductCounts
  /** Empties to fetch beside those that are swapped. */
  collects: ProductCounts
  gasGrams: number
  windows: MinuteWindow[]
  note: string
  version: number
  builtAt: Date
}

const mostItems = 5_000
const columns = [
  'id',
  'depot_id',
  'date',
  'site_id',
  'reason',
  'status',
  'is_patrol',
  'is_picked',
  'order_id',
  'days_left',
  'run_out_p10_days',
  'run_out_p90_days',
  'run_out_probability',
  'earliest_on',
  'latest_on',
  'quantities',
  'collects',
  'gas_grams',
  'windows',
  'note',
  'version',
  'built_at',
] as const

const itemQuery = (db: Reader) => db.selectFrom('due_item').select(columns)
type ItemRow = Awaited<ReturnType<ReturnType<typeof itemQuery>['executeTakeFirstOrThrow']>>

function toItem(row: ItemRow): DueItem {
  return {
    id: row.id,
    depotId: row.depot_id,
    date: row.date,
    siteId: row.site_id,
    reason: row.reason as DueReason,
    status: row.status as DueStatus,
    isPatrol: row.is_patrol,
    isPicked: row.is_picked,
    orderId: row.order_id,
    daysLeft: row.days_left,
    p10Days: row.run_out_p10_days,
    p90Days: row.run_out_p90_days,
    runOutProbability: row.run_out_probability,
    earliestOn: row.earliest_on,
    latestOn: row.latest_on,
    products: row.quantities as ProductCounts,
    collects: row.collects as ProductCounts,
    gasGrams: row.gas_grams,
    windows: row.windows as unknown as MinuteWindow[],
    note: row.note,
    version: row.version,
    builtAt: row.built_at,
  }
}

/** The list of a day, the most urgent first; one depot's, or all. */
export async function readItems(db: Reader, date: BusinessDate, depotId: string | null): Promise<DueItem[]> {
  let query = itemQuery(db)
    .where('date', '=', date)
    .orderBy(sql`run_out_probability desc nulls last`)
    .orderBy('id')
    .limit(mostItems)
  if (depotId !== null) query = query.where('depot_id', '=', depotId)
  return (await query.execute()).map(toItem)
}

export async function readItemsById(db: Reader, ids: readonly string[]): Promise<DueItem[]> {
  if (ids.length === 0) return []
  const rows = await itemQuery(db)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .limit(mostItems)
    .execute()
  return rows.map(toItem)
}

/** A line, locked until the transaction ends. */
export async function lockItem(db: Tx, id: string): Promise<DueItem | undefined> {
  const row = await itemQuery(db).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && toItem(row)
}

/** The lines of a day, locked until the transaction ends; whoever builds or sends the list waits here. */
export async function lockItems(db: Tx, date: BusinessDate, depotId: string | null): Promise<DueItem[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`due-list ${date}`}, 0))`.execute(db)
  let query = itemQuery(db).where('date', '=', date).orderBy('id').limit(mostItems).forUpdate()
  if (depotId !== null) query = query.where('depot_id', '=', depotId)
  return (await query.execute()).map(toItem)
}

/** Writes lines over those of the same day and site. */
export async function saveItems(db: Tx, items: readonly DueItem[]): Promise<void> {
  const batch = 500
  for (let start = 0; start < items.length; start += batch) {
    await db
      .insertInto('due_item')
      .values(
        items.slice(start, start + batch).map(item => ({
          id: item.id,
          depot_id: item.depotId,
          date: item.date,
          site_id: item.siteId,
          reason: item.reason,
          status: item.status,
          is_patrol: item.isPatrol,
          is_picked: item.isPicked,
          order_id: item.orderId,
          days_left: item.daysLeft,
          run_out_p10_days: item.p10Days,
          run_out_p90_days: item.p90Days,
          run_out_probability: item.runOutProbability,
          earliest_on: item.earliestOn,
          latest_on: item.latestOn,
          quantities: JSON.stringify(item.products),
          collects: JSON.stringify(item.collects),
          gas_grams: item.gasGrams,
          windows: JSON.stringify(item.windows),
          note: item.note,
          version: item.version,
          built_at: item.builtAt,
        })),
      )
      .onConflict(conflict =>
        conflict.columns(['date', 'site_id']).doUpdateSet(({ ref }) => ({
          reason: ref('excluded.reason'),
          status: ref('excluded.status'),
          is_patrol: ref('excluded.is_patrol'),
          is_picked: ref('excluded.is_picked'),
          order_id: ref('excluded.order_id'),
          days_left: ref('excluded.days_left'),
          run_out_p10_days: ref('excluded.run_out_p10_days'),
          run_out_p90_days: ref('excluded.run_out_p90_days'),
          run_out_probability: ref('excluded.run_out_probability'),
          earliest_on: ref('excluded.earliest_on'),
          latest_on: ref('excluded.latest_on'),
          quantities: ref('excluded.quantities'),
          collects: ref('excluded.collects'),
          gas_grams: ref('excluded.gas_grams'),
          windows: ref('excluded.windows'),
          note: ref('excluded.note'),
          version: ref('excluded.version'),
          built_at: ref('excluded.built_at'),
        })),
      )
      .execute()
  }
}

export async function removeItems(db: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .deleteFrom('due_item')
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
}

/** Moves lines to a status; their versions count up. */
export async function setStatus(db: Tx, ids: readonly string[], status: DueStatus): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('due_item')
    .set(({ eb }) => ({ status, version: eb('version', '+', 1) }))
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
}

export async function replaceExclusions(
  db: Tx,
  date: BusinessDate,
  siteIds: readonly string[],
  exclusions: readonly DueExclusion[],
): Promise<void> {
  await db
    .deleteFrom('due_exclusion')
    .where('date', '=', date)
    .where('site_id', '=', sql<string>`any(${[...siteIds]}::uuid[])`)
    .execute()
  if (exclusions.length === 0) return
  await db
    .insertInto('due_exclusion')
    .values(
      exclusions.map(each => ({
        date,
        site_id: each.siteId,
        because: each.because,
        next_open_on: each.nextOpenOn,
      })),
    )
    .execute()
}

export async function readExclusions(
  db: Reader,
  date: BusinessDate,
): Promise<{ siteId: string; because: string }[]> {
  const rows = await db
    .selectFrom('due_exclusion')
    .select(['site_id', 'because'])
    .where('date', '=', date)
    .orderBy('site_id')
    .limit(mostItems)
    .execute()
  return rows.map(row => ({ siteId: row.site_id, because: row.because }))
}
