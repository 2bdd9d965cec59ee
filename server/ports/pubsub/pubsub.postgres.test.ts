import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { pubSubContract } from './pubsub.contract.ts'
import { makePostgresPubSub } from './pubsub.postgres.ts'

pubSubContract('postgres', async () => {
  const { connectionString } = await testDatabase()
  return () => makePostgresPubSub(connectionString, () => undefined)
})

test('[S3] a connection cut by the database comes back by itself and makes listeners look', async () => {
  const { connectionString, pool } = await testDatabase()
  const faults: Error[] = []
  const pubsub = await makePostgresPubSub(connectionString, fault => faults.push(fault))
  onTestFinished(() => pubsub.close())
  const heard: string[] = []
  await pubsub.subscribe('news', message => heard.push(message))
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
  )
  await expect.poll(() => heard.at(0), { timeout: 5_000 }).toBe('')
  await pubsub.publish('news', 'again')
  await expect.poll(() => heard.at(-1)).toBe('again')
  expect(faults.length).toBeGreaterThan(0)
})
