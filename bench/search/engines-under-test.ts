import { sql } from 'kysely'
import { openDatabase } from '../../server/platform/database/database.ts'
import { migrate } from '../../server/platform/database/migrate.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres/embedded-postgres.ts'
import { makeOpenSearch } from '../../server/ports/search/search.opensearch.ts'
import type { SearchDocument, SearchIndex } from '../../server/ports/search/search.port.ts'
import { makePostgresSearch } from '../../server/ports/search/search.postgres.ts'
import { startOpenSearch } from '../../server/testkit/engines/opensearch.ts'

/** An empty index on a server of its own. */
export interface EngineUnderTest {
  index: SearchIndex
  /** Fills it as a first import or a rebuild would, and lets the engine tidy up. */
  fill(batches: Iterable<SearchDocument[]>): Promise<void>
  stop(): Promise<void>
}

/** The adapters that can be measured; each starts its engine in the folder. */
export const enginesUnderTest: Readonly<Record<string, (folder: string) => Promise<EngineUnderTest>>> = {
  postgres: startPostgres,
  opensearch: startOpenSearchUnderTest,
}

async function startPostgres(folder: string): Promise<EngineUnderTest> {
  const cluster = await startEmbeddedPostgres({ dataFolder: folder, isThrowAway: true })
  const { db, close } = openDatabase({ connectionString: cluster.connectionString })
  await migrate(cluster.connectionString)
  const index = makePostgresSearch({ db })
  return {
    index,
    fill: async batches => {
      const { rows } = await sql<{
        definition: string
      }>`select pg_get_indexdef('search_document_tokens'::regclass) as definition`.execute(db)
      await sql`drop index search_document_tokens`.execute(db)
      for (const batch of batches) await index.put(batch)
      await sql.raw(rows[0]?.definition ?? '').execute(db)
      await sql`vacuum analyze search_document`.execute(db)
    },
    stop: async () => {
      await close()
      await cluster.stop()
    },
  }
}

async function startOpenSearchUnderTest(folder: string): Promise<EngineUnderTest> {
  const server = await startOpenSearch(folder)
  const index = makeOpenSearch({
    url: server.url,
    username: 'bench',
    password: crypto.randomUUID(),
    name: 'bench',
  })
  return {
    index,
    fill: async batches => {
      for (const batch of batches) await index.put(batch)
    },
    stop: async () => {
      await index.close()
      await server.stop()
    },
  }
}
