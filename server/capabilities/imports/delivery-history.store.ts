import { sql } from 'kysely'
import { productCodes } from '../../../contract/kernel/cylinders.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { deliveredGrams, type HistoryRecord } from './history-record.rules.ts'

/** A delivery of a file as one line of text for `addHistoryLines`; `line` is its place in the file. */
export function historyLine(line: number, record: HistoryRecord): string {
  const { code, date, minute, salesperson, quantities } = record
  const counts = productCodes.map(product => quantities[product] ?? 0).join(',')
  return `${line}\t${code}\t${date}\t${minute}\t${salesperson}\t{${counts}}\t${deliveredGrams(quantities)}`
}

/** Makes the table that collects the lines of one file; it ends with the transaction. */
export async function openHistoryLines(db: Tx): Promise<void> {
  await sql`create temporary table history_line (
    line integer not null, customer_code text not null, delivered_on date not null, delivered_minute smallint not null,
    salesperson text not null, quantities smallint[] not null, gas_grams integer not null) on commit drop`.execute(
    db,
  )
}

/**
 * Adds lines as one text of tab-separated rows, which the database takes apart: an insert of 350,000 rows costs
 * neither a statement a row nor a parameter a cell. Cleaned texts hold neither tabs nor line breaks.
 */
export async function addHistoryLines(db: Tx, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  await sql`insert into history_line
    select cell[1]::integer, cell[2], cell[3]::date, cell[4]::smallint, cell[5], cell[6]::smallint[], cell[7]::integer
    from (select string_to_array(line, E'\\t') as cell from string_to_table(${lines.join('\n')}, E'\\n') as line) as lines`.execute(
    db,
  )
}

/** Every customer code among the lines, with the first line it stands in. */
export async function firstLinesByCode(db: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ customer_code: string; line: number }>`
    select customer_code, min(line) as line from history_line group by customer_code`.execute(db)
  return new Map(rows.map(row => [row.customer_code, row.line]))
}

/**
 * Identical lines are different deliveries: the n-th of them in the file is the n-th in the table. So the same file
 * again adds nothing, and a file with one more of them adds one.
 */
const numberedLines = sql`select customer_code, delivered_on, delivered_minute, salesperson, quantities, gas_grams,
  row_number() over (partition by customer_code, delivered_on, delivered_minute, salesperson, quantities order by line)::smallint as ordinal
  from history_line`

/** Stores the lines that are not there yet. Answers how many. */
export async function storeHistoryLines(db: Tx, now: Date): Promise<number> {
  const result = await sql`insert into delivery_history
    (customer_code, delivered_on, delivered_minute, salesperson, quantities, gas_grams, ordinal, imported_at)
    select numbered.*, ${now}::timestamptz from (${numberedLines}) as numbered
    on conflict do nothing`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/** How many lines `storeHistoryLines` would store. */
export async function countNewHistoryLines(db: Tx): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`select count(*) as count from (${numberedLines}) as numbered
    where not exists (select from delivery_history as kept
      where kept.customer_code = numbered.customer_code and kept.delivered_on = numbered.delivered_on
        and kept.delivered_minute = numbered.delivered_minute and kept.salesperson = numbered.salesperson
        and kept.quantities = numbered.quantities and kept.ordinal = numbered.ordinal)`.execute(db)
  return Number(rows[0]?.count ?? 0n)
}

/** The deliveries of a customer, newest first. */
export async function readHistoryOf(db: Reader, code: string, limit: number): Promise<HistoryRecord[]> {
  const rows = await db
    .selectFrom('delivery_history')
    .select(['customer_code', 'salesperson', 'delivered_on', 'delivered_minute', 'quantities'])
    .where('customer_code', '=', code)
    .orderBy('delivered_on', 'desc')
    .orderBy('delivered_minute', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    code: row.customer_code,
    salesperson: row.salesperson,
    date: row.delivered_on,
    minute: row.delivered_minute,
    quantities: Object.fromEntries(
      productCodes.flatMap((code, index) => (row.quantities[index] ? [[code, row.quantities[index]]] : [])),
    ),
  }))
}
