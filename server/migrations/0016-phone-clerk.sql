-- Calls as the exchange tells of them, once each, and which clerk sits at which extension.
create table phone_call (
  id uuid primary key,
  call_id text not null unique,
  caller text not null check (caller in ('number', 'withheld', 'implausible')),
  digits text check (digits ~ '^[0-9]{6,15}$'),
  is_verified boolean,
  line text not null default '',
  extension text not null default '',
  state text not null check (state in ('ringing', 'answered', 'missed', 'ended')),
  started_at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid references app_user (id),
  ended_at timestamptz,
  handled_at timestamptz,
  handled_by uuid references app_user (id),
  customer_id uuid references customer (id) on delete set null,
  order_id uuid references sales_order (id) on delete set null,
  check ((caller = 'number') = (digits is not null))
);
create index phone_call_started on phone_call (started_at desc, id);
create index phone_call_waiting on phone_call (started_at desc) where handled_at is null;
create table phone_extension (
  extension text primary key check (extension ~ '^[0-9]{1,8}$'),
  user_id uuid not null unique references app_user (id) on delete cascade
);
insert into retention (table_name, class, keep_months, source) values
  ('phone_call', 'trace', 6, '個資法 §11: no longer than the purpose needs'),
  ('phone_extension', 'operation', null, 'while somebody sits there');

-- Orders: how urgent with a clock, what they were split from, what cancelling cost, and what every change was.
alter table sales_order
  add column emergency_level smallint check (emergency_level between 1 and 4),
  add column due_by timestamptz,
  add column split_from uuid references sales_order (id),
  add column cancel_cause text check (cancel_cause in ('customer', 'duplicate', 'company_error', 'defect', 'emergency')),
  add column cancel_fee_ntd bigint check (cancel_fee_ntd >= 0);
create index sales_order_emergency on sales_order (due_by) where emergency_level is not null and state in ('draft', 'confirmed', 'assigned', 'en_route');
create index sales_order_split on sales_order (split_from) where split_from is not null;
alter table order_change
  add column kind text not null default 'state' check (kind in ('state', 'edit', 'split')),
  add column what jsonb not null default '[]';
comment on column order_change.what is 'Fields of an edit: [{field, before, after}] as people read them.';

insert into parameter (name, effective_from, value, unit, source) values
  ('orders.emergency-minutes-1', '2000-01-01', '30', 'min', 'company policy: leak or fire'),
  ('orders.emergency-minutes-2', '2000-01-01', '60', 'min', 'company policy: out of gas, business or care'),
  ('orders.emergency-minutes-3', '2000-01-01', '120', 'min', 'company policy: out of gas at home'),
  ('orders.emergency-minutes-4', '2000-01-01', '240', 'min', 'company policy: nearly out of gas'),
  ('orders.duplicate-within-days', '2000-01-01', '1', 'd', 'company policy: the same call twice'),
  ('orders.cancel-fee-ntd', '2000-01-01', '100', 'NT$', 'company policy: the fee the steps are shares of'),
  ('orders.cancel-share-late', '2000-01-01', '0.5', 'share of the fee', 'company policy: after the cut-off, not yet on a truck'),
  ('orders.cancel-share-assigned', '2000-01-01', '1', 'share of the fee', 'company policy: on a published run'),
  ('orders.cancel-share-en-route', '2000-01-01', '1', 'share of the fee', 'company policy: the truck is on its way'),
  ('orders.cancel-goods-share-en-route', '2000-01-01', '0.1', 'share of the goods', 'company policy: besides the fee, the truck is on its way'),
  ('orders.cut-off-minute-any', '2000-01-01', '600', 'minute of the day', 'company policy: 10:00 the same day'),
  ('orders.cut-off-minute-morning', '2000-01-01', '-420', 'minute of the day', 'company policy: 17:00 the day before'),
  ('orders.cut-off-minute-afternoon', '2000-01-01', '600', 'minute of the day', 'company policy: 10:00 the same day'),
  ('orders.cut-off-minute-evening', '2000-01-01', '840', 'minute of the day', 'company policy: 14:00 the same day'),
  ('calls.ring-seconds', '2000-01-01', '90', 's', 'company policy: who rang longer without an answer was missed'),
  ('calls.area-code', '2000-01-01', '"089"', 'area code', 'company policy: numbers said without an area code are local ones');
