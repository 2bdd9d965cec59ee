import { testDatabase } from '../../testkit/test-database.ts'
import { queueContract } from './queue.contract.ts'
import { makePostgresQueue } from './queue.postgres.ts'

queueContract('postgres', async () => {
  const { db, connectionString } = await testDatabase()
  return { db, queue: await makePostgresQueue({ connectionString, onJob: () => undefined }) }
})
