-- Cylinders: double entry. A movement takes cylinders of a type from one holder and gives them to another, so that
-- within a movement the quantities of each type sum to zero. Site, plant, inspection, lost and opening hold without
-- a fill state ('held'); depot and truck tell full from empty.
create table cylinder_account (
  id uuid primary key,
  kind text not null check (kind in ('opening', 'plant', 'depot', 'truck', 'site', 'inspection', 'lost')),
  holder_id uuid,
  unique nulls not distinct (kind, holder_id)
);
create table cylinder_movement (
  id uuid primary key,
  kind text not null check (kind in ('opening', 'load', 'unload', 'deliver', 'return', 'fill', 'receive', 'count', 'lose', 'inspect')),
  business_date date not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  source_id uuid not null,
  reverses_id uuid unique references cylinder_movement (id),
  actor_id uuid,
  reason text not null default ''
);
create index cylinder_movement_source on cylinder_movement (source, source_id);
create index cylinder_movement_day on cylinder_movement (business_date);
create table cylinder_entry (
  movement_id uuid not null references cylinder_movement (id),
  line integer not null,
  account_id uuid not null references cylinder_account (id),
  cylinder_type text not null references cylinder_type (code),
  condition text not null check (condition in ('full', 'empty', 'held')),
  quantity integer not null check (quantity <> 0),
  primary key (movement_id, line)
);
create index cylinder_entry_account on cylinder_entry (account_id, cylinder_type, condition);
create table cylinder_balance (
  account_id uuid not null references cylinder_account (id),
  cylinder_type text not null references cylinder_type (code),
  condition text not null check (condition in ('full', 'empty', 'held')),
  quantity integer not null,
  primary key (account_id, cylinder_type, condition)
);

-- Cash in drivers' hands, the same way. Positive is what the account holds or is owed.
create table cash_account (
  id uuid primary key,
  kind text not null check (kind in ('driver', 'depot', 'site', 'sales', 'variance', 'deposit')),
  holder_id uuid,
  unique nulls not distinct (kind, holder_id)
);
create table cash_movement (
  id uuid primary key,
  kind text not null check (kind in ('sale', 'collect', 'residual_credit', 'deposit', 'hand_in', 'variance', 'correction')),
  business_date date not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  source_id uuid not null,
  reverses_id uuid unique references cash_movement (id),
  actor_id uuid,
  reason text not null default ''
);
create index cash_movement_source on cash_movement (source, source_id);
create table cash_entry (
  movement_id uuid not null references cash_movement (id),
  line integer not null,
  account_id uuid not null references cash_account (id),
  amount_ntd bigint not null check (amount_ntd <> 0),
  primary key (movement_id, line)
);
create index cash_entry_account on cash_entry (account_id);

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'a ledger row is never changed or removed: %', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger cylinder_movement_append_only before update or delete on cylinder_movement for each row execute function ledger_is_append_only();
create trigger cylinder_entry_append_only before update or delete on cylinder_entry for each row execute function ledger_is_append_only();
create trigger cash_movement_append_only before update or delete on cash_movement for each row execute function ledger_is_append_only();
create trigger cash_entry_append_only before update or delete on cash_entry for each row execute function ledger_is_append_only();

create function cylinder_movement_sums_to_zero() returns trigger language plpgsql as $$
declare wrong text;
begin
  select string_agg(cylinder_type || ':' || total, ' ') into wrong
  from (select cylinder_type, sum(quantity) as total from cylinder_entry
        where movement_id = new.movement_id group by cylinder_type having sum(quantity) <> 0) as unbalanced;
  if wrong is not null then
    raise exception 'cylinder movement % does not sum to zero: %', new.movement_id, wrong using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger cylinder_entry_zero_sum after insert on cylinder_entry
  deferrable initially deferred for each row execute function cylinder_movement_sums_to_zero();

create function cash_movement_sums_to_zero() returns trigger language plpgsql as $$
begin
  if (select sum(amount_ntd) from cash_entry where movement_id = new.movement_id) <> 0 then
    raise exception 'cash movement % does not sum to zero', new.movement_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger cash_entry_zero_sum after insert on cash_entry
  deferrable initially deferred for each row execute function cash_movement_sums_to_zero();

create function keep_cylinder_balance() returns trigger language plpgsql as $$
begin
  insert into cylinder_balance (account_id, cylinder_type, condition, quantity)
  values (new.account_id, new.cylinder_type, new.condition, new.quantity)
  on conflict (account_id, cylinder_type, condition)
  do update set quantity = cylinder_balance.quantity + excluded.quantity;
  return null;
end $$;
create trigger cylinder_entry_balance after insert on cylinder_entry for each row execute function keep_cylinder_balance();
