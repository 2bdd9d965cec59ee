import { openDirectConnection } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'

const presenceRetryMs = 1_000
type Connection = Awaited<ReturnType<typeof openDirectConnection>>

/**
 * Says that this process works, until the returned function is called; a connection that the database cut is made
 * anew. Jobs that a killed process had taken would wait until it counts as silent; who begins to work and finds nobody
 * else at it sets them free at once (`whenAlone`).
 */
export async function joinWorkers(
  connectionString: string,
  whenAlone: () => Promise<void>,
): Promise<() => Promise<void>> {
  let client = await openDirectConnection(connectionString)
  let isLeaving = false
  const stay = (joined: Connection) => {
    client = joined
    joined.on('error', () => undefined)
    joined.on('end', () => void rejoin())
  }
  const rejoin = async () => {
    while (!isLeaving) {
      await new Promise(resolve => setTimeout(resolve, presenceRetryMs))
      try {
        const next = await openDirectConnection(connectionString)
        stay(next)
        await next.query('select pg_advisory_lock_shared($1)', [locks.workers])
        if (isLeaving) await next.end()
        return
      } catch {
        // The database is still away; the loop tries again.
      }
    }
  }
  stay(client)
  await enter(client, whenAlone)
  return async () => {
    isLeaving = true
    await client.end()
  }
}

async function enter(client: Connection, whenAlone: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
    locks.workers,
  ])
  const isAlone = rows[0]?.alone ?? false
  if (isAlone) await whenAlone()
  await client.query('select pg_advisory_lock_shared($1)', [locks.workers])
  if (isAlone) await client.query('select pg_advisory_unlock($1)', [locks.workers])
}
