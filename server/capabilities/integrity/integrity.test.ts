import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Tx } from '../../platform/database/database.ts'
import { type Day, dayFixture } from '../../testkit/delivery-day.ts'
import { get, testApp } from '../../testkit/test-app.ts'
import { type TestStop, today } from '../../testkit/test-phone.ts'
import { integrityCommand, makeIntegrity, runIntegrity } from './integrity.api.ts'
import { checks, runChecks } from './run-integrity.ts'

/** A day with a bit of everything: delivered, corrected, failed, asked about, closed. */
async function livedDay(): Promise<Day> {
  const day = await dayFixture()
  const [one, two, three] = day.stopsA as [TestStop, TestStop, TestStop]
  const { phoneA, phoneB, stopsB } = day
  await phoneA.send(phoneA.check(false))
  await phoneA.send(phoneA.loadOut())
  const wrong = phoneA.deliver(one, { files: [{ fileId: crypto.randomUUID(), purpose: 'photo' }] })
  await phoneA.send(wrong)
  await phoneA.send(phoneA.undo(one, wrong.deliveryId))
  await phoneA.send(phoneA.deliver(one))
  await phoneA.send(phoneA.deliver(two, { payment: 'short', amountPaidNtd: '1000' }))
  await phoneA.send(phoneA.fail(three))
  await phoneA.send(
    phoneA.close({ countedCashNtd: '2720', counted: [{ cylinderType: '20', full: 2, empty: 4 }] }),
  )
  await phoneB.send(phoneB.loadOut())
  await phoneB.send(phoneB.deliver(stopsB[0] as TestStop))
  await sequenceEvents(day)
  return day
}

/** What the relay does to new events, in one stroke. */
async function sequenceEvents({ db }: Day): Promise<void> {
  await sql`update outbox_event e set sequence = n.sequence from
    (select id, row_number() over (partition by stream order by id) as sequence from outbox_event) n where n.id = e.id`.execute(
    db,
  )
  await sql`insert into outbox_stream select stream, max(sequence) from outbox_event group by stream`.execute(
    db,
  )
}

const oneDelivered = sql`(select id from delivery where outcome = 'delivered' and not is_void order by occurred_at limit 1)`
const oneMovement = sql`(select id from cylinder_movement where kind = 'deliver' order by id limit 1)`
const oneCash = sql`(select id from cash_movement where kind = 'sale' order by id limit 1)`
const aReversal = sql`(select id from cylinder_movement where reverses_id is not null limit 1)`
const aCashReversal = sql`(select id from cash_movement where reverses_id is not null limit 1)`
const nobody = sql`'00000000-0000-7000-8000-00000000dead'::uuid`

/** An agreement of a site with one day that became this order. */
const recurringDay = (order: ReturnType<typeof sql>, site: ReturnType<typeof sql>) => sql`with agreed as (
    insert into recurring_order (id, site_id, rhythm, weekdays, starts_on, quantities, created_at, updated_at)
    values (gen_random_uuid(), ${site}, 'weekly', 1, '2026-01-01', '{"20": 1}', now(), now()) returning id)
  insert into recurring_order_day (recurring_id, planned_on, order_id) select id, '2026-01-05', ${order} from agreed`

