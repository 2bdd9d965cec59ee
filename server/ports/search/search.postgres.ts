import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { type SearchDocument, type SearchIndex, type SearchQuestion, searchFits } from './search.port.ts'
import { drawerLetters } from './search-tokens.ts'
import { bestHits, type RankedHit, type SearchWay, waysOf } from './search-ways.ts'

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
      const arms = waysOf(question).map(way => armOf(way, question))
      if (arms.length === 0) return []
      const { rows } = await sql<Row>`${sql.join(arms, sql` union all `)}`.execute(db)
      return bestHits(rows.map(hitOf))
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

/** As the index of a drawer has it: the planner may walk it and stop at the limit. */
const walked = sql`is_closed, sort_key, id`
/** The same order hidden from the index, where the things sought lie together far down the walk. */
const sorted = sql`is_closed::int, sort_key, id`

/** One limited query for a way to fit. */
function armOf(
  { letter, fit, tokens, texts, isFarOff }: SearchWay,
  question: SearchQuestion,
): RawBuilder<Row> {
  return sql<Row>`
    (select kind, id, key, title, detail, also, state, is_closed, sort_key, drawer, ${sql.lit(searchFits.indexOf(fit))}::int as fit
    from search_document
    where drawer = ${sql.lit(letter)} and kind = any(${[...question.kinds]}::text[])
      and tokens @> ${[...tokens]}::text[]
      ${sql.join(
        texts.map(text => sql`and strpos(folded, ${text}) > 0`),
        sql` `,
      )}
    order by ${isFarOff ? sorted : walked} limit ${question.limit})`
}

function hitOf({ is_closed, sort_key, fit, drawer, ...row }: Row): RankedHit {
  return { ...row, letter: drawer, isClosed: is_closed, sortKey: sort_key, fit: searchFits[fit] ?? 'part' }
}

/** Folded and cut into tokens by the database's own functions, so that there is one way to do it. */
async function putSome(db: Database, documents: readonly SearchDocument[]): Promise<void> {
  const records = documents.map(document => ({
    kind: document.kind,
    id: document.id,
    drawer: drawerLetters[document.drawer],
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
