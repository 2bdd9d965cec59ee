-- What a driver's phone reported, in the order it says it happened. A fact: it posts even when the office disagrees.
create table driver_command (
  id uuid primary key,
  driver_id uuid not null references driver (id),
  device_id uuid not null,
  device_sequence bigint not null,
  kind text not null,
  run_id uuid references run (id),
  stop_id uuid references stop (id),
  business_date date not null,
  device_at timestamptz not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  payload jsonb not null,
  outcome text not null check (outcome in ('posted', 'conflict', 'refused')),
  unique (device_id, device_sequence)
);
create index driver_command_run on driver_command (run_id, occurred_at);
comment on column driver_command.occurred_at is 'device_at corrected by the clock offset the phone measured against the server.';

create table conflict (
  id uuid primary key,
  depot_id uuid not null references depot (id),
  kind text not null,
  command_id uuid references driver_command (id),
  run_id uuid references run (id),
  stop_id uuid references stop (id),
  driver_id uuid references driver (id),
  detail jsonb not null default '{}',
  status text not null default 'open' check (status in ('open', 'decided')),
  decision text,
  note text not null default '',
  opened_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  version integer not null default 1
);
create index conflict_open on conflict (depot_id, opened_at) where status = 'open';

create table delivery (
  id uuid primary key,
  command_id uuid not null unique references driver_command (id),
  stop_id uuid references stop (id),
  run_id uuid references run (id),
  site_id uuid not null references site (id),
  driver_id uuid not null references driver (id),
  business_date date not null,
  outcome text not null check (outcome in ('delivered', 'failed')),
  failure_reason text,
  occurred_at timestamptz not null,
  recipient text not null default '',
  payment text check (payment in ('cash', 'transfer', 'monthly', 'short', 'none')),
  amount_due_ntd bigint not null default 0,
  amount_paid_ntd bigint not null default 0,
  residual_credit_ntd bigint not null default 0,
  note text not null default '',
  corrects_id uuid unique references delivery (id),
  is_void boolean not null default false
);
create index delivery_site on delivery (site_id, business_date desc);
create index delivery_day on delivery (business_date);
create index delivery_stop on delivery (stop_id);
create table delivery_line (
  delivery_id uuid not null references delivery (id) on delete cascade,
  product_code text not null references product (code),
  full_out integer not null check (full_out >= 0),
  empty_in integer not null check (empty_in >= 0),
  unit_price_ntd bigint not null,
  primary key (delivery_id, product_code)
);
create table residual_weighing (
  id uuid primary key,
  delivery_id uuid not null references delivery (id) on delete cascade,
  cylinder_type text not null references cylinder_type (code),
  gross_grams integer not null,
  tare_grams integer not null,
  residual_grams integer not null check (residual_grams >= 0),
  credit_ntd bigint not null
);
create table delivery_file (
  delivery_id uuid not null references delivery (id) on delete cascade,
  file_id uuid not null,
  purpose text not null check (purpose in ('photo', 'signature')),
  primary key (delivery_id, file_id)
);
comment on column delivery_file.file_id is 'Declared by the phone before the file itself has arrived; integrity finds those that never do.';

create table vehicle_check (
  id uuid primary key,
  command_id uuid not null unique references driver_command (id),
  run_id uuid not null references run (id),
  vehicle_id uuid not null references vehicle (id),
  items jsonb not null,
  is_safe boolean not null,
  odometer_km integer,
  occurred_at timestamptz not null
);

create table day_close (
  id uuid primary key,
  command_id uuid not null unique references driver_command (id),
  run_id uuid not null references run (id),
  driver_id uuid not null references driver (id),
  business_date date not null,
  counted_cash_ntd bigint not null,
  due_cash_ntd bigint not null,
  variance_cash_ntd bigint not null,
  denominations jsonb not null,
  cylinders jsonb not null,
  is_cylinder_variance boolean not null,
  reason text not null default '',
  driver_signature_file_id uuid,
  occurred_at timestamptz not null,
  status text not null check (status in ('agreed', 'awaiting_signature', 'signed')),
  signed_by uuid,
  signed_at timestamptz,
  signature_note text not null default '',
  version integer not null default 1
);
create index day_close_day on day_close (business_date);
comment on column day_close.cylinders is 'By type: {"20": {"full": {"due": 3, "counted": 3}, "empty": {"due": 12, "counted": 11}}}.';
