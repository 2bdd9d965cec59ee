create table app_user (
  id uuid primary key,
  login text not null,
  name text not null,
  role text not null check (role in ('super_admin', 'manager', 'office', 'dispatcher', 'driver', 'accountant', 'customer')),
  depot_id uuid references depot (id),
  password_hash text not null,
  must_change_password boolean not null default false,
  status text not null default 'active' check (status in ('active', 'disabled')),
  locale text,
  home_app text check (home_app in ('office', 'driver')),
  failed_logins integer not null default 0,
  locked_until timestamptz,
  password_changed_at timestamptz not null,
  version integer not null default 1,
  created_at timestamptz not null
);
create unique index app_user_login on app_user (lower(login));

create table session_family (
  id uuid primary key,
  user_id uuid not null references app_user (id),
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  revoked_at timestamptz,
  revoked_because text check (revoked_because in ('logout', 'reuse', 'password', 'disabled', 'admin'))
);
create index session_family_user on session_family (user_id) where revoked_at is null;

create table refresh_token (
  token_hash bytea primary key,
  family_id uuid not null references session_family (id) on delete cascade,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  successor_hash bytea
);
create index refresh_token_family on refresh_token (family_id);
