import { sql } from 'kysely'
import { decideConfig } from '../../server/main/config.ts'
import { reachDatabase } from '../../server/main/reach-database.ts'
import { openDataFolder } from '../../server/platform/data-folder/data-folder.ts'
import { type Database, openDatabase } from '../../server/platform/database/database.ts'
import { projectRoot } from '../../server/testkit/stage.ts'

/** What the ledgers alone say of a day: entries summed, without the tables from which the screens are made. */
export interface LedgerDay {
  fullOut: number
  emptyIn: number
  /** Cash that came into drivers' hands, what of it they still have, and what the depot got. */
  takenNtd: number
  inHandNtd: number
  depotNtd: number
  /** Cylinders that stand at the depot, by size, as the screen writes them: `full＋empty`. */
  depot: Record<string, string>
  /** Sizes of which a truck still has some. */
  onTrucks: number
}

interface Sums {
  full_out: number
  empty_in: number
  taken: number
  in_hand: number
  depot_cash: number
  on_trucks: number
}

async function sumUp(db: Database, date: string): Promise<LedgerDay> {
  const cash = sql`cash_entry e join cash_movement m on m.id = e.movement_id join cash_account a on a.id = e.account_id`
  const { rows } = await sql<Sums>`select
    (select coalesce(-sum(e.quantity) filter (where e.condition = 'full'), 0)::int from cylinder_entry e
      join cylinder_movement m on m.id = e.movement_id join cylinder_account a on a.id = e.account_id
      where a.kind = 'truck' and m.kind in ('deliver', 'return') and m.business_date = ${date}) as full_out,
    (select coalesce(sum(e.quantity) filter (where e.condition = 'empty'), 0)::int from cylinder_entry e
      join cylinder_movement m on m.id = e.movement_id join cylinder_account a on a.id = e.account_id
      where a.kind = 'truck' and m.kind in ('deliver', 'return') and m.business_date = ${date}) as empty_in,
    (select coalesce(sum(e.amount_ntd), 0)::int from ${cash}
      where a.kind = 'driver' and m.kind not in ('hand_in', 'variance') and m.business_date = ${date}) as taken,
    (select coalesce(sum(e.amount_ntd), 0)::int from ${cash} where a.kind = 'driver') as in_hand,
    (select coalesce(sum(e.amount_ntd), 0)::int from ${cash} where a.kind = 'depot') as depot_cash,
    (select count(*)::int from (select a.id, e.cylinder_type, e.condition from cylinder_entry e
      join cylinder_account a on a.id = e.account_id where a.kind = 'truck'
      group by 1, 2, 3 having sum(e.quantity) <> 0) left_over) as on_trucks`.execute(db)
  const [sums] = rows
  if (!sums) throw new Error('a sum answers one row')
  const stock = await sql<{ cylinder_type: string; full: number; empty: number }>`select e.cylinder_type,
      coalesce(sum(e.quantity) filter (where e.condition = 'full'), 0)::int as full,
      coalesce(sum(e.quantity) filter (where e.condition = 'empty'), 0)::int as empty
    from cylinder_entry e join cylinder_account a on a.id = e.account_id
    where a.kind = 'depot' group by 1`.execute(db)
  return {
    fullOut: sums.full_out,
    emptyIn: sums.empty_in,
    takenNtd: sums.taken,
    inHandNtd: sums.in_hand,
    depotNtd: sums.depot_cash,
    onTrucks: sums.on_trucks,
    depot: Object.fromEntries(
      stock.rows.map(({ cylinder_type, full, empty }) => [cylinder_type, `${full}＋${empty}`]),
    ),
  }
}

/** Reads the ledgers of a running stage. */
export async function readLedgers(dataFolder: string, date: string): Promise<LedgerDay> {
  const config = decideConfig({ ...process.env, LUCKYGAS_DATA: dataFolder }, projectRoot)
  const folder = openDataFolder(dataFolder)
  const reached = await reachDatabase(config, folder, 'journey', () => undefined)
  const { db, close } = openDatabase({ connectionString: reached.connectionString })
  try {
    return await sumUp(db, date)
  } finally {
    await close()
    await reached.release()
  }
}