/** Check → finding → how such a fault is made, behind the back of every constraint. */
const faults: [string, string, ReturnType<typeof sql>][] = [
  [
    'cylinders.movements-balance',
    'movement-off',
    sql`update cylinder_entry set quantity = quantity + 1 where movement_id = ${oneMovement} and line = 1`,
  ],
  [
    'cylinders.movements-have-entries',
    'movement-empty',
    sql`delete from cylinder_entry where movement_id = ${oneMovement}`,
  ],
  [
    'cylinders.balances-are-sums',
    'balance-off',
    sql`update cylinder_balance set quantity = quantity + 1 where ctid = (select ctid from cylinder_balance limit 1)`,
  ],
  ['cylinders.balances-are-sums', 'balance-off', sql`delete from cylinder_balance where quantity <> 0`],
  [
    'cylinders.conditions-fit-holders',
    'condition-odd',
    sql`update cylinder_entry set condition = 'full' where condition = 'held'`,
  ],
  ['cylinders.entries-belong', 'entry-orphan', sql`delete from cylinder_movement where id = ${oneMovement}`],
  [
    'cylinders.reversals-mirror',
    'reversal-differs',
    sql`update cylinder_entry set quantity = quantity * 2 where movement_id = ${aReversal}`,
  ],
  [
    'cylinders.sites-opened-once',
    'opened-again',
    sql`insert into cylinder_movement (id, kind, business_date, occurred_at, recorded_at, source, source_id)
    select gen_random_uuid(), kind, business_date, occurred_at, recorded_at, source, source_id from cylinder_movement where source = 'cut-over'`,
  ],
  [
    'cylinders.holders-exist',
    'holder-unknown',
    sql`update cylinder_account set holder_id = ${nobody} where id = (select id from cylinder_account where kind = 'truck' limit 1)`,
  ],
  [
    'cash.movements-balance',
    'movement-off',
    sql`update cash_entry set amount_ntd = amount_ntd + 1 where movement_id = ${oneCash} and line = 1`,
  ],
  [
    'cash.movements-have-entries',
    'movement-empty',
    sql`delete from cash_entry where movement_id = ${oneCash}`,
  ],
  ['cash.entries-belong', 'entry-orphan', sql`delete from cash_movement where id = ${oneCash}`],
  [
    'cash.reversals-mirror',
    'reversal-differs',
    sql`update cash_entry set amount_ntd = amount_ntd * 2 where movement_id = ${aCashReversal}`,
  ],
  [
    'deliveries.have-commands',
    'delivery-without-command',
    sql`update delivery set command_id = ${nobody} where id = ${oneDelivered}`,
  ],
  [
    'deliveries.commands-left-their-mark',
    'command-without-result',
    sql`delete from delivery where id = ${oneDelivered}`,
  ],
  ['deliveries.commands-left-their-mark', 'command-without-result', sql`delete from vehicle_check`],
  ['deliveries.commands-left-their-mark', 'command-without-result', sql`delete from day_close`],
  ['deliveries.conflicts-as-answered', 'outcome-odd', sql`delete from conflict`],
  [
    'deliveries.done-stops-have-deliveries',
    'stop-without-delivery',
    sql`update stop set state = 'done' where state = 'published'`,
  ],
  [
    'deliveries.done-stops-have-deliveries',
    'stop-without-delivery',
    sql`delete from delivery where outcome = 'failed'`,
  ],
  [
    'deliveries.delivered-stops-are-done',
    'delivery-of-open-stop',
    sql`update stop set state = 'published' where state = 'done'`,
  ],
  [
    'deliveries.cylinders-posted',
    'cylinders-differ',
    sql`update delivery_line set empty_in = empty_in + 1 where delivery_id = ${oneDelivered}`,
  ],
  ['deliveries.cylinders-posted', 'cylinders-differ', sql`update delivery set is_void = false where is_void`],
  [
    'deliveries.cash-posted',
    'cash-differs',
    sql`update delivery set amount_paid_ntd = amount_paid_ntd + 1 where id = ${oneDelivered}`,
  ],
  [
    'deliveries.movements-have-deliveries',
    'movement-without-delivery',
    sql`update cash_movement set source_id = ${nobody} where id = ${oneCash}`,
  ],
  [
    'deliveries.files-arrived',
    'file-missing',
    sql`update driver_command set received_at = now() - interval '25 hours'`,
  ],
  ['deliveries.closed-runs-have-closes', 'run-without-close', sql`update run set state = 'closed'`],
  ['deliveries.closed-runs-have-closes', 'close-of-open-run', sql`update run set state = 'loaded'`],
  [
    'deliveries.agreed-closes-agree',
    'close-odd',
    sql`update day_close set counted_cash_ntd = counted_cash_ntd - 1`,
  ],
  ['deliveries.agreed-closes-agree', 'close-odd', sql`update day_close set status = 'signed'`],
  [
    'orders.agree-with-stops',
    'order-behind-stop',
    sql`update sales_order set state = 'en_route' where state = 'delivered'`,
  ],
  [
    'orders.agree-with-stops',
    'order-behind-stop',
    sql`update sales_order set state = 'delivered' where state = 'failed'`,
  ],
  ['events.sequences-without-gaps', 'sequence-gap', sql`delete from outbox_event where sequence = 2`],
  ['events.heads-are-last', 'head-off', sql`update outbox_stream set last_sequence = last_sequence + 1`],
  ['writes.keys-have-answers', 'answer-missing', sql`update idempotency_key set answer = null`],
  [
    'search.documents-agree',
    'document-differs',
    sql`update customer set short_name = short_name || '新' where id = (select id from customer limit 1)`,
  ],
  [
    'search.documents-agree',
    'document-missing',
    sql`delete from search_document where ctid = (select ctid from search_document where kind = 'order' limit 1)`,
  ],
  [
    'search.documents-agree',
    'document-orphan',
    sql`update search_document set id = ${nobody} where ctid = (select ctid from search_document where kind = 'user' limit 1)`,
  ],
  [
    'files.complete-as-announced',
    'file-odd',
    sql`insert into file_object (id, owner_id, purpose, content_type, size_bytes, sha256, received_bytes, created_at, completed_at)
    values (gen_random_uuid(), ${nobody}, 'photo', 'image/jpeg', 10, '\\x00', 9, now(), now())`,
  ],
  ['orders.have-lines', 'order-without-lines', sql`delete from order_line`],
  [
    'orders.history-agrees',
    'order-behind-history',
    sql`insert into order_change (order_id, to_state, at) select id, 'draft', now() from sales_order limit 1`,
  ],
  [
    'orders.recurring-days-agree',
    'recurring-day-undecided',
    recurringDay(sql`null`, sql`(select site_id from sales_order order by id limit 1)`),
  ],
  [
    'orders.recurring-days-agree',
    'recurring-order-missing',
    recurringDay(nobody, sql`(select site_id from sales_order order by id limit 1)`),
  ],
  [
    'orders.recurring-days-agree',
    'recurring-order-elsewhere',
    recurringDay(sql`(select id from sales_order order by id limit 1)`, nobody),
  ],
  [
    'cash.holders-exist',
    'holder-unknown',
    sql`update cash_account set holder_id = ${nobody} where id = (select id from cash_account where kind = 'driver' limit 1)`,
  ],
  [
    'cylinders.plates-belong',
    'holder-unknown',
    sql`insert into cylinder (id, cylinder_type, serial, holder_kind, holder_id, depot_id, seen_at)
    select gen_random_uuid(), '20', 'AB1234', 'truck', ${nobody}, id, now() from depot limit 1`,
  ],
  [
    'events.relayed',
    'event-waiting',
    sql`insert into outbox_event (stream, kind, entity_id, at) values ('company', 'order.placed', 'x', now() - interval '2 hours')`,
  ],
  [
    'jobs.not-stuck',
    'job-dead',
    sql`insert into job_outbox (name, payload, max_attempts, is_dead) values ('platform.prune', '{}', 1, true)`,
  ],
  [
    'jobs.not-stuck',
    'job-waiting',
    sql`insert into job_outbox (name, payload, max_attempts, run_at) values ('platform.prune', '{}', 1, now() - interval '7 hours')`,
  ],
  [
    'jobs.not-stuck',
    'job-silent',
    sql`insert into job_run (job_ref, worker, seen_at) values ('1', 'gone', now() - interval '7 hours')`,
  ],
  [
    'sessions.end-with-the-user',
    'session-of-disabled-user',
    sql`with gone as (update app_user set status = 'disabled' returning id)
    insert into session_family (id, user_id, created_at, last_used_at) select gen_random_uuid(), id, now(), now() from gone limit 1`,
  ],
  [
    'sessions.tokens-follow-each-other',
    'session-forked',
    sql`with forked as (insert into session_family (id, user_id, created_at, last_used_at)
      select gen_random_uuid(), id, now(), now() from app_user limit 1 returning id)
    insert into refresh_token (token_hash, family_id, issued_at, expires_at)
    select hash, id, now(), now() + interval '1 day' from forked, (values ('\\x01'::bytea), ('\\x02'::bytea)) two (hash)`,
  ],
  [
    'search.engine-agrees',
    'document-missing',
    sql`insert into search_drift (kind, id, what) values ('order', ${nobody}, 'document-missing')`,
  ],
  [
    'orders.agree-with-counter',
    'order-behind-counter',
    // What a driver delivered turns into a sale of the counter whose order does not know of it.
    sql`update delivery d set command_id = null, driver_id = null, depot_id = s.depot_id,
      order_id = (select o.id from sales_order o where o.site_id = d.site_id limit 1)
      from site s where s.id = d.site_id and d.id = (select id from delivery where outcome = 'delivered' limit 1)`,
  ],
]

