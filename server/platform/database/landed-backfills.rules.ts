interface LandedBackfill {
  /** How the statement begins that ends the migration's text and is carried out in bits in its place. */
  replaces: string
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
 * Landed migrations whose last statement goes over every row while the locks of their transaction are held: on 350 000
 * orders nobody could have saved one for minutes. The text cannot change; what follows here does the same in bits. The
 * triggers that keep documents up to date are committed before, so what is saved meanwhile is found as well.
 */
export const landedBackfills: Readonly<Record<string, LandedBackfill>> = {
  // 0021 makes every document anew and those that are missing as well, so its bits serve both.
  '0020-search.sql': { replaces: 'insert into search_document (kind, id,', backfills: [] },
  '0021-search-tokens.sql': {
    replaces: 'update search_document d set tokens = s.tokens',
    backfills: everyDocument,
  },
}
