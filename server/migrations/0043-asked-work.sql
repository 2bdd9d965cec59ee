-- What a worker answers while somebody waits for it, and what the nightly integrity check last found.

create table asked_work (
  key text primary key,
  asker uuid not null,
  asked_at timestamptz not null default now(),
  settled_at timestamptz,
  problem jsonb,
  content_type text,
  file_name text,
  body bytea,
  check (settled_at is not null or (problem is null and body is null)),
  check (num_nonnulls(content_type, file_name, body) in (0, 3))
);
create index asked_work_asked on asked_work (asked_at);
comment on table asked_work is 'A request that a worker answers: its asker looks here for the end. The answer of a write stands beside its idempotency key; a refusal and a file stand here.';
comment on column asked_work.key is 'Of a write, its actor and idempotency key; else the asker''s own.';
comment on column asked_work.asker is 'Who waits for it last: a request that goes away takes the work along only if it is the one.';

create table integrity_result (
  is_last boolean primary key default true check (is_last),
  awaited_since timestamptz not null default now(),
  checked_at timestamptz,
  faults jsonb not null default '{}'
);
insert into integrity_result default values;
comment on table integrity_result is 'What the nightly integrity check found last; one row.';
comment on column integrity_result.awaited_since is 'From when on a check was to be expected: an installation has its first nights before it.';
comment on column integrity_result.faults is 'Findings by the name of their check; empty when everything agreed.';

insert into retention (table_name, class, keep_months, source) values
  ('asked_work', 'operation', 1, 'longer than anybody waits for an answer'),
  ('integrity_result', 'operation', null, 'one row');
