import pg from 'pg'
import type { Acknowledged } from './workload.ts'

export interface Verdict {
  acknowledged: number
  /** Acknowledged and not in the database. */
  lost: string[]
  /** In the database more often than once, or with other lines than were sent. */
  doubled: string[]
  /** In the database though nobody ever sent them. */
  foreign: string[]
}

/** A verdict in numbers, as every drill prints and keeps it. */
export const countsOf = (verdict: Verdict, { retried, wrong }: Acknowledged) => ({
  acknowledged: verdict.acknowledged,
  retried,
  lost: verdict.lost.length,
  doubled: verdict.doubled.length,
  foreign: verdict.foreign.length,
  wrong: wrong.length,
})

/** Holds what clerks were told against what the database has. */
export async function judge(connectionString: string, acknowledged: Acknowledged): Promise<Verdict> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; lines: number; placed: number }>(
      `select o.id, coalesce(l.quantity, 0)::int as lines, coalesce(k.times, 0)::int as placed
       from sales_order o
       left join (select order_id, sum(quantity) as quantity from order_line group by order_id) l on l.order_id = o.id
       left join (select answer ->> 'id' as id, count(*) as times from idempotency_key group by 1) k on k.id = o.id::text`,
    )
    const found = new Map(rows.map(row => [row.id, row]))
    return {
      acknowledged: acknowledged.orders.size,
      lost: [...acknowledged.orders.keys()].filter(id => !found.has(id)),
      doubled: rows.filter(row => row.lines !== 1 || row.placed !== 1).map(row => row.id),
      foreign: rows
        .filter(row => !acknowledged.orders.has(row.id) && !acknowledged.inDoubt.has(row.id))
        .map(row => row.id),
    }
  } finally {
    await client.end()
  }
}
