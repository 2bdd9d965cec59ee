-- 定期訂單: an agreement from which orders are made, one for each of its days.
create table recurring_order (
  id uuid primary key,
  site_id uuid not null references site (id),
  rhythm text not null check (rhythm in ('weekly', 'monthly', 'every_days')),
  weekdays integer not null default 0 check (weekdays between 0 and 127),
  month_day integer check (month_day between 1 and 31),
  every_days integer check (every_days between 2 and 365),
  starts_on date not null,
  ends_on date,
  slot text not null default 'any' check (slot in ('any', 'morning', 'afternoon', 'evening')),
  note text not null default '',
  quantities jsonb not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((rhythm = 'weekly') = (weekdays > 0)),
  check ((rhythm = 'monthly') = (month_day is not null)),
  check ((rhythm = 'every_days') = (every_days is not null)),
  check (ends_on is null or ends_on >= starts_on)
);
create index recurring_order_site on recurring_order (site_id);
-- Each of its days once, whatever became of it: the order made, or why none was.
create table recurring_order_day (
  recurring_id uuid not null references recurring_order (id) on delete cascade,
  planned_on date not null,
  order_id uuid references sales_order (id),
  skipped_because text,
  primary key (recurring_id, planned_on)
);
insert into retention (table_name, class, keep_months, source) values
  ('recurring_order', 'operation', 60, 'an agreement with the customer'),
  ('recurring_order_day', 'operation', 60, 'with the agreement');
insert into parameter (name, effective_from, value, unit, source) values
  ('orders.recurring-ahead-days', '2000-01-01', '7', 'd', 'company policy: orders are made this long before their day');
