import { sql } from 'kysely'
import type { Check } from './check.ts'

/** Both ledgers: every movement balances, nothing hangs loose, and what is kept as a balance is the sum of its entries. */
export const ledgerChecks: readonly Check[] = [
  {
    name: 'cylinders.movements-balance',
    find: sql`select 'movement-off' as what,
        jsonb_build_object('movementId', movement_id, 'cylinderType', cylinder_type, 'off', sum(quantity)) as params
      from cylinder_entry group by movement_id, cylinder_type having sum(quantity) <> 0`,
  },
  {
    name: 'cylinders.movements-have-entries',
    find: sql`select 'movement-empty' as what, jsonb_build_object('movementId', m.id) as params
      from cylinder_movement m left join cylinder_entry e on e.movement_id = m.id where e.movement_id is null`,
  },
  {
    name: 'cylinders.balances-are-sums',
    find: sql`select 'balance-off' as what, jsonb_build_object('accountId', account_id, 'cylinderType', cylinder_type,
        'condition', condition, 'kept', coalesce(b.quantity, 0), 'sum', coalesce(e.total, 0)) as params
      from cylinder_balance b full join
        (select account_id, cylinder_type, condition, sum(quantity) as total from cylinder_entry
         group by account_id, cylinder_type, condition) e using (account_id, cylinder_type, condition)
      where coalesce(b.quantity, 0) <> coalesce(e.total, 0)`,
  },
  {
    name: 'cylinders.conditions-fit-holders',
    find: sql`select 'condition-odd' as what, jsonb_build_object('movementId', e.movement_id, 'holder', a.kind,
        'condition', e.condition) as params
      from cylinder_entry e join cylinder_account a on a.id = e.account_id
      where (a.kind in ('depot', 'truck')) = (e.condition = 'held')`,
  },
  {
    name: 'cylinders.entries-belong',
    find: sql`select 'entry-orphan' as what, jsonb_build_object('movementId', e.movement_id, 'line', e.line) as params
      from cylinder_entry e left join cylinder_movement m on m.id = e.movement_id
      left join cylinder_account a on a.id = e.account_id where m.id is null or a.id is null`,
  },
  {
    name: 'cylinders.reversals-mirror',
    find: sql`select distinct 'reversal-differs' as what, jsonb_build_object('movementId', r.id, 'reverses', r.reverses_id) as params
      from cylinder_movement r cross join lateral
        (select account_id, cylinder_type, condition from cylinder_entry where movement_id in (r.id, r.reverses_id)
         group by account_id, cylinder_type, condition having sum(quantity) <> 0) as rest
      where r.reverses_id is not null`,
  },
  {
    name: 'cylinders.sites-opened-once',
    find: sql`select 'opened-again' as what, jsonb_build_object('holderId', source_id, 'times', count(*)) as params
      from cylinder_movement where source = 'cut-over' group by source_id having count(*) > 1`,
  },
  {
    name: 'cylinders.holders-exist',
    find: sql`select 'holder-unknown' as what, jsonb_build_object('accountId', a.id, 'kind', a.kind) as params
      from cylinder_account a
      left join depot d on a.kind = 'depot' and d.id = a.holder_id
      left join vehicle v on a.kind = 'truck' and v.id = a.holder_id
      left join site s on a.kind = 'site' and s.id = a.holder_id
      where a.kind in ('depot', 'truck', 'site') and d.id is null and v.id is null and s.id is null`,
  },
  {
    name: 'cash.movements-balance',
    find: sql`select 'movement-off' as what,
        jsonb_build_object('movementId', movement_id, 'offNtd', sum(amount_ntd)) as params
      from cash_entry group by movement_id having sum(amount_ntd) <> 0`,
  },
  {
    name: 'cash.movements-have-entries',
    find: sql`select 'movement-empty' as what, jsonb_build_object('movementId', m.id) as params
      from cash_movement m left join cash_entry e on e.movement_id = m.id where e.movement_id is null`,
  },
  {
    name: 'cash.entries-belong',
    find: sql`select 'entry-orphan' as what, jsonb_build_object('movementId', e.movement_id, 'line', e.line) as params
      from cash_entry e left join cash_movement m on m.id = e.movement_id
      left join cash_account a on a.id = e.account_id where m.id is null or a.id is null`,
  },
  {
    name: 'cash.reversals-mirror',
    find: sql`select distinct 'reversal-differs' as what, jsonb_build_object('movementId', r.id, 'reverses', r.reverses_id) as params
      from cash_movement r cross join lateral
        (select account_id from cash_entry where movement_id in (r.id, r.reverses_id)
         group by account_id having sum(amount_ntd) <> 0) as rest
      where r.reverses_id is not null`,
  },
  {
    name: 'cash.holders-exist',
    find: sql`select 'holder-unknown' as what, jsonb_build_object('accountId', a.id, 'kind', a.kind) as params
      from cash_account a
      left join depot d on a.kind = 'depot' and d.id = a.holder_id
      left join driver r on a.kind = 'driver' and r.id = a.holder_id
      left join site s on a.kind = 'site' and s.id = a.holder_id
      where a.kind in ('depot', 'driver', 'site') and d.id is null and r.id is null and s.id is null`,
  },
  {
    name: 'cylinders.plates-belong',
    find: sql`select 'holder-unknown' as what, jsonb_build_object('cylinderId', c.id, 'kind', c.holder_kind) as params
      from cylinder c
      left join depot d on c.holder_kind = 'depot' and d.id = c.holder_id
      left join vehicle v on c.holder_kind = 'truck' and v.id = c.holder_id
      left join site s on c.holder_kind = 'site' and s.id = c.holder_id
      where d.id is null and v.id is null and s.id is null`,
  },
]
