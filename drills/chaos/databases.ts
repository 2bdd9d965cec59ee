import pg from 'pg'
import type { OpenedDatabase, PostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'

/** What a node keeps of its log between seeds at most; by itself it would keep more than its small disk holds. */
const mostLog = '160MB'

/** Tells each node how much of its log it may keep, so that the tenth seed has as much room as the first. */
export async function boundLogs({ nodes, url }: PostgresCluster): Promise<void> {
  for (const { pgPort } of nodes) {
    const own = Object.assign(new URL(url), { port: String(pgPort) }).href
    await giveOrders(own, `alter system set max_wal_size = '${mostLog}'`, 'select pg_reload_conf()')
  }
}

/** Gives orders to the cluster itself, from the database that no seed uses. */
export const orderCluster = (cluster: PostgresCluster, ...orders: string[]): Promise<void> =>
  giveOrders(cluster.url, ...orders)

async function giveOrders(connectionString: string, ...orders: string[]): Promise<void> {
  const client = new pg.Client({ connectionString })
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
