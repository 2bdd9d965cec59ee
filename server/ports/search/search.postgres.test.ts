import { sql } from 'kysely'
import { testDatabase } from '../../testkit/test-database.ts'
import { searchContract } from './search.contract.ts'
import { makePostgresSearch } from './search.postgres.ts'
import { relevanceTest } from './search.relevance.contract.ts'

async function emptyIndex() {
  const { db } = await testDatabase()
  await sql`delete from search_document`.execute(db)
  return makePostgresSearch({ db })
}

searchContract('postgres', emptyIndex)
relevanceTest('postgres', emptyIndex)
