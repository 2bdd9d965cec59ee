-- What may be found: one document a thing, kept by the database in the transaction of the change, so that whoever saved
-- finds it at once and no way of writing can pass it by. `search_source` says what each document should be.

create function search_fold(said text) returns text language sql immutable parallel safe strict
  return translate(lower(normalize(said, NFKC)), '臺号峯裏衞鷄麵煑豊啓羣 -()#^|', '台號峰裡衛雞面煮豐啟群');
comment on function search_fold is 'The same text for the same thing: half width, small, one form of a variant, no spaces or dashes. `foldText` of search.rules.ts is its twin.';

create function search_tokens(drawer text, heads text[], parts text[], exacts text[]) returns text[]
language sql immutable parallel safe
return (
  select coalesce(array_agg(distinct drawer || gram), '{}') from (
    select '=' || each from unnest(exacts) each where each <> ''
    union all select '^' || left(each, n) from unnest(heads) each, (values (1), (2)) lengths (n) where length(each) >= n
    union all select substr(each, i, 2) from unnest(heads || parts) each, generate_series(1, length(each) - 1) i
      where each !~ '^[0-9]+$'
    union all select substr(each, i, 3) from unnest(heads || parts) each, generate_series(1, length(each) - 2) i
      where substr(each, i, 3) ~ '^[0-9]{3}$'
  ) grams (gram)
);
comment on function search_tokens is 'Two letters each, three digits each, the beginning of a name (^) and whole codes (=), marked with the drawer they lie in: c customers, o orders, x the rest.';

create table search_document (
  kind text not null,
  id uuid not null,
  drawer text not null check (drawer in ('c', 'o', 'x')),
  key text not null,
  title text not null,
  detail text not null,
  also text[] not null,
  state text not null,
  is_closed boolean not null,
  sort_key bigint not null,
  folded text not null,
  tokens text[] not null,
  primary key (kind, id)
);
comment on table search_document is 'What may be found. Sorted within a drawer by is_closed, sort_key. `folded` holds ^name|^code|other|other.';
alter table search_document alter column tokens set statistics 1000;
-- Without a pending list: a search never walks through what an import has just brought.
create index search_document_tokens on search_document using gin (tokens) with (fastupdate = off);
create index search_document_order on search_document (drawer, is_closed, sort_key, id);
insert into retention (table_name, class, keep_months, source) values
  ('search_document', 'derived', null, 'rebuilt by luckygas search rebuild');

-- Functions and not views, because they are no tables of anybody; the planner sees through both.
create function search_thing() returns table (kind text, id uuid, drawer text, key text, title text, detail text, also text[], heads text[], exacts text[],
  state text, is_closed boolean, sort_key bigint) language sql stable as $$
  select 'customer' as kind, c.id, 'c' as drawer, c.code as key, c.short_name as title,
    coalesce((select s.address from site s where s.customer_id = c.id order by s.number limit 1), '') as detail,
    array_remove(array_remove(array[c.invoice_title]
      || array(select p.digits from phone p where p.customer_id = c.id order by p.digits)
      || array(select p.label from phone p where p.customer_id = c.id order by p.digits)
      || array(select unnest(array[s.address, s.name, s.contact_name]) from site s where s.customer_id = c.id order by s.number),
      null), '') as also,
    array[c.short_name, c.code] as heads,
    array[c.code, c.tax_id] || array(select p.digits from phone p where p.customer_id = c.id order by p.digits) as exacts,
    case when c.is_terminated then 'terminated' else c.status end as state, c.is_terminated as is_closed,
    case when c.code ~ '^[0-9]{1,15}$' then c.code::bigint else 0 end as sort_key
  from customer c
  union all
  select 'order', o.id, 'o', o.number::text, c.short_name, o.requested_on::text,
    array_remove(array[o.note], ''), array[o.number::text, c.short_name], array[o.number::text], o.state,
    o.state in ('delivered', 'failed', 'cancelled'), -o.number
  from sales_order o join site s on s.id = o.site_id join customer c on c.id = s.customer_id
  union all
  select 'user', u.id, 'x', u.login, u.name, u.role, '{}', array[u.name, u.login], array[u.login], u.status, u.status <> 'active', 3
  from app_user u
  union all
  select 'driver', d.id, 'x', d.letter, d.name, d.phone, array_remove(array[d.phone], ''), array[d.name, d.letter],
    array[d.letter, d.phone], case when d.is_active then 'active' else 'disabled' end, not d.is_active, 1
  from driver d
  union all
  select 'vehicle', v.id, 'x', v.plate, v.name, v.kind, '{}', array[v.plate, v.name], array[v.plate],
    case when v.is_active then 'active' else 'disabled' end, not v.is_active, 2
  from vehicle v
  union all
  select 'cylinder-type', md5('cylinder_type ' || t.code)::uuid, 'x', t.code, t.label, (t.gas_grams / 1000)::text || ' kg', '{}',
    array[t.label, t.code], array[t.code, t.label], 'active', false, 4
  from cylinder_type t
$$;
comment on function search_thing is 'Everything that may be found, as its own table has it.';

