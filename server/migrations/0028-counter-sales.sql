-- 門市自取: cylinders and money change hands at the counter, with no phone, no driver and no stop. Such a delivery names
-- its depot and its order instead, and who sold. Every delivery is one or the other.
alter table delivery
  alter column command_id drop not null,
  alter column driver_id drop not null,
  add column depot_id uuid references depot (id),
  add column order_id uuid references sales_order (id),
  add column sold_by uuid;
alter table delivery add constraint delivery_at_door_or_counter check (
  (command_id is null) = (driver_id is null)
  and (command_id is null) = (depot_id is not null)
  and (command_id is null) = (order_id is not null)
) not valid;
alter table delivery validate constraint delivery_at_door_or_counter;
create unique index delivery_counter_order on delivery (order_id) where order_id is not null;
comment on column delivery.depot_id is 'Where it was sold over the counter; null for what a driver delivered.';
