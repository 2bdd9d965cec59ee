import { sql } from 'kysely'
import type { ReportReader } from '../../platform/database/report-reader.ts'

/** A depot, or all of them where null, on a business day. */
export interface Scope {
  depotId: string | null
  date: string
}

/**
 * As integrity, this reads everybody's tables and writes none: a dashboard counts what the lists of other capabilities
 * show, in a few strokes instead of fetching those lists.
 */
export interface DayCounts {
  orders_placed: number
  orders_open: number
  orders_cancelled: number
  orders_urgent: number
  cash_taken: bigint
  cash_in_hand: bigint
  conflicts_open: number
  conflicts_oldest: Date | null
  runs: number
  runs_closed: number
  closes_to_sign: number
  phones_on_the_road: number
  phones_silent: number
  full_out: number
  empty_in: number
}

const ofDepot = (column: string, { depotId }: Scope) =>
  depotId === null ? sql`true` : sql`${sql.ref(column)} = ${depotId}`

export async function countDay(db: ReportReader, scope: Scope): Promise<DayCounts> {
  const { date } = scope
  const { rows } = await sql<DayCounts>`select
    o.*, c.*, f.*, r.*, d.*, (select coalesce(sum(b.amount_ntd), 0)::bigint from cash_entry b
      join cash_account a on a.id = b.account_id and a.kind = 'driver'
      join driver v on v.id = a.holder_id where ${ofDepot('v.depot_id', scope)}) as cash_in_hand
  from
    (select count(*)::int as orders_placed,
      (count(*) filter (where state in ('draft', 'confirmed', 'assigned', 'en_route')))::int as orders_open,
      (count(*) filter (where state = 'cancelled'))::int as orders_cancelled,
      (count(*) filter (where priority in ('urgent', 'emergency') and state not in ('cancelled', 'delivered')))::int as orders_urgent
      from sales_order where requested_on = ${date} and ${ofDepot('depot_id', scope)}) o,
    (select count(*)::int as conflicts_open, min(opened_at) as conflicts_oldest
      from conflict where status = 'open' and ${ofDepot('depot_id', scope)}) c,
    (select coalesce(sum(d.amount_paid_ntd) filter (where d.payment in ('cash', 'short')), 0)::bigint as cash_taken
      from delivery d join site s on s.id = d.site_id
      where d.business_date = ${date} and not d.is_void and ${ofDepot('s.depot_id', scope)}) f,
    (select count(*)::int as runs, (count(*) filter (where r.state = 'closed'))::int as runs_closed,
      (count(*) filter (where k.status = 'awaiting_signature'))::int as closes_to_sign,
      (count(*) filter (where r.state in ('published', 'loaded')))::int as phones_on_the_road,
      (count(*) filter (where r.state in ('published', 'loaded') and w.silent_since is not null))::int as phones_silent
      from run r join day_plan p on p.id = r.plan_id
      left join run_watch w on w.run_id = r.id
      left join lateral (select status from day_close where run_id = r.id order by occurred_at desc limit 1) k on true
      where p.date = ${date} and r.state <> 'planned' and ${ofDepot('p.depot_id', scope)}) r,
    (select coalesce(sum(l.full_out), 0)::int as full_out, coalesce(sum(l.empty_in), 0)::int as empty_in
      from delivery d join delivery_line l on l.delivery_id = d.id join site s on s.id = d.site_id
      where d.business_date = ${date} and not d.is_void and d.outcome = 'delivered' and ${ofDepot('s.depot_id', scope)}) d`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('a count answers one row')
  return row
}

export interface DayStop {
  state: string
  /** Minutes after midnight in Taipei. */
  planned_minute: number | null
  finished_minute: number | null
  late_minutes: number | null
  risk: string | null
  gas_grams: number
}

/** The stops of a day's plan as far as its figures need them. */
export async function listDayStops(db: ReportReader, scope: Scope): Promise<DayStop[]> {
  const { rows } = await sql<DayStop>`select s.state,
      coalesce(s.published_arrive_minute, s.arrive_minute) as planned_minute,
      extract(epoch from s.finished_at at time zone 'Asia/Taipei' - p.date::timestamp)::int / 60 as finished_minute,
      o.late_minutes, o.risk, coalesce(l.grams, 0)::int as gas_grams
    from day_plan p join stop s on s.plan_id = p.id
    left join stop_outlook o on o.stop_id = s.id
    left join lateral (select sum(l.full_out * t.gas_grams) as grams from stop_line l
      join product c on c.code = l.product_code join cylinder_type t on t.code = c.cylinder_type
      where l.stop_id = s.id) l on true
    where p.date = ${scope.date} and s.state <> 'cancelled' and ${ofDepot('p.depot_id', scope)}
    limit 5000`.execute(db)
  return rows
}

