import type { Database } from '../../platform/database/database.ts'
import type { Route } from '../../platform/http/route.ts'
import { compareEngine } from './compare-engine.ts'
import { type EngineDeps, rebuildEngine } from './rebuild-engine.ts'
import { type SearchDeps, searchRoutes } from './search.routes.ts'
import { countWrongDocuments, rebuildDocuments } from './search.store.ts'

export { compareEngine } from './compare-engine.ts'
export { startFeed } from './feed-engine.ts'
export type { EngineDeps } from './rebuild-engine.ts'
export { withSearchLater } from './search.store.ts'
export { endFollowing } from './search-feed.store.ts'

/** Finds anything a role may see. The documents themselves are kept by the database, see migration 0020. */
export function makeSearch(deps: SearchDeps): { routes: Route[] } {
  return { routes: searchRoutes(deps) }
}

/**
 * `npx luckygas search rebuild`: makes every document anew, where there should be nothing to do, and then the index of
 * the engine that follows them, where there is one. Work and searches go on.
 */
export async function searchRebuildCommand(
  db: Database,
  engine?: EngineDeps,
): Promise<{ exit: 0; json: { wrong: number; documents: number; copied: number | null }; text: string }> {
  const counts = await rebuildDocuments(db)
  const copied = engine ? await rebuildEngine(engine) : null
  const ofEngine =
    copied === null ? '' : `\n搜尋引擎已重建 ${copied} 筆 (${copied} copied to the search engine)`
  return {
    exit: 0,
    json: { ...counts, copied },
    text: `搜尋資料 ${counts.documents} 筆，更正 ${counts.wrong} 筆 (${counts.documents} documents, ${counts.wrong} put right)${ofEngine}`,
  }
}

interface CheckReport {
  isClean: boolean
  /** Documents that are missing or differ from what the tables say. */
  wrong: number
  /** How the engine differs from the documents; null where there is none. */
  engine: { documents: number; waiting: number; drift: { kind: string; id: string; what: string }[] } | null
}

/** `npx luckygas search check`: whether what is found is what there is. It repairs nothing. */
export async function searchCheckCommand(
  db: Database,
  engine: EngineDeps | undefined,
  now: Date,
): Promise<{ exit: 0 | 2; json: CheckReport; text: string }> {
  const wrong = await countWrongDocuments(db)
  const compared = engine ? await compareEngine(engine, now) : null
  const isClean = wrong === 0 && (compared?.drift.length ?? 0) === 0
  const lines = [
    `搜尋資料有 ${wrong} 筆不符 (${wrong} documents differ from the tables)`,
    ...(compared === null
      ? []
      : [
          `搜尋引擎比對 ${compared.documents} 筆，${compared.drift.length} 筆不符，${compared.waiting} 筆傳送中 (engine: ${compared.documents} compared, ${compared.drift.length} differ, ${compared.waiting} on their way)`,
          ...compared.drift.slice(0, 20).map(({ what, kind, id }) => `  ${what} ${kind} ${id}`),
        ]),
    ...(isClean ? [] : ['請執行 npx luckygas search rebuild (repairs it; searches go on)']),
  ]
  return { exit: isClean ? 0 : 2, json: { isClean, wrong, engine: compared }, text: lines.join('\n') }
}
