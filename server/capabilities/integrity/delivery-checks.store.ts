import { sql } from 'kysely'
import type { Check } from './check.ts'

/** What drivers reported, what it left behind, and that the two agree. */
export const deliveryChecks: readonly Check[] = [
  {
    name: 'deliveries.have-commands',
    find: sql`select 'delivery-without-command' as what, jsonb_build_object('deliveryId', d.id) as params
      from delivery d left join driver_command c on c.id = d.command_id
        and c.kind = case d.outcome when 'delivered' then 'deliver' else 'fail' end
      where c.id is null and d.depot_id is null`,
  },
  {
    name: 'deliveries.commands-left-their-mark',
    find: sql`select 'command-without-result' as what, jsonb_build_object('commandId', c.id, 'kind', c.kind) as params
      from driver_command c
      left join delivery d on d.command_id = c.id
      left join vehicle_check v on v.command_id = c.id
      left join day_close k on k.command_id = c.id
      left join conflict f on f.command_id = c.id and f.kind = 'run-closed'
      where (c.kind in ('deliver', 'fail') and d.id is null)
        or (c.kind = 'vehicle_check' and v.id is null)
        or (c.kind = 'close_day' and k.id is null and f.id is null)`,
  },
  {
    name: 'deliveries.conflicts-as-answered',
    find: sql`select 'outcome-odd' as what, jsonb_build_object('commandId', c.id, 'outcome', c.outcome) as params
      from driver_command c
      where (c.outcome = 'conflict') <> exists (select 1 from conflict f where f.command_id = c.id)`,
  },
  {
    name: 'deliveries.done-stops-have-deliveries',
    find: sql`select 'stop-without-delivery' as what, jsonb_build_object('stopId', s.id, 'state', s.state) as params
      from stop s where s.state in ('done', 'failed') and not exists (
        select 1 from delivery d where d.stop_id = s.id and not d.is_void
          and d.outcome = case s.state when 'done' then 'delivered' else 'failed' end)`,
  },
  {
    name: 'deliveries.delivered-stops-are-done',
    find: sql`select 'delivery-of-open-stop' as what, jsonb_build_object('deliveryId', d.id, 'stopId', s.id, 'state', s.state) as params
      from delivery d join stop s on s.id = d.stop_id
      where d.outcome = 'delivered' and not d.is_void and s.state <> 'done'`,
  },
  {
    name: 'deliveries.cylinders-posted',
    // By what left and came onto the truck, or the depot for the counter: at the site two out and two in would look
    // like nothing at all.
    find: sql`select 'cylinders-differ' as what, jsonb_build_object('deliveryId', coalesce(l.delivery_id, p.source_id),
        'cylinderType', coalesce(l.cylinder_type, p.cylinder_type), 'condition', coalesce(l.condition, p.condition),
        'reported', coalesce(l.change, 0), 'posted', coalesce(p.change, 0)) as params
      from (select l.delivery_id, r.cylinder_type, c.condition,
          sum(case c.condition when 'full' then -l.full_out else l.empty_in end) as change
        from delivery_line l join product r on r.code = l.product_code
        join delivery d on d.id = l.delivery_id and not d.is_void
        cross join (values ('full'), ('empty')) c (condition) group by 1, 2, 3) l
      full join (select m.source_id, e.cylinder_type, e.condition, sum(e.quantity) as change
        from cylinder_movement m join cylinder_entry e on e.movement_id = m.id
        join cylinder_account a on a.id = e.account_id and a.kind in ('truck', 'depot')
        where m.source = 'delivery' group by 1, 2, 3) p
        on p.source_id = l.delivery_id and p.cylinder_type = l.cylinder_type and p.condition = l.condition
      where coalesce(l.change, 0) <> coalesce(p.change, 0)`,
  },
  {
    name: 'deliveries.cash-posted',
    find: sql`select 'cash-differs' as what, jsonb_build_object('deliveryId', d.id,
        'reportedNtd', w.owed, 'postedNtd', coalesce(p.owed, 0)) as params
      from delivery d cross join lateral (select case when d.is_void or d.outcome = 'failed' then 0
          else d.amount_due_ntd - case when d.payment in ('transfer', 'monthly') then 0 else d.amount_paid_ntd end
        end as owed) w
      left join (select m.source_id, sum(e.amount_ntd) as owed
        from cash_movement m join cash_entry e on e.movement_id = m.id
        join cash_account a on a.id = e.account_id and a.kind = 'site'
        where m.source = 'delivery' group by 1) p on p.source_id = d.id
      where w.owed <> coalesce(p.owed, 0)`,
  },
  {
    name: 'deliveries.movements-have-deliveries',
    find: sql`select 'movement-without-delivery' as what, jsonb_build_object('movementId', m.id, 'deliveryId', m.source_id) as params
      from (select id, source, source_id from cylinder_movement union all select id, source, source_id from cash_movement) m
      left join delivery d on d.id = m.source_id where m.source = 'delivery' and d.id is null`,
  },
  {
    name: 'deliveries.files-arrived',
    find: sql`select 'file-missing' as what, jsonb_build_object('deliveryId', d.id, 'fileId', f.file_id, 'purpose', f.purpose) as params
      from delivery_file f join delivery d on d.id = f.delivery_id join driver_command c on c.id = d.command_id
      left join file_object o on o.id = f.file_id and o.completed_at is not null
      where o.id is null and c.received_at < now() - interval '24 hours'`,
  },
  {
    name: 'deliveries.closed-runs-have-closes',
    find: sql`select case when k.id is null then 'run-without-close' else 'close-of-open-run' end as what,
        jsonb_build_object('runId', coalesce(r.id, k.run_id)) as params
      from run r full join (select id, run_id from day_close where status <> 'reopened') k on k.run_id = r.id
      where (r.state = 'closed') is distinct from (k.id is not null)`,
  },
  {
    name: 'deliveries.agreed-closes-agree',
    find: sql`select 'close-odd' as what, jsonb_build_object('dayCloseId', id, 'status', status, 'varianceNtd', variance_cash_ntd) as params
      from day_close
      where variance_cash_ntd <> counted_cash_ntd - due_cash_ntd
        or status in ('agreed', 'awaiting_signature')
          and (status = 'agreed') <> (variance_cash_ntd = 0 and not is_cylinder_variance)
        or status <> 'reopened' and (status = 'signed') <> (signed_by is not null and signed_at is not null)
        or (status = 'reopened') <> (reopened_by is not null and reopened_at is not null and reopen_reason <> '')`,
  },
  {
    name: 'orders.agree-with-counter',
    find: sql`select 'order-behind-counter' as what, jsonb_build_object('orderId', o.id, 'state', o.state) as params
      from sales_order o join delivery d on d.order_id = o.id
      where (o.state = 'delivered') = d.is_void or o.source <> 'counter'`,
  },
  {
    name: 'orders.agree-with-stops',
    find: sql`select 'order-behind-stop' as what, jsonb_build_object('orderId', o.id, 'state', o.state) as params
      from sales_order o
      where (o.state <> 'delivered' and exists (select 1 from stop s where s.order_id = o.id and s.state = 'done'))
        or (o.state = 'delivered' and exists (select 1 from stop s where s.order_id = o.id)
          and not exists (select 1 from stop s where s.order_id = o.id and s.state = 'done'))
        or (o.state in ('assigned', 'en_route') and not exists (select 1 from stop s where s.order_id = o.id
          and s.state in ('unplanned', 'planned', 'published', 'arrived')))`,
  },
]
