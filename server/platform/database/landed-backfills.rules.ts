interface LandedBackfill {
  /** How the statement begins that ends the migration's text and is carried out otherwise in its place. */
  replaces: string
  /** What ends the transaction instead of it. */
  instead?: string
  /** Statements in bits; one without a key ($1) is a single bit. */
  backfills: readonly string[]
}

/** Documents a bit: some tenths of a second at most in which a clerk who saves one of the same orders would wait. */
const documentsABit = 100

/** What search follows: the kind of document and where its things come from. */
const followed: readonly (readonly [kind: string, ids: string])[] = [
  ['customer', 'select id from customer'],
  ['order', 'select id from sales_order'],
  ['user', 'select id from app_user'],
  ['driver', 'select id from driver'],
  ['vehicle', 'select id from vehicle'],
  ['cylinder-type', "select md5('cylinder_type ' || code)::uuid as id from cylinder_type"],
]

const columns = 'kind, id, drawer, key, title, detail, also, state, is_closed, sort_key, folded, tokens'

/**
 * Documents that are missing are written unless the trigger was quicker; those that are there are made anew by
 * `search_refresh`, which locks each before it reads what the document should say. Those that a trigger has made since
 * hold the beginning of a name in three letters or more, which only 0021 brought, and need nothing.
 */
const everyDocument = followed.map(
  ([kind, ids]) => `
  with bit as materialized (
    select id from (${ids}) as things where $1::uuid is null or id > $1::uuid order by id limit ${documentsABit}
  ), known as materialized (
    select d.id, exists (select 1 from unnest(d.tokens) token where token like '_^___%') as is_new
    from search_document d where d.kind = '${kind}' and d.id = any (array(select id from bit))
  ), written as (
    insert into search_document (${columns}) select ${columns} from search_source() s
    where s.kind = '${kind}' and s.id = any (array(select id from bit except select id from known))
    on conflict (kind, id) do nothing
  )
  select (select id::text from bit order by id desc limit 1) as last,
    case when exists (select 1 from known where not is_new)
      then search_refresh('${kind}', array(select id from known where not is_new)) end`,
)

/**
 * As 0042 makes it. Between 0020, which first made it, and 0042 each order that was saved would read every order there is:
 * on 350 000 orders more than half a second of work, for as long as 0021 fills documents in.
 */
export const quickRefresh = `create or replace function search_refresh(the_kind text, ids uuid[]) returns void language plpgsql as $$
begin
  perform 1 from search_document d where d.kind = the_kind and d.id = any (ids) order by d.id for update;
  delete from search_document d where d.kind = the_kind and d.id = any (ids)
    and d.id <> all (array(select t.id from search_thing() t where t.kind = the_kind and t.id = any (ids)));
  insert into search_document as d (kind, id, drawer, key, title, detail, also, state, is_closed, sort_key, folded, tokens)
  select s.kind, s.id, s.drawer, s.key, s.title, s.detail, s.also, s.state, s.is_closed, s.sort_key, s.folded, s.tokens
  from search_source() s where s.kind = the_kind and s.id = any (ids)
  on conflict (kind, id) do update set drawer = excluded.drawer, key = excluded.key, title = excluded.title,
    detail = excluded.detail, also = excluded.also, state = excluded.state, is_closed = excluded.is_closed,
    sort_key = excluded.sort_key, folded = excluded.folded, tokens = excluded.tokens;
end $$;
`

/**
 * Landed migrations whose last statement goes over every row while the locks of their transaction are held: on 350 000
 * orders nobody could have saved one for minutes. The text cannot change; what follows here does the same in bits. The
 * triggers that keep documents up to date are committed before, so what is saved meanwhile is found as well.
 */
export const landedBackfills: Readonly<Record<string, LandedBackfill>> = {
  // 0021 makes every document anew and those that are missing as well, so its bits serve both.
  '0020-search.sql': {
    replaces: 'insert into search_document (kind, id,',
    instead: quickRefresh,
    backfills: [],
  },
  '0021-search-tokens.sql': {
    replaces: 'update search_document d set tokens = s.tokens',
    backfills: everyDocument,
  },
  // Read every delivery there is under the lock that adds the columns; by themselves they let everybody write, or are
  // over at once.
  '0028-counter-sales.sql': {
    replaces: 'alter table delivery validate constraint delivery_at_door_or_counter;',
    backfills: [
      'alter table delivery validate constraint delivery_at_door_or_counter',
      'create unique index if not exists delivery_counter_order on delivery (order_id) where order_id is not null',
      `comment on column delivery.depot_id is 'Where it was sold over the counter; null for what a driver delivered.'`,
    ],
  },
  '0038-order-payment-collection.sql': {
    replaces: 'alter table delivery validate constraint delivery_deposit_refund;',
    backfills: ['alter table delivery validate constraint delivery_deposit_refund'],
  },
  // Reads a sample of all documents, while nobody may write one for the triggers that were made before it.
  '0033-search-feed.sql': {
    replaces: 'analyze search_document (tokens);',
    backfills: ['analyze search_document (tokens)'],
  },
}
