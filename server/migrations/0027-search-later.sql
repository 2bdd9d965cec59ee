-- An import writes customers, sites and phones by the thousand in one transaction. Making each document anew after every
-- statement costs three times what it costs once at the end, so a transaction may ask for that.

create function search_later() returns void language plpgsql as $$
begin
  create temp table search_waiting (kind text not null, id uuid not null, primary key (kind, id)) on commit drop;
  perform set_config('luckygas.search', 'later', true);
end $$;
comment on function search_later is 'From here to search_catch_up, or the end of the transaction, documents are not made anew.';

create function search_catch_up() returns void language plpgsql as $$
declare waiting record;
begin
  perform set_config('luckygas.search', '', true);
  for waiting in select w.kind, array_agg(w.id order by w.id) as ids from search_waiting w group by w.kind loop
    perform search_refresh(waiting.kind, waiting.ids);
  end loop;
  drop table search_waiting;
end $$;
comment on function search_catch_up is 'Makes anew what was changed since search_later.';

create or replace function search_follow() returns trigger language plpgsql as $$
declare
  ids uuid[];
  different text := format('((select %1$s from changed except select %1$s from before)
    union all (select %1$s from before except select %1$s from changed)) different', tg_argv[2]);
begin
  execute format('select array_agg(distinct %I) from %s', tg_argv[1],
    case tg_op when 'INSERT' then 'changed' when 'DELETE' then 'before' else different end) into ids;
  if ids is null then return null; end if;
  if current_setting('luckygas.search', true) = 'later' then
    insert into search_waiting (kind, id) select tg_argv[0], unnest(ids) on conflict do nothing;
  else
    perform search_refresh(tg_argv[0], ids);
  end if;
  return null;
end $$;
