-- Travel times: what a road service answered, what may still be asked of a paid one, and what our own trucks taught.
create table travel_leg (
  source text not null check (source in ('osrm', 'google')),
  from_cell bigint not null,
  to_cell bigint not null,
  hour smallint not null check (hour between -1 and 23),
  seconds integer not null check (seconds >= 0),
  metres integer not null check (metres >= 0),
  asked_at timestamptz not null,
  primary key (source, from_cell, to_cell, hour)
);
create index travel_leg_age on travel_leg (source, asked_at);
comment on column travel_leg.from_cell is 'Point rounded to 4 decimals of a degree (11 m), see cells.rules.ts.';
comment on column travel_leg.hour is 'Hour of departure in Taipei; -1 where the service knows no hours.';

create table travel_budget (
  source text not null check (source in ('google')),
  day date not null,
  elements integer not null check (elements >= 0),
  primary key (source, day)
);
comment on table travel_budget is 'Elements (pairs) taken from a paid service''s daily allowance, by all processes together.';

create table travel_factor (
  from_zone text not null,
  to_zone text not null,
  band text not null check (band in ('day', 'night', 'morning', 'midday', 'afternoon', 'evening')),
  factor double precision not null check (factor > 0),
  samples integer not null check (samples >= 0),
  learned_at timestamptz not null,
  primary key (from_zone, to_zone, band)
);
comment on table travel_factor is 'Driven time over estimated time. Empty zones stand for the whole company, band day for all hours.';

insert into retention (table_name, class, keep_months, source) values
  ('travel_leg', 'derived', 1, 'asked again when it is old'),
  ('travel_budget', 'trace', 24, 'evidence for the service''s bill'),
  ('travel_factor', 'derived', null, 'recomputed nightly');

insert into parameter (name, effective_from, value, unit, source) values
  ('travel.neighbours', '2000-01-01', '8', 'pairs', 'design: nearest neighbours of a stop that a paid service is asked about'),
  ('travel.learn-days', '2000-01-01', '90', 'day', 'design: driven legs that travel factors are learned from');
