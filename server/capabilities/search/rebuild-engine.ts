import { type Database, openDirectConnection } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'
import type { FollowingSearch } from '../../ports/search/search.port.ts'
import { beginFollowing, type DocumentName, readDocumentsAfter } from './search-feed.store.ts'

const pageRows = 1_000

/** An engine, the documents it follows, and a direct connection for locks. */
export interface EngineDeps {
  connectionString: string
  db: Database
  engine: FollowingSearch
}

/** Somebody else rebuilds at this moment. */
export class RebuildUnderWay extends Error {
  readonly code = 'search.rebuild-under-way'
  constructor() {
    super('The search index is being rebuilt by another process already.')
  }
}

/**
 * Builds a new index from all documents beside the old one, which is searched until the new one takes its place at
 * once. Work goes on meanwhile: changes reach both, and a page of documents never overwrites a change.
 * @returns how many documents were copied
 */
export async function rebuildEngine(deps: EngineDeps, signal?: AbortSignal): Promise<number> {
  const { db, engine } = deps
  const client = await openDirectConnection(deps.connectionString)
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      locks.searchRebuild,
    ])
    if (!rows[0]?.locked) throw new RebuildUnderWay()
    await beginFollowing(db)
    const rebuild = await engine.beginRebuild()
    try {
      let after: DocumentName | null = null
      let copied = 0
      for (;;) {
        signal?.throwIfAborted()
        const page = await readDocumentsAfter(db, after, pageRows)
        if (page.length > 0) await rebuild.add(page)
        copied += page.length
        after = page.at(-1) ?? null
        if (page.length < pageRows) break
      }
      await rebuild.finish()
      return copied
    } catch (error) {
      await rebuild.abandon().catch(() => undefined)
      throw error
    }
  } finally {
    await client.end()
  }
}
