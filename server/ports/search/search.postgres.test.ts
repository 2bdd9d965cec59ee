import { sql } from 'kysely'
import { testDatabase } from '../../testkit/test-database.ts'
import { searchContract } from './search.contract.ts'
import { makePostgresSearch } from './search.postgres.ts'

searchContract('postgres', async () => {
  const { db } = await testDatabase()
  await sql`delete from search_document`.execute(db)
  return makePostgresSearch({ db })
})
