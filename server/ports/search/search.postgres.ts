import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import {
  type SearchDocument,
  type SearchDrawer,
  type SearchFit,
  type SearchHit,
  type SearchIndex,
  type SearchQuestion,
  searchDrawers,
  searchFits,
} from './search.port.ts'
import { gramsOf } from './search-grams.ts'

/** How a drawer is written before each of its tokens; see `search_tokens` of the migrations. */
const letters: Readonly<Record<SearchDrawer, string>> = { customers: 'c', orders: 'o', others: 'x' }

/** Letters of a beginning that `search_tokens` keeps as one token. */
const longestBeginning = 8

interface Row {
  kind: string
  id: string
  key: string
  title: string
  detail: string
  also: string[]
  state: string
  is_closed: boolean
  sort_key: bigint
  drawer: string
  fit: number
}

/**
 * Search in our own PostgreSQL: an inverted index over tokens of two letters or three digits in `search_document`. The
 * tokens carry their drawer, so that the planner knows how common each is there: for a rare one it reads the inverted
 * index, for one that nearly every document has it walks the drawer in its order and stops at the limit.
 */
export function makePostgresSearch(deps: { db: Database }): SearchIndex {
  const { db } = deps
  return {
    find: async question => {
      const arms = searchDrawers.flatMap(drawer => armsOf(letters[drawer], question))
      if (arms.length === 0) return []
      const { rows } = await sql<Row>`${sql.join(arms, sql` union all `)}`.execute(db)
      return best(rows)
    },
    put: async documents => {
      for (let from = 0; from < documents.length; from += 1000)
        await putSome(db, documents.slice(from, from + 1000))
    },
    remove: async (kind, ids) => {
      if (ids.length === 0) return
      await db
        .deleteFrom('search_document')
        .where('kind', '=', kind)
        .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
        .execute()
    },
  }
}

/** An order's number is asked for by this many digits at least. */
const fewestOrderDigits = 3
/** As the index of a drawer has it: the planner may walk it and stop at the limit. */
const walked = sql`is_closed, sort_key, id`
/** The same order hidden from the index, where the things sought lie together far down the walk. */
const sorted = sql`is_closed::int, sort_key, id`

interface Arm {
  fit: SearchFit
  tokens: readonly string[]
  /** To be found in the folded text besides. */
  texts: readonly string[]
  order: RawBuilder<unknown>
}

/** The ways in which documents of a drawer may fit. */
function waysOf(letter: string, { whole, words }: SearchQuestion): Arm[] {
  const ways: Arm[] = []
  const isNumber = /^\d+$/.test(whole)
  if (whole !== '') ways.push({ fit: 'exact', tokens: [`=${whole}`], texts: [], order: walked })
  if (whole !== '' && !(letter === letters.orders && isNumber && whole.length < fewestOrderDigits)) {
    const beginning = [...whole].slice(0, longestBeginning).join('')
    ways.push({
      fit: 'prefix',
      tokens: [`^${beginning}`],
      texts: beginning === whole ? [] : [`^${whole}`],
      order: letter === letters.orders && isNumber ? sorted : walked,
    })
  }
  const grams = [...new Set(words.flatMap(gramsOf))]
  // A word that is one token needs no second look; a guess about its text would only mislead the planner.
  const texts = words.filter(word => !grams.includes(word))
  if (grams.length > 0) ways.push({ fit: 'part', tokens: grams, texts, order: walked })
  return ways
}

/** One limited query for each way to fit in a drawer. */
function armsOf(letter: string, question: SearchQuestion): RawBuilder<Row>[] {
  return waysOf(letter, question).map(
    ({ fit, tokens, texts, order }) => sql<Row>`
    (select kind, id, key, title, detail, also, state, is_closed, sort_key, drawer, ${sql.lit(searchFits.indexOf(fit))}::int as fit
    from search_document
    where drawer = ${sql.lit(letter)} and kind = any(${[...question.kinds]}::text[])
      and tokens @> ${tokens.map(token => letter + token)}::text[]
      ${sql.join(
        texts.map(text => sql`and strpos(folded, ${text}) > 0`),
        sql` `,
      )}
    order by ${order} limit ${question.limit})`,
  )
}

/** The best fit of each document, in the order the port promises. */
function best(rows: readonly Row[]): SearchHit[] {
  const order = (row: Row) => searchDrawers.findIndex(drawer => letters[drawer] === row.drawer)
  const ranked = rows.toSorted(
    (a, b) =>
      a.fit - b.fit ||
      order(a) - order(b) ||
      Number(a.is_closed) - Number(b.is_closed) ||
      Number(a.sort_key - b.sort_key),
  )
  const seen = new Set<string>()
  const hits: SearchHit[] = []
  for (const { is_closed, sort_key, fit, drawer: _, ...row } of ranked) {
    if (seen.has(`${row.kind} ${row.id}`)) continue
    seen.add(`${row.kind} ${row.id}`)
    hits.push({ ...row, isClosed: is_closed, sortKey: sort_key, fit: searchFits[fit] ?? 'part' })
  }
  return hits
}

/** Folded and cut into tokens by the database's own functions, so that there is one way to do it. */
async function putSome(db: Database, documents: readonly SearchDocument[]): Promise<void> {
  const records = documents.map(document => ({
    kind: document.kind,
    id: document.id,
    drawer: letters[document.drawer],
    key: document.key,
    title: document.title,
    detail: document.detail,
    also: document.also,
    exacts: document.exacts,
    state: document.state,
    is_closed: document.isClosed,
    sort_key: String(document.sortKey),
  }))
  await sql`insert into search_document
      (kind, id, drawer, key, title, detail, also, state, is_closed, sort_key, folded, tokens)
    select d.kind, d.id, d.drawer, d.key, d.title, d.detail, d.also, d.state, d.is_closed, d.sort_key,
      array_to_string(array(select '^' || each from unnest(f.heads) each) || f.parts, '|'),
      search_tokens(d.drawer, f.heads, f.parts, f.exacts)
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as d (kind text, id uuid, drawer text, key text, title text,
      detail text, also text[], exacts text[], state text, is_closed boolean, sort_key bigint)
    cross join lateral (select
      array(select search_fold(each) from unnest(array[d.title, d.key]) each) as heads,
      array(select search_fold(each) from unnest(d.also) each) as parts,
      array(select search_fold(each) from unnest(d.exacts) each) as exacts) f
    on conflict (kind, id) do update set drawer = excluded.drawer, key = excluded.key, title = excluded.title,
      detail = excluded.detail, also = excluded.also, state = excluded.state, is_closed = excluded.is_closed,
      sort_key = excluded.sort_key, folded = excluded.folded, tokens = excluded.tokens`.execute(db)
}
