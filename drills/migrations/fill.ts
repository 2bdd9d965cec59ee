import pg from 'pg'

/** Days over which the rows are spread: what a company does in some three years. */
const days = 1_000
export const customers = 5_000
/** Trucks and their drivers. */
const drivers = 12

/** A stable id by kind and number, so that rows refer to each other without being looked up. */
const id = (kind: string, number: string) => `md5('${kind}' || (${number}))::uuid`
const someSite = id('site', `n % ${customers} + 1`)
const someDriver = id('driver', `n % ${drivers} + 1`)
const day = `date '2023-12-01' + (n % ${days})::int`
/** A site is due once a day: every site on one day, then every site on the next. */
const dueDay = `date '2023-12-01' + (n / ${customers})::int`
const moment = `timestamptz '2023-12-01 08:00+08' + (n % ${days}) * interval '1 day' + (n % 600) * interval '1 minute'`
const rows = 'from generate_series(1, $1::int) as s (n)'

/** The masters of a company and then the tables that grow, as the schema was at 0010. Nobody in it is real. */
const masters: readonly string[] = [
  `insert into depot (id, code, name, latitude, longitude) values (${id('depot', '1')}, 'D1', '豐榮站', 22.75, 121.15)`,
  `insert into app_user (id, login, name, role, password_hash, password_changed_at, created_at)
    select ${id('user', 'n')}, 'driver' || n, '司機' || n, 'driver', 'none', now(), now() from generate_series(1, ${drivers}) s (n)`,
  `insert into driver (id, user_id, depot_id, letter, name)
    select ${id('driver', 'n')}, ${id('user', 'n')}, ${id('depot', '1')}, chr(64 + n::int), '司機' || n from generate_series(1, ${drivers}) s (n)`,
  `insert into customer (id, code, kind, short_name, source, created_at, updated_at)
    select ${id('customer', 'n')}, (100000 + n)::text, 'commercial', '測試商號' || n, 'demo', now(), now() from generate_series(1, ${customers}) s (n)`,
  `insert into phone (digits, customer_id)
    select '0900000' || lpad((n % 1000)::text, 3, '0'), ${id('customer', 'n')} from generate_series(1, ${customers}) s (n)`,
  `insert into site (id, customer_id, depot_id, address, created_at, updated_at)
    select ${id('site', 'n')}, ${id('customer', 'n')}, ${id('depot', '1')}, '台東縣台東市測試路' || n || '號', now(), now() from generate_series(1, ${customers}) s (n)`,
  `insert into cylinder_account (id, kind, holder_id) select ${id('held', 'n')}, 'site', ${id('site', 'n')} from generate_series(1, ${customers}) s (n)`,
  `insert into cylinder_account (id, kind, holder_id) values (${id('held', '0')}, 'depot', ${id('depot', '1')})`,
]

const growing: readonly string[] = [
  `insert into sales_order (id, site_id, depot_id, source, state, requested_on, note, created_at, updated_at)
    select ${id('order', 'n')}, ${someSite}, ${id('depot', '1')}, 'phone',
      case when n % 100 = 0 then 'confirmed' else 'delivered' end, ${day}, case when n % 7 = 0 then '放後門' else '' end, ${moment}, ${moment} ${rows}`,
  `insert into order_line (order_id, product_code, quantity, unit_price_ntd) select ${id('order', 'n')}, '20', 1 + n % 3, 720 ${rows}`,
  `insert into order_change (order_id, to_state, at) select ${id('order', 'n')}, 'confirmed', ${moment} ${rows}`,
  `insert into driver_command (id, driver_id, device_id, device_sequence, kind, business_date, device_at, occurred_at, received_at, payload, outcome)
    select ${id('command', 'n')}, ${someDriver}, ${someDriver}, n, 'deliver', ${day}, ${moment}, ${moment}, ${moment}, '{"note": ""}', 'posted' ${rows}`,
  `insert into delivery (id, command_id, site_id, driver_id, business_date, outcome, occurred_at, payment, amount_due_ntd, amount_paid_ntd)
    select ${id('delivery', 'n')}, ${id('command', 'n')}, ${someSite}, ${someDriver}, ${day}, 'delivered', ${moment}, 'cash', 720, 720 ${rows}`,
  `insert into delivery_line (delivery_id, product_code, full_out, empty_in, unit_price_ntd) select ${id('delivery', 'n')}, '20', 1, 1, 720 ${rows}`,
  `insert into cylinder_movement (id, kind, business_date, occurred_at, recorded_at, source, source_id)
    select ${id('movement', 'n')}, 'deliver', ${day}, ${moment}, ${moment}, 'delivery', ${id('delivery', 'n')} ${rows}`,
  `insert into cylinder_entry (movement_id, line, account_id, cylinder_type, condition, quantity)
    select ${id('movement', 'n')}, line, case line when 1 then ${id('held', '0')} else ${id('held', `n % ${customers} + 1`)} end,
      '20', case line when 1 then 'full' else 'held' end, case line when 1 then -1 else 1 end
    from generate_series(1, $1::int) s (n), (values (1), (2)) lines (line)`,
  `insert into due_item (id, depot_id, date, site_id, reason, status, earliest_on, latest_on, quantities, gas_grams, windows, built_at)
    select ${id('due', 'n')}, ${id('depot', '1')}, ${dueDay}, ${someSite}, 'predicted', 'sent', ${dueDay}, ${dueDay}, '{"20": 1}', 20000, '[]', ${moment}
    ${rows} on conflict do nothing`,
  `insert into audit (at, action, entity, entity_id, after) select ${moment}, 'order.place', 'order', ${id('order', 'n')}::text, '{"state": "confirmed"}' ${rows}`,
]

/** Fills each growing table with so many rows, behind the back of its triggers, as a restore does. */
export async function fill(connectionString: string, rowCount: number, say: (words: object) => void) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query("set session_replication_role = replica; set work_mem = '64MB'")
    for (const statement of masters) await client.query(statement)
    for (const statement of growing) {
      const { rowCount: filled } = await client.query(statement, [rowCount])
      say({ table: /^insert into (\w+)/.exec(statement)?.[1], rows: filled })
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
}
