import pg from 'pg'
import type { OpenedDatabase, PostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'

/** Gives orders to the cluster itself, from the database that no seed uses. */
export async function orderCluster(cluster: PostgresCluster, ...orders: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    for (const order of orders) await client.query(order)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A database that is the copy of another to which nobody is connected. @param undo is given what throws it away */
export async function copyDatabase(
  cluster: PostgresCluster,
  { from, to }: { from: string; to: string },
  undo: (() => Promise<unknown>)[],
): Promise<OpenedDatabase> {
  await cluster.settled()
  await orderCluster(
    cluster,
    `drop database if exists ${to} with (force)`,
    `create database ${to} template ${from}`,
  )
  undo.push(() => orderCluster(cluster, `drop database if exists ${to} with (force)`))
  const opened = await cluster.openDatabase(to)
  undo.push(opened.close)
  return opened
}
