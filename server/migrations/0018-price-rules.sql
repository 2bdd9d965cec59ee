-- Prices above the list: contract > customer special > promotion > volume > list. A rule names one product and whom it
-- is for, and is in force on the days [valid_from, valid_to).
create extension if not exists btree_gist;

create table price_update (
  id uuid primary key,
  effective_from date not null,
  reason text not null,
  -- The update that this one takes back.
  undoes_id uuid unique references price_update (id),
  actor_id uuid,
  at timestamptz not null
);
create index price_update_at on price_update (at desc);

create table price_rule (
  id uuid primary key,
  kind text not null check (kind in ('contract', 'customer', 'promotion', 'volume')),
  product_code text not null references product (code),
  customer_id uuid references customer (id),
  site_id uuid references site (id),
  customer_kind text check (customer_kind in ('commercial', 'household')),
  min_quantity integer not null default 1 check (min_quantity between 1 and 10000),
  -- Either what the unit costs, or how much is taken off the list.
  effect text not null check (effect in ('fixed', 'off')),
  amount_ntd bigint not null check (amount_ntd >= 0),
  unit text not null check (unit in ('cylinder', 'kg', 'm3')),
  valid_from date not null,
  valid_to date,
  reason text not null check (reason <> ''),
  -- The rule whose place this one took, and the update that made it.
  replaces_id uuid references price_rule (id),
  update_id uuid references price_update (id),
  withdrawn_at timestamptz,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  scope text not null generated always as (
    kind || '/' || product_code || '/' || coalesce(customer_id::text, '') || '/' || coalesce(site_id::text, '') || '/'
    || coalesce(customer_kind, '') || '/' || min_quantity::text
  ) stored,
  check (valid_to is null or valid_to > valid_from),
  check ((kind in ('contract', 'customer')) = (customer_id is not null)),
  check (site_id is null or customer_id is not null),
  check (customer_kind is null or customer_id is null),
  check (kind <> 'volume' or min_quantity > 1),
  check (effect = 'fixed' or amount_ntd > 0),
  constraint price_rule_no_overlap exclude using gist
    (scope with =, daterange(valid_from, valid_to, '[)') with &&) where (withdrawn_at is null)
);
create index price_rule_customer on price_rule (customer_id, product_code) where customer_id is not null;
create index price_rule_general on price_rule (product_code) where customer_id is null;
create index price_rule_replaces on price_rule (replaces_id) where replaces_id is not null;

create table price_update_row (
  update_id uuid not null references price_update (id) on delete cascade,
  ordinal integer not null,
  product_code text not null references product (code),
  -- Absent for the list price.
  old_rule_id uuid references price_rule (id),
  new_rule_id uuid references price_rule (id),
  unit text not null check (unit in ('cylinder', 'kg', 'm3')),
  old_ntd bigint not null,
  new_ntd bigint not null,
  primary key (update_id, ordinal),
  check ((old_rule_id is null) = (new_rule_id is null))
);

insert into retention (table_name, class, keep_months, source) values
  ('price_rule', 'permanent', null, 'price history: 石油管理法 §47, 零售業 J0130062 §7 keeps two years'),
  ('price_update', 'permanent', null, 'price history'),
  ('price_update_row', 'permanent', null, 'price history');
