import { findAnything } from '../../../contract/endpoints/search.ts'
import { type Route, readRoute } from '../../platform/http/route.ts'
import type { SearchIndex } from '../../ports/search/search.port.ts'
import { kindsFor, searchWords, showHit } from './search.rules.ts'

export interface SearchDeps {
  index: Pick<SearchIndex, 'find'>
}

export function searchRoutes({ index }: SearchDeps): Route[] {
  return [
    readRoute(findAnything, async ({ actor }, { query }) => {
      const words = searchWords(query.q)
      const hits = await index.find({ ...words, kinds: kindsFor(actor.role), limit: query.limit })
      return { found: hits.map(hit => showHit(hit, words)), phone: words.phone }
    }),
  ]
}
