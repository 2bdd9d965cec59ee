create table zone (
  id uuid primary key,
  depot_id uuid not null references depot (id),
  name text not null,
  sort integer not null default 0,
  unique (depot_id, name)
);

-- The eleven physical types and the sixteen ways of selling them; codes as in contract/kernel/cylinders.ts.
create table cylinder_type (
  code text primary key,
  label text not null,
  gas_grams integer not null check (gas_grams > 0),
  tare_grams integer not null check (tare_grams > 0),
  sort integer not null
);
create table product (
  code text primary key,
  cylinder_type text not null references cylinder_type (code),
  billing_method text not null check (billing_method in ('cylinder', 'metered')),
  label text not null,
  sort integer not null,
  is_sold boolean not null default true
);
create table price (
  product_code text not null references product (code),
  effective_from date not null,
  unit_price_ntd bigint not null check (unit_price_ntd >= 0),
  unit text not null check (unit in ('cylinder', 'kg', 'm3')),
  deposit_ntd bigint not null default 0 check (deposit_ntd >= 0),
  source text not null,
  created_at timestamptz not null default now(),
  primary key (product_code, effective_from)
);

create table customer (
  id uuid primary key,
  code text not null unique,
  kind text not null check (kind in ('commercial', 'household')),
  short_name text not null,
  invoice_title text,
  tax_id text,
  settlement text check (settlement in ('cash', 'monthly', 'collect')),
  statement_file text,
  is_subscriber boolean not null default false,
  is_terminated boolean not null default false,
  legacy_status text,
  status text not null default 'active' check (status in ('active', 'suspended', 'blacklisted')),
  note text not null default '',
  source text not null check (source in ('import', 'history', 'office', 'demo')),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index customer_short_name on customer (short_name);

create table phone (
  digits text not null check (digits ~ '^[0-9]{6,15}$'),
  customer_id uuid not null references customer (id) on delete cascade,
  label text not null default '',
  primary key (digits, customer_id)
);
create index phone_customer on phone (customer_id);

create table site (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  number integer not null default 1,
  depot_id uuid not null references depot (id),
  zone_id uuid references zone (id),
  name text not null default '',
  site_type text,
  -- where
  address text not null default '',
  town_code text,
  latitude double precision,
  longitude double precision,
  point_source text check (point_source in ('village-centroid', 'town-centroid', 'county-centroid', 'address-service', 'staff', 'arrivals')),
  point_precision_metres integer,
  floor integer not null default 1,
  has_lift boolean not null default false,
  gate_code text not null default '',
  contact_name text not null default '',
  access_note text not null default '',
  door_photo_file_id uuid references file_object (id),
  -- who may go
  vehicle_access text not null default 'any' check (vehicle_access in ('truck', 'motorcycle', 'any')),
  single_zone_supply integer check (single_zone_supply between 1 and 5),
  -- when it accepts: bit 0 is 08–09 … bit 11 is 19–20; weekday bit 0 is Monday … bit 6 Sunday
  accept_hours integer not null default 4095 check (accept_hours between 0 and 4095),
  slot text not null default 'any' check (slot in ('any', 'morning', 'afternoon', 'evening')),
  closed_weekdays integer not null default 0 check (closed_weekdays between 0 and 127),
  closed_on_holidays boolean not null default false,
  is_same_day_delivery boolean not null default false,
  is_same_day_visit boolean not null default false,
  calendar text check (calendar in ('school', 'market', 'night_market')),
  -- how it is supplied
  billing_method text not null default 'cylinder' check (billing_method in ('cylinder', 'metered')),
  series_capacity_grams integer,
  reserve_grams integer,
  changeover_model text,
  spare_cylinders integer,
  is_series_filed boolean,
  has_telemetry boolean not null default false,
  is_patrolled boolean not null default false,
  is_equipment_bought_out boolean not null default false,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (customer_id, number),
  check ((latitude is null) = (longitude is null)),
  check ((latitude is null) = (point_source is null))
);
create index site_zone on site (zone_id);
create index site_depot on site (depot_id) where is_active;

create table site_area (
  site_id uuid not null references site (id) on delete cascade,
  ordinal integer not null check (ordinal between 1 and 5),
  cylinder_type text not null references cylinder_type (code),
  in_use integer not null check (in_use >= 0),
  standby integer not null check (standby >= 0),
  primary key (site_id, ordinal)
);

create table site_equipment (
  site_id uuid not null references site (id) on delete cascade,
  kind text not null check (kind in ('flow_meter', 'wired_flow_meter', 'changeover', 'contact_gauge', 'differential_switch', 'micro_switch', 'yongsheng', 'smart_scale')),
  detail text not null default '',
  primary key (site_id, kind)
);

create table site_closure (
  id uuid primary key,
  site_id uuid not null references site (id) on delete cascade,
  from_date date not null,
  to_date date not null,
  reason text not null default '',
  check (to_date >= from_date)
);
create index site_closure_site on site_closure (site_id, from_date);

create table holiday (
  date date primary key,
  name text not null,
  is_day_off boolean not null,
  source text not null
);

-- What the legacy system said about a site on the day it was imported; never an input to a forecast for an earlier day.
create table site_legacy_snapshot (
  site_id uuid primary key references site (id) on delete cascade,
  imported_at timestamptz not null,
  monthly_grams integer,
  residual_grams integer,
  purchased_grams integer,
  residual_ratio numeric(8, 5),
  daily_use_grams integer,
  max_cycle_days numeric(8, 2),
  deferrable_days integer,
  cylinders_text text not null default ''
);

-- The sixteen quantity columns of the workbook as declared; the ledger opens from them once, at cut-over.
create table site_declared_cylinder (
  site_id uuid not null references site (id) on delete cascade,
  product_code text not null references product (code),
  quantity integer not null check (quantity > 0),
  primary key (site_id, product_code)
);

create table meter (
  id uuid primary key,
  site_id uuid not null references site (id),
  serial text not null default '',
  digits integer not null default 5,
  litres_per_unit integer not null default 1000,
  grams_per_unit integer not null default 2000,
  installed_on date,
  is_active boolean not null default true
);
create index meter_site on meter (site_id);
create table meter_reading (
  id uuid primary key,
  meter_id uuid not null references meter (id),
  read_at timestamptz not null,
  recorded_at timestamptz not null,
  milli_units bigint not null check (milli_units >= 0),
  source text not null check (source in ('driver', 'office', 'telemetry', 'import')),
  delivery_id uuid
);
create index meter_reading_meter on meter_reading (meter_id, read_at desc);

create table telemetry_reading (
  id uuid not null,
  site_id uuid not null references site (id),
  device_at timestamptz not null,
  received_at timestamptz not null,
  stock_grams integer,
  is_alarm boolean not null default false,
  alarm text,
  raw jsonb not null default '{}',
  primary key (site_id, device_at, id)
);

create table delivery_history (
  customer_code text not null,
  delivered_on date not null,
  delivered_minute smallint not null check (delivered_minute between 0 and 1439),
  salesperson text not null,
  quantities smallint[] not null check (cardinality(quantities) = 16),
  gas_grams integer not null,
  ordinal smallint not null,
  imported_at timestamptz not null,
  unique (customer_code, delivered_on, delivered_minute, salesperson, quantities, ordinal)
);
comment on column delivery_history.quantities is 'In the order of productCodes, which is the order of the legacy columns.';
create index delivery_history_day on delivery_history (delivered_on);

create table import_run (
  id uuid primary key,
  kind text not null check (kind in ('customers', 'members', 'history')),
  file_name text not null,
  file_sha256 bytea,
  is_dry_run boolean not null,
  status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  progress_rows bigint not null default 0,
  result jsonb,
  failure text,
  actor_id uuid,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index import_run_created on import_run (created_at desc);
create table import_finding (
  run_id uuid not null references import_run (id) on delete cascade,
  ordinal integer not null,
  severity text not null check (severity in ('rejected', 'warning')),
  row bigint not null,
  column_name text not null,
  code text not null,
  value text not null,
  primary key (run_id, ordinal)
);
create table import_change (
  run_id uuid not null references import_run (id) on delete cascade,
  ordinal integer not null,
  customer_code text not null,
  change text not null check (change in ('create', 'update')),
  cells jsonb not null,
  primary key (run_id, ordinal)
);
-- The cells as last imported, so that a re-import writes only what changed in the file since.
create table import_source_row (
  kind text not null,
  key text not null,
  cells jsonb not null,
  imported_at timestamptz not null,
  primary key (kind, key)
);
create table import_conflict (
  id uuid primary key,
  run_id uuid not null references import_run (id),
  customer_id uuid not null references customer (id),
  column_name text not null,
  ours text not null,
  theirs text not null,
  status text not null default 'open' check (status in ('open', 'kept', 'taken')),
  decided_by uuid,
  decided_at timestamptz
);
create unique index import_conflict_open on import_conflict (customer_id, column_name) where status = 'open';
