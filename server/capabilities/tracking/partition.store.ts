import { sql } from 'kysely'
import { addDays, type BusinessDate, isBusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'

const columns = sql.raw(
  'driver_id, device_at, received_at, day, latitude, longitude, accuracy_metres, speed_kmh, run_id',
)

/** `2026-11-22` → `position_20261122`. */
function partitionOf(day: BusinessDate): string {
  if (!isBusinessDate(day)) throw new RangeError(`not a day: ${day}`)
  return `position_${day.replaceAll('-', '')}`
}

/** Asks the catalogue itself: `to_regclass` may answer from what this connection remembers from before the lock. */
async function exists(db: Reader, table: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (
    select 1 from pg_class where relname = ${table} and relnamespace = current_schema()::regnamespace) as found`.execute(
    db,
  )
  return rows[0]?.found ?? false
}

/**
 * Makes the day's partition of `position` when it is missing, one maker at a time. Rows of the day that went into the
 * default partition meanwhile move over. Attaching instead of creating in place leaves readers of other days alone.
 * @returns whether it was made now
 */
export async function ensurePositionPartition(db: Tx, day: BusinessDate): Promise<boolean> {
  const table = partitionOf(day)
  if (await exists(db, table)) return false
  await sql`select pg_advisory_xact_lock(${locks.partition})`.execute(db)
  if (await exists(db, table)) return false
  const name = sql.table(table)
  const from = sql.lit(day)
  const to = sql.lit(addDays(day, 1))
  await sql`create table ${name} (like position including defaults including constraints including indexes)`.execute(
    db,
  )
  await sql`with moved as (delete from position_default where day = ${day}::date returning ${columns})
    insert into ${name} (${columns}) select ${columns} from moved`.execute(db)
  await sql`alter table position attach partition ${name} for values from (${from}) to (${to})`.execute(db)
  return true
}

/** Drops the partitions of days before `firstKept`; dropping a day is how positions are forgotten. */
export async function dropPositionPartitions(db: Tx, firstKept: BusinessDate): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'position'::regclass and c.relname ~ '^position_[0-9]{8}$'
      and c.relname < ${partitionOf(firstKept)} order by c.relname limit 1000`.execute(db)
  for (const { name } of rows) await sql`drop table ${sql.table(name)}`.execute(db)
  await sql`delete from position_default where day < ${firstKept}::date`.execute(db)
  return rows.map(row => row.name)
}

/** Months for which positions are kept, from the table of retention classes. */
export async function readMonthsKept(db: Reader): Promise<number | null> {
  const row = await db
    .selectFrom('retention')
    .select('keep_months')
    .where('table_name', '=', 'position')
    .executeTakeFirst()
  return row?.keep_months ?? null
}
