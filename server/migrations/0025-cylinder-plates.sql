-- Single cylinders, as far as somebody read their plates. The ledger counts without them; they say which one is where.
create table cylinder (
  id uuid primary key,
  cylinder_type text not null references cylinder_type (code),
  material text not null default 'steel' check (material in ('steel', 'composite')),
  serial text check (serial <> ''),
  mark text check (mark <> ''),
  brand text not null default '',
  made_on date,
  due_date date,
  life_end date,
  holder_kind text not null check (holder_kind in ('depot', 'truck', 'site')),
  holder_id uuid not null,
  depot_id uuid not null references depot (id),
  seen_at timestamptz not null,
  check (serial is not null or mark is not null)
);
create unique index cylinder_serial on cylinder (serial);
create unique index cylinder_mark on cylinder (mark);
create index cylinder_due on cylinder (depot_id, due_date);
create index cylinder_life on cylinder (depot_id, life_end) where life_end is not null;
comment on column cylinder.serial is '容器號碼, stamped in the steel for life; capitals and digits only.';
comment on column cylinder.mark is '合格標示號碼 of the plate it carries now; changes at each inspection.';
comment on column cylinder.due_date is 'The last good day by the plate, which is the truth; never computed.';
comment on column cylinder.holder_id is 'Where it was last seen, not a booking.';

-- How long an inspection is good, by size and age; a plate that promises more was read wrongly.
create table inspection_interval (
  effective_from date not null,
  max_gas_grams integer not null,
  from_age_years integer not null,
  years integer not null check (years > 0),
  source text not null,
  primary key (effective_from, max_gas_grams, from_age_years)
);
comment on column inspection_interval.max_gas_grams is 'Sizes up to this, beyond the next smaller one.';
insert into inspection_interval (effective_from, max_gas_grams, from_age_years, years, source) values
  ('2000-01-01', 10000, 0, 6, '內政部消防署 2008 液化石油氣容器定期檢驗基準: 2, 4, 10 公斤'),
  ('2000-01-01', 10000, 18, 1, '內政部消防署 2008 液化石油氣容器定期檢驗基準: 2, 4, 10 公斤'),
  ('2000-01-01', 20000, 0, 5, '內政部消防署 2008 液化石油氣容器定期檢驗基準: 16, 18, 20 公斤'),
  ('2000-01-01', 20000, 10, 3, '內政部消防署 2008 液化石油氣容器定期檢驗基準: 16, 18, 20 公斤'),
  ('2000-01-01', 20000, 19, 1, '內政部消防署 2008 液化石油氣容器定期檢驗基準: 16, 18, 20 公斤'),
  ('2000-01-01', 50000, 0, 4, '內政部消防署 2008 液化石油氣容器定期檢驗基準: 50 公斤'),
  ('2000-01-01', 50000, 8, 3, '內政部消防署 2008 液化石油氣容器定期檢驗基準: 50 公斤'),
  ('2000-01-01', 50000, 20, 1, '內政部消防署 2008 液化石油氣容器定期檢驗基準: 50 公斤');
insert into parameter (name, effective_from, value, unit, source) values
  ('cylinder.life-years-steel', '2000-01-01', '30', 'years', 'D0120061 §10: 鋼製容器使用年限 30 年'),
  ('cylinder.life-years-composite', '2000-01-01', '20', 'years', 'D0120061 §10: 複合材料容器使用年限 20 年'),
  ('cylinder.inspection-years-composite', '2000-01-01', '5', 'years', 'D0120061 §6: 複合材料容器每 5 年檢驗'),
  ('cylinder.send-within-days', '2000-01-01', '60', 'days', 'company policy: sent for inspection this long before the plate ends');
insert into retention (table_name, class, keep_months, source) values
  ('cylinder', 'permanent', null, 'master data; recall of a single cylinder'),
  ('inspection_interval', 'permanent', null, 'law and policy history');