create function search_source() returns table (kind text, id uuid, drawer text, key text, title text, detail text, also text[], state text,
  is_closed boolean, sort_key bigint, folded text, tokens text[]) language sql stable as $$
  select t.kind, t.id, t.drawer, t.key, t.title, t.detail, t.also, t.state, t.is_closed, t.sort_key,
    f.folded, search_tokens(t.drawer, f.heads, f.parts, f.exacts) as tokens
  from search_thing() t
  cross join lateral (select
    array(select search_fold(each) from unnest(t.heads) each where each is not null) as heads,
    array(select search_fold(each) from unnest(t.also) each) as parts,
    array(select search_fold(each) from unnest(t.exacts) each where each is not null) as exacts,
    array_to_string(array(select '^' || search_fold(each) from unnest(t.heads) each)
      || array(select search_fold(each) from unnest(t.also) each), '|') as folded) f
$$;
comment on function search_source is 'What search_document should hold.';

-- Whoever changes a part of the same thing waits for the row; the statement after it sees what was committed meanwhile.
create function search_refresh(the_kind text, ids uuid[]) returns void language plpgsql as $$
begin
  perform 1 from search_document d where d.kind = the_kind and d.id = any (ids) order by d.id for update;
  delete from search_document d where d.kind = the_kind and d.id = any (ids)
    and not exists (select 1 from search_thing() t where t.kind = the_kind and t.id = d.id);
  insert into search_document as d (kind, id, drawer, key, title, detail, also, state, is_closed, sort_key, folded, tokens)
  select s.kind, s.id, s.drawer, s.key, s.title, s.detail, s.also, s.state, s.is_closed, s.sort_key, s.folded, s.tokens
  from search_source() s where s.kind = the_kind and s.id = any (ids)
  on conflict (kind, id) do update set drawer = excluded.drawer, key = excluded.key, title = excluded.title,
    detail = excluded.detail, also = excluded.also, state = excluded.state, is_closed = excluded.is_closed,
    sort_key = excluded.sort_key, folded = excluded.folded, tokens = excluded.tokens;
end $$;

-- Arguments: the kind of thing, the column that names it, and all columns that show in its document.
create function search_follow() returns trigger language plpgsql as $$
declare
  ids uuid[];
  different text := format('((select %1$s from changed except select %1$s from before)
    union all (select %1$s from before except select %1$s from changed)) different', tg_argv[2]);
begin
  execute format('select array_agg(distinct %I) from %s', tg_argv[1],
    case tg_op when 'INSERT' then 'changed' when 'DELETE' then 'before' else different end) into ids;
  if ids is not null then perform search_refresh(tg_argv[0], ids); end if;
  return null;
end $$;

create function search_follow_name() returns trigger language plpgsql as $$
declare ids uuid[] := array(select o.id from changed join before using (id)
  join site s on s.customer_id = changed.id join sales_order o on o.site_id = s.id
  where changed.short_name <> before.short_name);
begin
  if cardinality(ids) > 0 then perform search_refresh('order', ids); end if;
  return null;
end $$;

create function search_follow_cylinder_types() returns trigger language plpgsql as $$
begin
  perform search_refresh('cylinder-type', array(select d.id from search_document d where d.kind = 'cylinder-type'
    union select t.id from search_thing() t where t.kind = 'cylinder-type'));
  return null;
end $$;

do $$
declare followed record;
begin
  for followed in select * from (values
    ('customer', 'customer', 'id', 'id, code, short_name, invoice_title, tax_id, status, is_terminated'),
    ('site', 'customer', 'customer_id', 'customer_id, number, address, name, contact_name'),
    ('phone', 'customer', 'customer_id', 'customer_id, digits, label'),
    ('sales_order', 'order', 'id', 'id, number, site_id, state, requested_on, note'),
    ('app_user', 'user', 'id', 'id, login, name, role, status'),
    ('driver', 'driver', 'id', 'id, letter, name, phone, is_active'),
    ('vehicle', 'vehicle', 'id', 'id, plate, name, kind, is_active')
  ) of_table (name, kind, id_column, columns) loop
    execute format('create trigger search_new after insert on %I referencing new table as changed
      for each statement execute function search_follow(%L, %L, %L)',
      followed.name, followed.kind, followed.id_column, followed.columns);
    execute format('create trigger search_changed after update on %I referencing old table as before new table as changed
      for each statement execute function search_follow(%L, %L, %L)',
      followed.name, followed.kind, followed.id_column, followed.columns);
    execute format('create trigger search_gone after delete on %I referencing old table as before
      for each statement execute function search_follow(%L, %L, %L)',
      followed.name, followed.kind, followed.id_column, followed.columns);
  end loop;
end $$;
create trigger search_renamed after update on customer referencing old table as before new table as changed
  for each statement execute function search_follow_name();
create trigger search_any after insert or update or delete on cylinder_type
  for each statement execute function search_follow_cylinder_types();

insert into search_document (kind, id, drawer, key, title, detail, also, state, is_closed, sort_key, folded, tokens)
  select kind, id, drawer, key, title, detail, also, state, is_closed, sort_key, folded, tokens from search_source();
