-- Short messages between the office and each driver. One thread a driver; its counter gives every message its place.
create table message_thread (
  driver_id uuid primary key references driver (id),
  last_sequence bigint not null default 0
);

create table message (
  id uuid primary key,
  driver_id uuid not null references message_thread (driver_id),
  sequence bigint not null,
  side text not null check (side in ('office', 'driver')),
  author_id uuid not null,
  body text not null check (length(body) between 1 and 500),
  is_urgent boolean not null default false,
  stop_id uuid references stop (id) on delete set null,
  order_id uuid references sales_order (id) on delete set null,
  broadcast_id uuid,
  device_at timestamptz,
  sent_at timestamptz not null,
  delivered_at timestamptz,
  read_at timestamptz,
  read_by uuid,
  acknowledged_at timestamptz,
  unique (driver_id, sequence),
  check (side = 'office' or not is_urgent)
);
create index message_unread on message (driver_id, sequence) where read_at is null;
create index message_unacknowledged on message (driver_id) where is_urgent and acknowledged_at is null;
create index message_broadcast on message (broadcast_id) where broadcast_id is not null;
comment on column message.sequence is 'Given under the lock of the thread, so that order and numbering agree with what everyone sees.';
comment on column message.side is 'Who wrote it. Delivered, read and acknowledged are marks of the other side.';
comment on column message.broadcast_id is 'The same words to several drivers at once; each has a row of his own with his own marks.';
comment on column message.device_at is 'The phone''s clock when the driver wrote it, offline maybe.';

create table message_phrase (
  code text primary key check (code ~ '^[a-z][a-z_]{1,39}$'),
  side text not null check (side in ('office', 'driver')),
  body text not null,
  body_en text not null,
  is_urgent boolean not null default false,
  sort integer not null,
  is_active boolean not null default true
);
insert into message_phrase (code, side, body, body_en, is_urgent, sort) values
  ('late_ten', 'driver', '會晚 10 分鐘', '10 minutes late', false, 1),
  ('late_thirty', 'driver', '會晚 30 分鐘', '30 minutes late', false, 2),
  ('nobody_home', 'driver', '客人不在，請打電話', 'Nobody here, please call', false, 3),
  ('need_fulls', 'driver', '滿瓶不夠，要補', 'Not enough fulls, need more', false, 4),
  ('price_asked', 'driver', '客人問價錢，請回', 'The customer asks the price', false, 5),
  ('vehicle_trouble', 'driver', '車子有問題', 'Trouble with the vehicle', false, 6),
  ('leak_found', 'driver', '現場漏氣，請支援', 'Leak on site, need help', false, 7),
  ('understood', 'driver', '知道了', 'Understood', false, 8),
  ('call_back', 'office', '請回電', 'Please call back', false, 1),
  ('go_next', 'office', '先送下一站', 'Serve the next stop first', false, 2),
  ('come_back', 'office', '請回站裝瓶', 'Come back to load', false, 3),
  ('customer_waits', 'office', '客人在等，請先去', 'The customer waits, go there first', false, 4),
  ('typhoon_stop', 'office', '颱風，停止配送，請就近避風', 'Typhoon: stop delivering and take shelter', true, 5),
  ('leak_reported', 'office', '客人報漏氣，馬上過去', 'A leak is reported, go at once', true, 6);

insert into retention (table_name, class, keep_months, source) values
  ('message_thread', 'operation', null, 'counter of each thread'),
  ('message', 'operation', 24, 'company policy: disputes about what was agreed'),
  ('message_phrase', 'permanent', null, 'master data');
