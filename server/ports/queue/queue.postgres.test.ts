import { onTestFinished } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { queueContract } from './queue.contract.ts'
import { makePostgresQueue } from './queue.postgres.ts'

queueContract('postgres', async () => {
  const { db, connectionString } = await testDatabase()
  const ignore = () => undefined
  const queue = await makePostgresQueue({ connectionString, onIdleError: ignore, onJob: ignore })
  onTestFinished(() => queue.close())
  return { db, queue }
})
