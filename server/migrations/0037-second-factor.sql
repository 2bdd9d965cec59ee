-- 第二道驗證: a person's authenticator app. The secret is encrypted by a key of the data folder, never in the database.
create table second_factor (
  user_id uuid primary key references app_user (id) on delete cascade,
  sealed_secret bytea not null,
  -- Null while it is being set up: it is not asked for until a first code has proved that the app has it.
  confirmed_at timestamptz,
  -- The 30-second step of the last accepted code; none is accepted twice (RFC 6238, 5.2).
  last_step bigint not null default 0,
  created_at timestamptz not null
);
-- Codes on paper for a lost phone, each good once; only their keyed hashes are kept.
create table recovery_code (
  user_id uuid not null references second_factor (user_id) on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);
insert into retention (table_name, class, keep_months, source) values
  ('second_factor', 'operation', 60, 'as long as the user signs in with it'),
  ('recovery_code', 'operation', 60, 'with the second factor');
