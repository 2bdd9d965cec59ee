interface LandedBackfill {
  /** How the statement begins that ends the migration's text and is carried out in bits in its place. */
  replaces: string
  backfills: readonly string[]
}

/** Documents a bit: some hundredths of a second in which a clerk who saves one of the same orders would wait. */
const documentsABit = 200

/** What search follows: the kind of document and where its things come from. */
const followed: readonly (readonly [kind: string, ids: string])[] = [
  ['customer', 'select id from customer'],
  ['order', 'select id from sales_order'],
  ['user', 'select id from app_user'],
  ['driver', 'select id from driver'],
  ['vehicle', 'select id from vehicle'],
  ['cylinder-type', "select md5('cylinder_type ' || code)::uuid as id from cylinder_type"],
]

const everyDocument = followed.map(
  ([kind, ids]) => `
  with bit as materialized (
    select id from (${ids}) as things where $1::uuid is null or id > $1::uuid order by id limit ${documentsABit}
  )
  select (select id::text from bit order by id desc limit 1) as last,
    case when exists (select 1 from bit) then search_refresh('${kind}', array(select id from bit)) end`,
)

/**
 * Landed migrations whose last statement goes over every row while the locks of their transaction are held: on 350 000
 * orders nobody could have saved one for minutes. The text cannot change; what follows here does the same in bits. The
 * triggers that keep documents up to date are committed before, so what is saved meanwhile is found as well.
 */
export const landedBackfills: Readonly<Record<string, LandedBackfill>> = {
  '0020-search.sql': { replaces: 'insert into search_document (kind, id,', backfills: everyDocument },
  '0021-search-tokens.sql': {
    replaces: 'update search_document d set tokens = s.tokens',
    backfills: everyDocument,
  },
}
