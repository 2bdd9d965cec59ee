-- What dispatchers did to a day's plan, in order: each row keeps the places it changed as they were and as it left
-- them, so that anybody at the board sees who did what, and a step can be taken back even after a publish.
create table plan_step (
  id uuid primary key,
  plan_id uuid not null references day_plan (id),
  number integer not null,
  kind text not null,
  plan_version integer not null,
  done_by uuid not null,
  done_by_name text not null,
  done_at timestamptz not null,
  subject jsonb not null default '{}',
  stop_ids uuid[] not null default '{}',
  run_ids uuid[] not null default '{}',
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  locks jsonb not null default '[]',
  target_id uuid references plan_step (id),
  effective_number integer not null,
  undone_at timestamptz,
  undone_by_name text,
  undone_with uuid references plan_step (id),
  unique (plan_id, number)
);
create index plan_step_version on plan_step (plan_id, plan_version);
comment on column plan_step.plan_version is 'The plan''s version that the step left behind; whoever saw an older one has not seen the step.';
comment on column plan_step.subject is 'Words for people: the stop''s name, letters from and to, how many stops; {"stop": "…", "from": "A", "to": "B"}.';
comment on column plan_step.before is 'Trips of the changed runs by run id, stop ids in order; a stop in none of them lay in the tray.';
comment on column plan_step.locks is 'Locks that were turned: [{"kind": "stop", "id": "…", "isLocked": true}], isLocked as the step left it.';
comment on column plan_step.target_id is 'For kinds undo and redo: the step they turned.';
comment on column plan_step.effective_number is 'Its own number, or that of the redo that put it back.';
comment on column plan_step.undone_with is 'The publication whose undoing took this step back too.';

insert into retention (table_name, class, keep_months, source) values
  ('plan_step', 'operation', 24, 'disputes, as plan_publication');
insert into parameter (name, effective_from, value, unit, source) values
  ('dispatch.tell-eta-minutes', '2000-01-01', '15', 'min', 'company practice: a customer who waits is told when his time moves by more');
