-- The running day: what the clock expects of each open stop, kept beside what the published plan promised.
create table stop_outlook (
  stop_id uuid primary key references stop (id) on delete cascade,
  run_id uuid not null references run (id),
  eta_at timestamptz not null,
  late_minutes integer not null,
  risk text check (risk in ('window', 'promise', 'run-out')),
  risk_minutes integer not null default 0,
  risk_since timestamptz,
  evaluated_at timestamptz not null
);
create index stop_outlook_run on stop_outlook (run_id);
comment on column stop_outlook.late_minutes is 'Expected minus published arrival; negative when early.';
comment on column stop_outlook.risk_minutes is 'Minutes beyond what was promised.';

-- How a driver''s day goes: what the clock started from, how late, when he is back, and whether his phone is silent.
create table run_watch (
  run_id uuid primary key references run (id) on delete cascade,
  basis text not null check (basis in ('depot', 'position', 'stop', 'arrived')),
  late_minutes integer not null,
  back_at timestamptz,
  heard_at timestamptz,
  silent_since timestamptz,
  evaluated_at timestamptz not null
);

-- Where positions say that a driver stands at a door. Only a proposal: what the driver reports is never touched.
create table arrival_sighting (
  stop_id uuid primary key references stop (id) on delete cascade,
  run_id uuid not null references run (id),
  driver_id uuid not null references driver (id),
  arrived_at timestamptz not null,
  left_at timestamptz,
  seen_at timestamptz not null
);
create index arrival_sighting_run on arrival_sighting (run_id);

-- A driver who could not go on: why, when, and what became of his open stops.
create table run_interruption (
  id uuid primary key,
  run_id uuid not null references run (id),
  driver_id uuid not null references driver (id),
  cause text not null check (cause in ('sick', 'breakdown', 'road-closed')),
  moved jsonb not null,
  interrupted_at timestamptz not null,
  interrupted_by uuid not null
);
create index run_interruption_run on run_interruption (run_id);

insert into retention (table_name, class, keep_months, source) values
  ('stop_outlook', 'derived', null, 'recomputed while the day runs'), ('run_watch', 'derived', null, 'recomputed while the day runs'),
  ('arrival_sighting', 'operation', 60, 'evidence of service'), ('run_interruption', 'operation', 60, '勞動基準法 §30: work records 5 years');

insert into parameter (name, effective_from, value, unit, source) values
  ('running.late-minutes', '2000-01-01', '30', 'min', 'company policy: a customer who may run out notices this delay'),
  ('running.promise-minutes', '2000-01-01', '15', 'min', 'company policy: ETA ±15 minutes is the promise'),
  ('running.risk-enter-minutes', '2000-01-01', '5', 'min', 'company policy: a risk is flagged from here'),
  ('running.risk-leave-minutes', '2000-01-01', '5', 'min', 'company policy: and forgotten with this much room'),
  ('running.urgent-minutes', '2000-01-01', '120', 'min', 'company policy: within which an urgent order is served'),
  ('running.emergency-minutes', '2000-01-01', '30', 'min', 'company policy: within which an emergency is served'),
  ('running.position-fresh-minutes', '2000-01-01', '5', 'min', 'company policy: an older fix no longer says where he is'),
  ('running.phone-silent-minutes', '2000-01-01', '20', 'min of working time', 'company policy: without a word from the phone'),
  ('running.arrival-dwell-seconds', '2000-01-01', '90', 's', 'company policy: standing this long at a door is an arrival');
