import { sql } from 'kysely'
import type { Check } from './check.ts'

/** Orders by themselves: what was ordered, what became of it, and the agreements that make orders. */
export const orderChecks: readonly Check[] = [
  {
    name: 'orders.have-lines',
    find: sql`select 'order-without-lines' as what, jsonb_build_object('orderId', o.id, 'number', o.number) as params
      from sales_order o left join order_line l on l.order_id = o.id
      where l.order_id is null and o.state not in ('draft', 'cancelled')`,
  },
  {
    name: 'orders.history-agrees',
    find: sql`select 'order-behind-history' as what, jsonb_build_object('orderId', o.id, 'state', o.state,
        'lastChange', last.to_state) as params
      from sales_order o cross join lateral
        (select c.to_state from order_change c where c.order_id = o.id order by c.id desc limit 1) as last
      where last.to_state <> o.state`,
  },
  {
    name: 'orders.recurring-days-agree',
    find: sql`select case when d.order_id is not null and o.id is null then 'recurring-order-missing'
          when d.order_id is null and d.skipped_because is null then 'recurring-day-undecided'
          else 'recurring-order-elsewhere' end as what,
        jsonb_build_object('recurringId', d.recurring_id, 'plannedOn', d.planned_on, 'orderId', d.order_id) as params
      from recurring_order_day d join recurring_order r on r.id = d.recurring_id
      left join sales_order o on o.id = d.order_id
      where (d.order_id is null) = (d.skipped_because is null) or (d.order_id is not null and o.id is null)
        or o.site_id <> r.site_id`,
  },
]
