import { sql } from 'kysely'
import type { Check } from './check.ts'

/** What can be found is what there is. */
export const searchChecks: readonly Check[] = [
  {
    name: 'search.documents-agree',
    find: sql`select case when d.id is null then 'document-missing' when s.id is null then 'document-orphan'
        else 'document-differs' end as what,
        jsonb_build_object('kind', coalesce(d.kind, s.kind), 'id', coalesce(d.id, s.id)) as params
      from search_document d full join search_source() s on s.kind = d.kind and s.id = d.id
      where (d.drawer, d.key, d.title, d.detail, d.also, d.state, d.is_closed, d.sort_key, d.folded, d.tokens)
        is distinct from (s.drawer, s.key, s.title, s.detail, s.also, s.state, s.is_closed, s.sort_key, s.folded, s.tokens)`,
  },
  {
    // A search engine of its own is compared by `luckygas search check` and every night; here is what that found.
    name: 'search.engine-agrees',
    find: sql`select what, jsonb_build_object('kind', kind, 'id', id) as params from search_drift order by kind, id`,
  },
]
