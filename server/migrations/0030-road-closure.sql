-- A road that is closed for the rest of a day: ways that pass it take longer, for arrivals, insertions and re-plans alike.
create table road_closure (
  id uuid primary key,
  depot_id uuid not null references depot (id),
  date date not null,
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  radius_metres integer not null check (radius_metres between 50 and 5000),
  extra_minutes integer not null check (extra_minutes between 1 and 240),
  note text not null default '',
  closed_at timestamptz not null,
  closed_by uuid not null,
  opened_at timestamptz,
  opened_by uuid
);
create index road_closure_day on road_closure (depot_id, date);
comment on column road_closure.extra_minutes is 'What going around costs a truck.';

insert into retention (table_name, class, keep_months, source) values
  ('road_closure', 'operation', 60, 'explains the arrivals of a day; 勞動基準法 §30: work records 5 years');
