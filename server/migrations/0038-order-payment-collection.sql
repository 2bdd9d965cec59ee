-- How an order is paid where that is not as the customer always pays, and 收空: an order that only fetches empties, whose
-- lines count what comes back and cost nothing. A due line tells what it fetches beside what it brings.
alter table sales_order
  add column payment text check (payment in ('cash', 'monthly', 'transfer')),
  add column is_collection boolean not null default false;
comment on column sales_order.payment is 'Null: as the customer settles.';
comment on column sales_order.is_collection is 'Lines are empties to fetch, at no price; no full cylinder goes out.';
alter table due_item add column collects jsonb not null default '{}';
comment on column due_item.collects is 'Empties to fetch beside those that are swapped, by product.';
-- 退押: what the counter gave back of the deposits it holds, within the amount due.
alter table delivery add column deposit_refund_ntd bigint not null default 0;
alter table delivery add constraint delivery_deposit_refund check (deposit_refund_ntd >= 0) not valid;
alter table delivery validate constraint delivery_deposit_refund;
