-- Background jobs beyond what one table of the queue holds: who runs what, how far he is, whom somebody asked to stop;
-- effects that happened, so that none happens twice; and the outbox that feeds a message broker.

create table job_run (
  job_ref text primary key,
  worker text not null,
  key text unique,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  cancel_requested_at timestamptz,
  progress real check (progress between 0 and 1),
  progress_words text not null default ''
);
create index job_run_seen on job_run (seen_at);
comment on table job_run is 'One row a running job, of either queue. A row that nobody has touched for a while belongs to a worker that fell silent.';
comment on column job_run.key is 'Jobs of the same key run one after the other; only set by the queue that has no other way.';

create table job_inbox (
  job_ref text primary key,
  done_at timestamptz not null default now()
);
create index job_inbox_done on job_inbox (done_at);
comment on table job_inbox is 'Jobs whose effect is done, written with the effect: a job that comes again finds its row and does nothing.';

create table job_outbox (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  key text,
  payload jsonb not null,
  priority smallint not null default 0,
  run_at timestamptz not null default now(),
  attempts smallint not null default 0,
  max_attempts smallint not null check (max_attempts > 0),
  revision integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  sending_until timestamptz,
  sent_at timestamptz,
  is_running boolean not null default false,
  is_dead boolean not null default false,
  check (not (is_running and is_dead))
);
create unique index job_outbox_key on job_outbox (key) where not is_running and not is_dead;
create index job_outbox_due on job_outbox (priority, run_at, created_at)
  where sent_at is null and not is_running and not is_dead;
create index job_outbox_sent on job_outbox (name, sent_at) where sent_at is not null;
comment on table job_outbox is 'Jobs that travel through a message broker, until they are done. The broker only says whose turn it is.';
comment on column job_outbox.sending_until is 'A relay is publishing it; when it died over that, another may from here on.';
comment on column job_outbox.sent_at is 'The broker has confirmed it. A worker that takes the job, and a new attempt, clear it.';

create table job_timetable (
  name text primary key,
  last_slot timestamptz not null
);
comment on table job_timetable is 'The last time at which a job of the timetable was due and enqueued, so that of many workers one does it.';

insert into retention (table_name, class, keep_months, source) values
  ('job_run', 'operation', null, 'only running jobs have rows'),
  ('job_inbox', 'operation', 1, 'longer than any job is tried again'),
  ('job_outbox', 'operation', null, 'a job goes when it is done or discarded'),
  ('job_timetable', 'operation', null, 'one row a job of the timetable');
