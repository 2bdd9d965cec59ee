import type { Database } from '../../platform/database/database.ts'
import type { Route } from '../../platform/http/route.ts'
import { type SearchDeps, searchRoutes } from './search.routes.ts'
import { rebuildDocuments } from './search.store.ts'

export { withSearchLater } from './search.store.ts'

/** Finds anything a role may see. The documents themselves are kept by the database, see migration 0020. */
export function makeSearch(deps: SearchDeps): { routes: Route[] } {
  return { routes: searchRoutes(deps) }
}

/** `npx luckygas search rebuild`: makes every document anew; there should be nothing to do. */
export async function searchRebuildCommand(
  db: Database,
): Promise<{ exit: 0; json: { wrong: number; documents: number }; text: string }> {
  const counts = await rebuildDocuments(db)
  return {
    exit: 0,
    json: counts,
    text: `搜尋資料 ${counts.documents} 筆，更正 ${counts.wrong} 筆 (${counts.documents} documents, ${counts.wrong} put right)`,
  }
}
