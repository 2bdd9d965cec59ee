create table vehicle (
  id uuid primary key,
  depot_id uuid not null references depot (id),
  plate text not null unique,
  name text not null,
  kind text not null check (kind in ('truck', 'motorcycle')),
  max_load_grams integer not null check (max_load_grams > 0),
  slots jsonb not null,
  is_active boolean not null default true
);
comment on column vehicle.slots is 'Places by cylinder type, shared by full and empty; {"20": 32, "50": 6}.';

create table driver (
  id uuid primary key,
  user_id uuid not null unique references app_user (id),
  depot_id uuid not null references depot (id),
  letter text not null,
  name text not null,
  phone text not null default '',
  vehicle_id uuid references vehicle (id),
  shift_start_minute integer not null default 480,
  shift_end_minute integer not null default 1080,
  zone_ids uuid[] not null default '{}',
  is_active boolean not null default true,
  unique (depot_id, letter)
);

create table day_plan (
  id uuid primary key,
  depot_id uuid not null references depot (id),
  date date not null,
  state text not null check (state in ('draft', 'published')),
  version integer not null default 1,
  seed integer,
  totals jsonb not null default '{}',
  planned_at timestamptz,
  published_at timestamptz,
  published_by uuid,
  created_at timestamptz not null,
  unique (depot_id, date)
);

create table run (
  id uuid primary key,
  plan_id uuid not null references day_plan (id),
  driver_id uuid not null references driver (id),
  vehicle_id uuid not null references vehicle (id),
  date date not null,
  state text not null check (state in ('planned', 'published', 'loaded', 'closed')),
  is_locked boolean not null default false,
  start_minute integer not null,
  end_minute integer,
  metres integer not null default 0,
  timeline jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz not null,
  unique (plan_id, driver_id)
);
create index run_driver on run (driver_id, date desc);

create table stop (
  id uuid primary key,
  plan_id uuid not null references day_plan (id),
  run_id uuid references run (id),
  trip integer not null default 1,
  position integer not null default 0,
  site_id uuid not null references site (id),
  due_item_id uuid references due_item (id),
  order_id uuid references sales_order (id),
  state text not null check (state in ('unplanned', 'planned', 'published', 'arrived', 'done', 'failed', 'cancelled')),
  is_locked boolean not null default false,
  priority text not null default 'normal' check (priority in ('normal', 'promised', 'urgent', 'emergency')),
  windows jsonb not null default '[]',
  arrive_minute integer,
  depart_minute integer,
  eta_at timestamptz,
  unplanned_because text,
  arrived_at timestamptz,
  finished_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  unique (plan_id, site_id, order_id)
);
create index stop_run on stop (run_id, trip, position);
create index stop_plan on stop (plan_id);
create index stop_order on stop (order_id);
create table stop_line (
  stop_id uuid not null references stop (id) on delete cascade,
  product_code text not null references product (code),
  full_out integer not null check (full_out >= 0),
  empty_in integer not null check (empty_in >= 0),
  unit_price_ntd bigint not null,
  primary key (stop_id, product_code)
);

-- A published plan as it was sent to the drivers, so that publishing can be compared and undone.
create table plan_publication (
  id uuid primary key,
  plan_id uuid not null references day_plan (id),
  number integer not null,
  snapshot jsonb not null,
  published_at timestamptz not null,
  published_by uuid not null,
  unique (plan_id, number)
);

create table position (
  driver_id uuid not null,
  device_at timestamptz not null,
  received_at timestamptz not null,
  day date not null,
  latitude double precision not null,
  longitude double precision not null,
  accuracy_metres real,
  speed_kmh real,
  run_id uuid,
  primary key (day, driver_id, device_at)
) partition by range (day);
create table position_default partition of position default;
create table driver_presence (
  driver_id uuid primary key references driver (id),
  latitude double precision not null,
  longitude double precision not null,
  device_at timestamptz not null,
  received_at timestamptz not null,
  run_id uuid
);
