-- What every capability stands on: idempotency, audit, events, parameters, files. Runs on PostgreSQL 15 to 18.

create table retention (
  table_name text primary key,
  class text not null check (class in ('permanent', 'books', 'operation', 'trace', 'derived')),
  keep_months integer,
  source text not null
);
comment on table retention is 'How long each table keeps its rows, and which rule says so.';

create table depot (
  id uuid primary key,
  code text not null unique,
  name text not null,
  address text not null default '',
  latitude double precision not null,
  longitude double precision not null,
  created_at timestamptz not null default now()
);

create table company (
  singleton boolean primary key default true check (singleton),
  name text not null,
  is_demo boolean not null default false,
  cut_over_on date,
  created_at timestamptz not null default now()
);

create table idempotency_key (
  actor_id uuid not null,
  key uuid not null,
  request_hash bytea not null,
  status integer not null,
  answer jsonb,
  created_at timestamptz not null,
  primary key (actor_id, key)
);
create index idempotency_key_created_at on idempotency_key (created_at);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_id uuid,
  actor_role text,
  action text not null,
  entity text not null,
  entity_id text not null,
  before jsonb,
  after jsonb,
  reason text,
  trace_id text
);
create index audit_entity on audit (entity, entity_id, id desc);
create index audit_at on audit (at desc);

-- The transactional outbox. One relay reads only rows whose transaction every snapshot can see, gives each stream
-- its next sequence, and only then publishes; so a reader that resumes by sequence never skips one.
create table outbox_event (
  id bigint generated always as identity primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  stream text not null,
  kind text not null,
  entity_id text not null,
  payload jsonb not null default '{}',
  at timestamptz not null,
  sequence bigint,
  unique (stream, sequence)
);
create index outbox_event_unsequenced on outbox_event (id) where sequence is null;
create table outbox_stream (
  stream text primary key,
  last_sequence bigint not null
);

create table parameter (
  name text not null,
  effective_from date not null,
  value jsonb not null,
  unit text not null default '',
  source text not null,
  created_at timestamptz not null default now(),
  primary key (name, effective_from)
);

create table file_object (
  id uuid primary key,
  owner_id uuid not null,
  purpose text not null check (purpose in ('photo', 'signature', 'import', 'export')),
  content_type text not null,
  size_bytes bigint not null check (size_bytes > 0),
  sha256 bytea not null,
  received_bytes bigint not null default 0,
  file_name text not null default '',
  created_at timestamptz not null,
  completed_at timestamptz,
  check (received_bytes between 0 and size_bytes)
);
create index file_object_incomplete on file_object (created_at) where completed_at is null;
