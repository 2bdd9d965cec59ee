import { sql } from 'kysely'
import { productCodes } from '../../contract/kernel/cylinders.ts'
import { decideConfig } from '../../server/main/config.ts'
import { reachDatabase } from '../../server/main/reach-database.ts'
import { openDataFolder } from '../../server/platform/data-folder/data-folder.ts'
import { openDatabase } from '../../server/platform/database/database.ts'
import { projectRoot } from '../../server/testkit/stage.ts'

export interface Caller {
  code: string
  siteId: string
  number: string
}

/**
 * Gives every invented customer of `foundDay` a number to call from and eight deliveries behind him, and one cylinder
 * its price. Numbers are 0900-0xx-xxx.
 */
export async function foundCallers(dataFolder: string, today: string): Promise<Caller[]> {
  const config = decideConfig({ ...process.env, LUCKYGAS_DATA: dataFolder }, projectRoot)
  const reached = await reachDatabase(config, openDataFolder(dataFolder), 'bench', () => undefined)
  const { db, close } = openDatabase({ connectionString: reached.connectionString })
  try {
    await sql`insert into price (product_code, effective_from, unit_price_ntd, unit, deposit_ntd, source)
      values ('20', ${today}::date - 30, 860, 'cylinder', 1500, 'bench') on conflict do nothing`.execute(db)
    await sql`insert into phone (digits, customer_id)
      select '09000' || lpad((code::int - 2000000)::text, 5, '0'), id from customer
      where code > '2000000' and code < '2100000'`.execute(db)
    const quantities = productCodes.map(code => (code === '20' ? 2 : 0))
    await sql`insert into delivery_history
        (customer_code, delivered_on, delivered_minute, salesperson, quantities, gas_grams, ordinal, imported_at)
      select code, ${today}::date - 12 * n, 600, '測試', ${quantities}::int[], 40000, 1, now()
      from customer, generate_series(1, 8) n where code > '2000000' and code < '2100000'`.execute(db)
    await sql`analyze`.execute(db)
    const { rows } = await sql<Caller>`select customer.code, site.id as "siteId", phone.digits as number
      from customer join site on site.customer_id = customer.id join phone on phone.customer_id = customer.id
      order by customer.code limit 100000`.execute(db)
    return rows
  } finally {
    await close()
    await reached.release()
  }
}