export interface PastDay {
  date: string
  done: number
  failed: number
  on_time: number
  timed: number
  gas_grams: number
  less: number
  same: number
  more: number
}

/**
 * The days before, from what was delivered: against the published minute, and for sites that only the forecast sent
 * somebody to, against the cylinders it expected.
 */
export async function listPastDays(
  db: ReportReader,
  scope: Scope,
  days: number,
  graceMinutes: number,
): Promise<PastDay[]> {
  const { rows } = await sql<PastDay>`select p.date::text as date,
      (count(*) filter (where s.state = 'done'))::int as done, (count(*) filter (where s.state = 'failed'))::int as failed,
      (count(*) filter (where s.state = 'done' and m.minute <= s.published_arrive_minute + ${graceMinutes}))::int as on_time,
      (count(*) filter (where s.state = 'done' and s.published_arrive_minute is not null))::int as timed,
      coalesce(sum(t.grams) filter (where s.state = 'done'), 0)::int as gas_grams,
      (count(*) filter (where i.reason = 'predicted' and s.state = 'done' and t.taken < t.planned))::int as less,
      (count(*) filter (where i.reason = 'predicted' and s.state = 'done' and t.taken = t.planned))::int as same,
      (count(*) filter (where i.reason = 'predicted' and s.state = 'done' and t.taken > t.planned))::int as more
    from day_plan p join stop s on s.plan_id = p.id
    left join due_item i on i.id = s.due_item_id
    cross join lateral (select extract(epoch from
      coalesce(s.arrived_at, s.finished_at) at time zone 'Asia/Taipei' - p.date::timestamp)::int / 60 as minute) m
    cross join lateral (select
      (select coalesce(sum(l.full_out), 0) from stop_line l where l.stop_id = s.id) as planned,
      (select coalesce(sum(l.full_out), 0) from delivery d join delivery_line l on l.delivery_id = d.id
        where d.stop_id = s.id and not d.is_void) as taken,
      (select coalesce(sum(l.full_out * y.gas_grams), 0) from delivery d join delivery_line l on l.delivery_id = d.id
        join product c on c.code = l.product_code join cylinder_type y on y.code = c.cylinder_type
        where d.stop_id = s.id and not d.is_void) as grams) t
    where p.date < ${scope.date}::date and p.date >= ${scope.date}::date - ${days}::int
      and s.state in ('done', 'failed') and ${ofDepot('p.depot_id', scope)}
    group by p.date order by p.date limit ${days}`.execute(db)
  return rows
}

export interface NextDay {
  built_at: Date | null
  listed: number
  sent: number
  gas_grams: number
  plan_state: 'draft' | 'published' | null
  unplanned: number
}

/** How far a day to come is prepared; `scope.date` is that day. */
export async function readNextDay(db: ReportReader, scope: Scope): Promise<NextDay> {
  const { rows } = await sql<NextDay>`select d.*,
      (select case when bool_and(p.state = 'published') then 'published' else 'draft' end from day_plan p
        where p.date = ${scope.date} and ${ofDepot('p.depot_id', scope)} having count(*) > 0) as plan_state,
      (select count(*)::int from stop s join day_plan p on p.id = s.plan_id
        where p.date = ${scope.date} and s.state = 'unplanned' and ${ofDepot('p.depot_id', scope)}) as unplanned
    from (select max(built_at) as built_at, (count(*) filter (where status = 'listed'))::int as listed,
      (count(*) filter (where status = 'sent'))::int as sent,
      coalesce(sum(gas_grams) filter (where status in ('listed', 'sent')), 0)::int as gas_grams
      from due_item where date = ${scope.date} and ${ofDepot('depot_id', scope)}) d`.execute(db)
  const [row] = rows
  if (!row) throw new Error('a count answers one row')
  return row
}
