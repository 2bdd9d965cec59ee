-- A search engine of its own follows search_document by this list of what changed. The list is only kept while an engine
-- follows (search_feed.is_following); rows are added without waiting for anybody and taken off when the engine has them.

create table search_feed (
  is_only boolean primary key default true check (is_only),
  is_following boolean not null default false,
  checked_at timestamptz,
  documents bigint
);
comment on table search_feed is 'Whether an engine follows, and when it was last compared with search_document (as of how many documents).';
insert into search_feed default values;

create table search_change (
  -- Versions begin above that which a rebuild gives to what it copies (1).
  version bigint generated always as identity (start with 1000) primary key,
  kind text not null,
  id uuid not null
);
comment on table search_change is 'What the engine has not been told yet. The version is taken while the document is locked, so it grows in the order of commits.';

create table search_drift (
  kind text not null,
  id uuid not null,
  what text not null check (what in ('document-missing', 'document-orphan', 'document-differs')),
  primary key (kind, id)
);
comment on table search_drift is 'Where the engine differed from search_document at the last comparison.';

insert into retention (table_name, class, keep_months, source) values
  ('search_feed', 'derived', null, 'one row'),
  ('search_change', 'derived', null, 'a row goes when the engine has it'),
  ('search_drift', 'derived', null, 'replaced by every comparison');

create function search_note_change() returns trigger language plpgsql as $$
begin
  if exists (select 1 from search_feed where is_following) then
    insert into search_change (kind, id) select kind, id from changed order by kind, id;
  end if;
  return null;
end $$;
create trigger search_noted_new after insert on search_document referencing new table as changed
  for each statement execute function search_note_change();
create trigger search_noted_changed after update on search_document referencing new table as changed
  for each statement execute function search_note_change();
create trigger search_noted_gone after delete on search_document referencing old table as changed
  for each statement execute function search_note_change();

-- Ten thousand common tokens took the planner 7 ms of each search to read through; two thousand tell it as much.
alter table search_document alter column tokens set statistics 200;
analyze search_document (tokens);
