import { expect, test } from 'vitest'
import { testDatabase } from '../../testkit/test-database.ts'
import { openPlainPool } from './database.ts'

test('[S16] a pool whose connections are cut while it closes, or while nobody uses them, ends no process', async () => {
  const { pool, connectionString } = await testDatabase()
  const plain = openPlainPool(connectionString, 4)
  const clients = await Promise.all([1, 2, 3, 4].map(() => plain.connect()))
  const pids: number[] = []
  for (const client of clients) {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    pids.push(...rows.map(row => row.pid))
  }
  const cut = (some: readonly number[]) =>
    pool.query('select pg_terminate_backend(unnest($1::int[]))', [some])
  for (const client of clients) client.release()
  await cut(pids.slice(0, 2))
  await expect.poll(() => plain.totalCount).toBe(2)
  const ended = plain.end()
  await cut(pids)
  await ended
  expect(plain.ended).toBe(true)
})
