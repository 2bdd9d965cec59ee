-- The beginning of a name or number is one token up to its eighth letter, so that the planner knows how rare it is; and
-- the middle of an order's number, which nobody asks for, no longer makes every three digits mean thousands of orders.
create or replace function search_tokens(drawer text, heads text[], parts text[], exacts text[]) returns text[]
language sql immutable parallel safe
return (
  select coalesce(array_agg(distinct drawer || gram), '{}') from (
    select '=' || each from unnest(exacts) each where each <> ''
    union all select '^' || left(each, n) from unnest(heads) each, generate_series(1, least(length(each), 8)) n
    union all select substr(each, i, 2) from unnest(heads || parts) each, generate_series(1, length(each) - 1) i
      where each !~ '^[0-9]+$'
    union all select substr(each, i, 3) from unnest(heads || parts) each, generate_series(1, length(each) - 2) i
      where substr(each, i, 3) ~ '^[0-9]{3}$'
        and not (drawer = 'o' and each = any (heads) and each ~ '^[0-9]+$')
  ) grams (gram)
);
comment on function search_tokens is 'Two letters each, three digits each (not of an order''s number), the beginning of a name up to eight letters (^) and whole codes (=), marked with the drawer they lie in: c customers, o orders, x the rest.';

update search_document d set tokens = s.tokens from search_source() s
  where s.kind = d.kind and s.id = d.id and s.tokens is distinct from d.tokens;
