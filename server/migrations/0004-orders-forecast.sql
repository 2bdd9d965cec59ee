create sequence order_number start 1001;
create table sales_order (
  id uuid primary key,
  number bigint not null unique default nextval('order_number'),
  site_id uuid not null references site (id),
  depot_id uuid not null references depot (id),
  source text not null check (source in ('phone', 'line', 'web', 'counter', 'recurring', 'due_list')),
  state text not null check (state in ('draft', 'confirmed', 'assigned', 'en_route', 'delivered', 'failed', 'cancelled')),
  requested_on date not null,
  slot text not null default 'any' check (slot in ('any', 'morning', 'afternoon', 'evening')),
  window_from_minute integer,
  window_to_minute integer,
  priority text not null default 'normal' check (priority in ('normal', 'promised', 'urgent', 'emergency')),
  note text not null default '',
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sales_order_open on sales_order (depot_id, requested_on) where state in ('draft', 'confirmed', 'assigned', 'en_route');
create index sales_order_site on sales_order (site_id, requested_on desc);
create table order_line (
  order_id uuid not null references sales_order (id) on delete cascade,
  product_code text not null references product (code),
  quantity integer not null check (quantity > 0),
  unit_price_ntd bigint not null,
  price_source text not null default 'list',
  primary key (order_id, product_code)
);
create table order_change (
  id bigint generated always as identity primary key,
  order_id uuid not null references sales_order (id) on delete cascade,
  from_state text,
  to_state text not null,
  at timestamptz not null,
  actor_id uuid,
  reason text not null default ''
);
create index order_change_order on order_change (order_id, id);

create table site_forecast (
  site_id uuid primary key references site (id) on delete cascade,
  as_of date not null,
  daily_use_grams integer not null,
  stock_grams integer not null,
  capacity_grams integer not null,
  due_on date not null,
  run_out_on date not null,
  run_out_p10 date not null,
  run_out_p90 date not null,
  earliest_on date not null,
  latest_on date not null,
  max_cycle_days integer not null,
  deferrable_days integer not null,
  run_out_by_day real[] not null,
  evidence text not null check (evidence in ('telemetry', 'meter', 'deliveries', 'segment')),
  last_delivery_on date,
  computed_at timestamptz not null
);
comment on column site_forecast.run_out_by_day is 'P(empty before the end of as_of + n days) for n = 1, 2, … if nobody delivers.';
create index site_forecast_due on site_forecast (due_on);

create table due_item (
  id uuid primary key,
  depot_id uuid not null references depot (id),
  date date not null,
  site_id uuid not null references site (id),
  reason text not null check (reason in ('telemetry', 'predicted', 'cycle_exceeded', 'new_order')),
  status text not null check (status in ('listed', 'unticked', 'postponed', 'sent')),
  is_patrol boolean not null default false,
  order_id uuid references sales_order (id),
  days_left real,
  run_out_probability real,
  run_out_p10_days real,
  run_out_p90_days real,
  earliest_on date not null,
  latest_on date not null,
  quantities jsonb not null,
  gas_grams integer not null,
  windows jsonb not null,
  note text not null default '',
  version integer not null default 1,
  built_at timestamptz not null,
  unique (date, site_id)
);
create index due_item_list on due_item (depot_id, date);
create table due_exclusion (
  date date not null,
  site_id uuid not null references site (id) on delete cascade,
  because text not null check (because in ('closed_weekday', 'holiday', 'closure', 'calendar', 'terminated', 'unplaced')),
  next_open_on date,
  primary key (date, site_id)
);
create table postponement (
  id uuid primary key,
  site_id uuid not null references site (id),
  from_date date not null,
  to_date date not null,
  reason text not null,
  is_beyond_window boolean not null,
  run_out_probability real,
  actor_id uuid not null,
  at timestamptz not null,
  check (to_date > from_date)
);
create index postponement_site on postponement (site_id, to_date desc);
