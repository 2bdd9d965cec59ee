import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { findDrift, wordsOfDrift } from './schema-drift.ts'

test('[S16] a schema that only migrations made has no drift, whatever the day brought to it', async () => {
  const { connectionString, db } = await testDatabase()
  await sql`create table position_20991231 partition of position for values from ('2099-12-31') to ('2100-01-01')`.execute(
    db,
  )
  expect(await findDrift(connectionString)).toEqual([])
})

test('[S16] what somebody altered by hand is reported with its table and column, and looking changes nothing', async () => {
  const { connectionString, db } = await testDatabase()
  const byHand = [
    sql`alter table customer alter column short_name drop not null`,
    sql`alter table sales_order add column colour text default 'red'`,
    sql`alter table site drop column gate_code`,
    sql`alter table delivery drop constraint delivery_deposit_refund`,
    sql`drop index stop_order`,
    sql`create index order_by_hand on sales_order (updated_at)`,
    sql`alter table cash_entry disable trigger cash_entry_append_only`,
    sql`create or replace function search_later() returns void language sql as 'select'`,
    sql`create table notes (said text)`,
  ]
  for (const change of byHand) await change.execute(db)
  const drift = await findDrift(connectionString)
  expect(drift.map(each => each.what)).toEqual([
    'column customer.short_name',
    'column sales_order.colour',
    'column site.gate_code',
    'constraint delivery.delivery_deposit_refund',
    'function search_later()',
    'index sales_order.order_by_hand',
    'index stop.stop_order',
    'table notes',
    'trigger cash_entry.cash_entry_append_only',
  ])
  expect(drift.slice(0, 3).map(wordsOfDrift)).toEqual([
    'column customer.short_name is "text", the migrations say "text not null"',
    'column sales_order.colour was added by hand',
    'column site.gate_code is missing',
  ])
  expect(await findDrift(connectionString)).toEqual(drift)
})
