import {
  cylinderTypes,
  type ProductCode,
  productCodes,
  products,
} from '@luckygas/contract/kernel/cylinders.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'

/** Imported deliveries of one customer, oldest first, as plain numbers: a forecast reads 350,000 of them. */
export interface HistoryDays {
  customerCode: string
  /** Days since 1970-01-01, gas in grams, and the nominal gas of the largest cylinder, three numbers a delivery. */
  triples: Int32Array
}

const mostCustomers = 100_000

/** Nominal gas of the largest cylinder of a line, from the places of the quantities that are not zero. */
const largestGrams = sql`greatest(${sql.join(
  productCodes.map((code, index) =>
    sql.raw(
      `case when quantities[${index + 1}] > 0 then ${cylinderTypes[products[code].type].gasGrams} else 0 end`,
    ),
  ),
)})`

/** The imported history of every customer from one day to another, both included. */
export async function readHistoryDays(
  db: Reader,
  from: BusinessDate,
  to: BusinessDate,
): Promise<HistoryDays[]> {
  const { rows } = await sql<{ customer_code: string; days: string }>`
    select customer_code, string_agg((delivered_on - date '1970-01-01') || ',' || gas_grams || ',' || ${largestGrams}, ','
      order by delivered_on) as days
    from delivery_history where delivered_on between ${from}::date and ${to}::date
    group by customer_code order by customer_code limit ${mostCustomers}`.execute(db)
  return rows.map(row => ({
    customerCode: row.customer_code,
    triples: Int32Array.from(row.days.split(','), Number),
  }))
}

/** The day of the newest imported delivery; null without any. */
export async function readLastHistoryDay(db: Reader): Promise<BusinessDate | null> {
  const row = await db
    .selectFrom('delivery_history')
    .select('delivered_on')
    .orderBy('delivered_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.delivered_on ?? null
}

/** What each customer's last imported deliveries up to a day brought, newest first, at most `count` of each. */
export async function readLastMixes(
  db: Reader,
  customerCodes: readonly string[],
  to: BusinessDate,
  count: number,
): Promise<Map<string, { date: BusinessDate; products: Partial<Record<ProductCode, number>> }[]>> {
  if (customerCodes.length === 0) return new Map()
  const { rows } = await sql<{ customer_code: string; delivered_on: string; quantities: number[] }>`
    select h.customer_code, h.delivered_on, h.quantities
    from unnest(${[...new Set(customerCodes)]}::text[]) as wanted (code)
    cross join lateral (
      select customer_code, delivered_on, delivered_minute, quantities from delivery_history
      where customer_code = wanted.code and delivered_on <= ${to}::date
      order by delivered_on desc, delivered_minute desc limit ${count}
    ) as h`.execute(db)
  const mixes = rows.map(row => ({
    code: row.customer_code,
    date: row.delivered_on,
    products: Object.fromEntries(
      productCodes.flatMap((code, index) => (row.quantities[index] ? [[code, row.quantities[index]]] : [])),
    ),
  }))
  return Map.groupBy(mixes, mix => mix.code)
}
