import type { Rhythm } from '@luckygas/contract/endpoints/recurring-orders.ts'
import { type ProductCode, productCodes } from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/database.ts'
import type { OrderLine } from '../orders.rules.ts'
import type { Order } from '../orders.store.ts'
import type { Terms } from './recurring.rules.ts'

export interface RecurringTerms extends Terms {
  slot: Order['slot']
  note: string
  lines: readonly OrderLine[]
}
export interface RecurringOrder extends RecurringTerms {
  id: string
  siteId: string
  isActive: boolean
  version: number
}
export interface RecurringDay {
  recurringId: string
  plannedOn: BusinessDate
  orderId: string | null
  skippedBecause: string | null
}

const columns = [
  'id',
  'site_id',
  'rhythm',
  'weekdays',
  'month_day',
  'every_days',
  'starts_on',
  'ends_on',
  'slot',
  'note',
  'quantities',
  'is_active',
  'version',
] as const

const recurringQuery = (db: Reader) => db.selectFrom('recurring_order').select(columns)
type Row = Awaited<ReturnType<ReturnType<typeof recurringQuery>['executeTakeFirstOrThrow']>>

function toRecurring(row: Row): RecurringOrder {
  const quantities = row.quantities as Partial<Record<ProductCode, number>>
  return {
    id: row.id,
    siteId: row.site_id,
    rhythm: toRhythm(row),
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    slot: row.slot as Order['slot'],
    note: row.note,
    lines: productCodes.flatMap(product => {
      const quantity = quantities[product] ?? 0
      return quantity > 0 ? [{ product, quantity }] : []
    }),
    isActive: row.is_active,
    version: row.version,
  }
}

/** The table's checks let exactly one of the three be set, by `rhythm`. */
function toRhythm(row: Row): Rhythm {
  if (row.month_day !== null) return { kind: 'monthly', monthDay: row.month_day }
  if (row.every_days !== null) return { kind: 'every_days', everyDays: row.every_days }
  return { kind: 'weekly', weekdays: row.weekdays }
}

const toColumns = ({ rhythm, lines, ...terms }: RecurringTerms) => ({
  rhythm: rhythm.kind,
  weekdays: rhythm.kind === 'weekly' ? rhythm.weekdays : 0,
  month_day: rhythm.kind === 'monthly' ? rhythm.monthDay : null,
  every_days: rhythm.kind === 'every_days' ? rhythm.everyDays : null,
  starts_on: terms.startsOn,
  ends_on: terms.endsOn,
  slot: terms.slot,
  note: terms.note,
  quantities: JSON.stringify(Object.fromEntries(lines.map(line => [line.product, line.quantity]))),
})

/** Writes a new agreement; false when the id is taken. */
export async function insertRecurring(
  db: Tx,
  given: RecurringTerms & { id: string; siteId: string },
  made: { by: string; at: Date },
): Promise<boolean> {
  const row = await db
    .insertInto('recurring_order')
    .values({
      ...toColumns(given),
      id: given.id,
      site_id: given.siteId,
      created_by: made.by,
      created_at: made.at,
      updated_at: made.at,
    })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Writes terms and a version more; the caller holds the row. */
export async function saveTerms(
  db: Tx,
  recurring: RecurringTerms & { id: string; isActive: boolean },
  at: Date,
): Promise<void> {
  await db
    .updateTable('recurring_order')
    .set({
      ...toColumns(recurring),
      is_active: recurring.isActive,
      version: sql<number>`version + 1`,
      updated_at: at,
    })
    .where('id', '=', recurring.id)
    .execute()
}

/** The agreement, held until the transaction ends, so that two workers never make its days at once. */
export async function lockRecurring(db: Tx, id: string): Promise<RecurringOrder | undefined> {
  const row = await recurringQuery(db).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && toRecurring(row)
}

export async function readRecurring(db: Reader, id: string): Promise<RecurringOrder | undefined> {
  const row = await recurringQuery(db).where('id', '=', id).executeTakeFirst()
  return row && toRecurring(row)
}

/** Agreements by id, which is by the time of their making, newest first. */
export async function listRecurring(
  db: Reader,
  filter: {
    siteId?: string | undefined
    depotId: string | null
    beforeId?: string | undefined
    limit: number
  },
): Promise<RecurringOrder[]> {
  let query = recurringQuery(db).orderBy('id', 'desc').limit(filter.limit)
  if (filter.siteId !== undefined) query = query.where('site_id', '=', filter.siteId)
  if (filter.beforeId !== undefined) query = query.where('id', '<', filter.beforeId)
  const { depotId } = filter
  if (depotId !== null)
    query = query.where(
      sql<boolean>`exists (select 1 from site s where s.id = recurring_order.site_id and s.depot_id = ${depotId})`,
    )
  return (await query.execute()).map(toRecurring)
}

/** Agreements in force on some day from `today` on, by id; the page after `afterId`. */
export async function listActiveIds(
  db: Reader,
  today: BusinessDate,
  afterId: string | undefined,
  limit: number,
): Promise<string[]> {
  let query = db
    .selectFrom('recurring_order')
    .select('id')
    .where('is_active', '=', true)
    .where(eb => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', today)]))
    .orderBy('id')
    .limit(limit)
  if (afterId !== undefined) query = query.where('id', '>', afterId)
  return (await query.execute()).map(row => row.id)
}

/** What became of the days of some agreements since a day, in order; at most 400 days of each. */
export async function readDays(
  db: Reader,
  recurringIds: readonly string[],
  from: BusinessDate,
): Promise<RecurringDay[]> {
  if (recurringIds.length === 0) return []
  const rows = await db
    .selectFrom('recurring_order_day')
    .select(['recurring_id', 'planned_on', 'order_id', 'skipped_because'])
    .where('recurring_id', 'in', [...recurringIds])
    .where('planned_on', '>=', from)
    .orderBy('recurring_id')
    .orderBy('planned_on')
    .limit(recurringIds.length * 400)
    .execute()
  return rows.map(row => ({
    recurringId: row.recurring_id,
    plannedOn: row.planned_on,
    orderId: row.order_id,
    skippedBecause: row.skipped_because,
  }))
}

/** Orders that an agreement has made for days since one; at most 400. */
export async function readMadeOrderIds(
  db: Reader,
  recurringId: string,
  from: BusinessDate,
): Promise<string[]> {
  const days = await readDays(db, [recurringId], from)
  return days.flatMap(day => day.orderId ?? [])
}

/** Writes what became of a day: false when that was decided already, by whoever was first. */
export async function insertDay(db: Tx, day: RecurringDay): Promise<boolean> {
  const row = await db
    .insertInto('recurring_order_day')
    .values({
      recurring_id: day.recurringId,
      planned_on: day.plannedOn,
      order_id: day.orderId,
      skipped_because: day.skippedBecause,
    })
    .onConflict(conflict => conflict.columns(['recurring_id', 'planned_on']).doNothing())
    .returning('planned_on')
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets what became of a day, so that it may be made after all; the caller holds the agreement. */
export async function removeDay(db: Tx, recurringId: string, plannedOn: BusinessDate): Promise<void> {
  await db
    .deleteFrom('recurring_order_day')
    .where('recurring_id', '=', recurringId)
    .where('planned_on', '=', plannedOn)
    .execute()
}
