-- Who works on a day, with which vehicle, when and with whom; a driver without a row works as his own record says.
create table staffing (
  driver_id uuid not null references driver (id),
  date date not null,
  status text not null check (status in ('work', 'off', 'leave', 'sick')),
  vehicle_id uuid references vehicle (id),
  shift_start_minute integer not null check (shift_start_minute between 0 and 1439),
  shift_end_minute integer not null check (shift_end_minute > shift_start_minute and shift_end_minute <= 1800),
  helper text not null default '',
  note text not null default '',
  version integer not null default 1,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (driver_id, date)
);
create index staffing_date on staffing (date);
comment on column staffing.vehicle_id is 'His vehicle of the day; null only when he does not work.';
comment on column staffing.helper is 'Name of the helper who rides along (隨車).';

insert into retention (table_name, class, keep_months, source) values
  ('staffing', 'operation', 60, '勞動基準法 §30: work records 5 years');
