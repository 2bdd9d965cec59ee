-- 日結: received by a second person with a signature; reopened with a reason, never erased.
alter table day_close drop constraint day_close_status_check;
alter table day_close add constraint day_close_status_check
  check (status in ('agreed', 'awaiting_signature', 'signed', 'reopened'));
alter table day_close
  add column received_signature_file_id uuid,
  add column reopened_by uuid,
  add column reopened_at timestamptz,
  add column reopen_reason text not null default '';
create index day_close_unreceived on day_close (business_date) where status in ('agreed', 'awaiting_signature');
comment on column day_close.status is 'agreed: counted as due, the depot has not received it yet. awaiting_signature: differs. signed: received. reopened: taken back, another close follows.';

insert into parameter (name, effective_from, value, unit, source) values
  ('day-close.manager-over-ntd', '2000-01-01', '500', 'NT$', 'company policy: a larger cash difference is signed by a manager'),
  ('day-close.manager-over-cylinders', '2000-01-01', '2', 'cylinders', 'company policy: more missing or extra cylinders are signed by a manager');

-- 行車前檢查: what a driver walks past, by date, and what a fault means.
create table vehicle_check_item (
  code text not null check (code ~ '^[a-z][a-z_]{1,39}$'),
  effective_from date not null,
  effective_to date check (effective_to > effective_from),
  label text not null,
  label_en text not null,
  effect text not null check (effect in ('block', 'warn')),
  needs_photo boolean not null default false,
  sort integer not null,
  source text not null,
  primary key (code, effective_from)
);
comment on column vehicle_check_item.effect is 'block: the vehicle stays where it is until it is checked anew without this fault, or the office lets it go.';
comment on column vehicle_check_item.effective_to is 'The first day on which the item is no longer asked.';

insert into vehicle_check_item (code, effective_from, label, label_en, effect, needs_photo, sort, source) values
  ('tyres', '2000-01-01', '輪胎', 'Tyres', 'block', true, 1, '道路交通安全規則 §89: 行車前檢查'),
  ('brakes', '2000-01-01', '煞車', 'Brakes', 'block', false, 2, '道路交通安全規則 §89: 行車前檢查'),
  ('lights', '2000-01-01', '燈號', 'Lights', 'warn', false, 3, '道路交通安全規則 §89: 行車前檢查'),
  ('extinguisher', '2000-01-01', '滅火器', 'Fire extinguisher', 'block', true, 4, '道路交通安全規則 §84: 載運危險物品'),
  ('straps', '2000-01-01', '綁瓶帶、鏈條', 'Straps and rack', 'warn', false, 5, '道路交通安全規則 §84: 載運危險物品'),
  ('papers', '2000-01-01', '證件、安全資料表', 'Papers and safety sheet', 'warn', false, 6, '道路交通安全規則 §84: 載運危險物品'),
  ('no_leak', '2000-01-01', '鋼瓶沒有漏氣', 'No cylinder leaks', 'block', false, 7, 'company policy');

alter table vehicle_check
  add column is_blocked boolean not null default false,
  add column file_ids uuid[] not null default '{}';
create index vehicle_check_run on vehicle_check (run_id, vehicle_id, occurred_at desc);
comment on column vehicle_check.is_blocked is 'A fault of this check keeps the vehicle at the depot, by the items in force on its day.';

insert into retention (table_name, class, keep_months, source) values
  ('vehicle_check_item', 'permanent', null, 'history of the checklist');