class Undo extends Error {}

/** The findings that a fault raises; the fault is rolled back. */
async function findingsOf(day: Day, fault: ReturnType<typeof sql>): Promise<string[]> {
  let found: string[] = []
  const inject = async (tx: Tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    const { numAffectedRows } = await fault.execute(tx)
    expect(Number(numAffectedRows), 'the fault must touch something').toBeGreaterThan(0)
    const report = await runChecks(tx)
    found = report.checks.flatMap(check => check.findings.map(finding => `${check.name}: ${finding.what}`))
    throw new Undo()
  }
  await day.db
    .transaction()
    .execute(inject)
    .catch(error => {
      if (!(error instanceof Undo)) throw error
    })
  return found
}

test('[S10] [G1] a lived day is clean, every seeded fault is found by its check, and every check has a fault that proves it', async () => {
  const day = await livedDay()
  expect((await runIntegrity(day.db)).checks.filter(check => !check.isClean)).toEqual([])
  for (const [check, what, fault] of faults) {
    expect(await findingsOf(day, fault), `${check} after ${what}`).toContain(`${check}: ${what}`)
  }
  expect(new Set(faults.map(([check]) => check))).toEqual(new Set(checks.map(check => check.name)))
  expect((await runIntegrity(day.db)).isClean).toBe(true)
})

test('[S10] the office and the command line get the same report; exit code 2 says that something is wrong', async () => {
  const day = await dayFixture()
  await day.phoneA.send(day.phoneA.loadOut())
  // Dated by the day's own clock, and no relay runs: at some hour of the real day they would have waited for long.
  await sql`update outbox_event set at = now()`.execute(day.db)
  const app = await testApp({ ...day, routes: makeIntegrity().routes })
  const answer = (await get(app, '/api/integrity', 'manager')).json()
  expect(answer).toMatchObject({ isClean: true })
  expect((await get(app, '/api/integrity', 'office')).statusCode).toBe(403)
  const clean = await integrityCommand(day.db)
  expect([clean.exit, clean.json]).toEqual([0, answer])
  await sql`update run set state = 'closed' where date = ${today}::date`.execute(day.db)
  const dirty = await integrityCommand(day.db)
  expect(dirty.exit).toBe(2)
  expect(dirty.text).toContain('✗ deliveries.closed-runs-have-closes\n    run-without-close {"runId"')
})
