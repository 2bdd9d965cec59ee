import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Engine, freePort, needProgram, ownFolder, startEngine } from './engine.ts'
import { startEtcd } from './etcd.ts'
import { makeNode, type NodeOptions, type PatroniNode } from './patroni-node.ts'
import { fillTemplate } from './template.ts'

export type ClusterOptions = NodeOptions

export interface PostgresCluster {
  nodes: PatroniNode[]
  /** Straight to the primary, wherever it is: sessions, LISTEN and locks live here. */
  url: string
  /** Through PgBouncer in transaction mode, to the primary. */
  poolerUrl: string
  /** A standby that follows. */
  replicaUrl: string
  /** The node that Patroni says leads, or undefined while nobody does. */
  primary(): Promise<PatroniNode | undefined>
  /** Waits until every node runs and writes are taken again. @throws after two minutes */
  settled(): Promise<void>
  /** Another database of the cluster, which must exist, and a PgBouncer of its own before it. */
  openDatabase(name: string): Promise<OpenedDatabase>
  stop(): Promise<void>
}

/** One database of a cluster, straight to the primary and through a pooler. */
export interface OpenedDatabase {
  url: string
  poolerUrl: string
  /** Ends its pooler. */
  close(): Promise<void>
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

async function startHaproxy(
  options: ClusterOptions,
  nodes: readonly PatroniNode[],
): Promise<{ engine: Engine; primaryPort: number; replicaPort: number }> {
  const own = ownFolder(options.folder, 'haproxy', options.user.uid)
  const [primaryPort, replicaPort] = [await freePort(), await freePort()]
  const file = join(own, 'haproxy.cfg')
  const settings = Object.fromEntries(
    nodes.flatMap(({ name, reach }, index) => [
      [`NODE${index + 1}_NAME`, name],
      [`NODE${index + 1}_POSTGRES`, `127.0.0.1:${reach.pgPort}`],
      [`NODE${index + 1}_REST_PORT`, reach.restPort],
    ]),
  )
  await writeFile(
    file,
    fillTemplate('haproxy.cfg', {
      ...settings,
      PRIMARY_BIND: `127.0.0.1:${primaryPort}`,
      REPLICA_BIND: `127.0.0.1:${replicaPort}`,
      HEALTH_BIND: `127.0.0.1:${await freePort()}`,
    }),
  )
  const engine = await startEngine({
    program: needProgram('haproxy'),
    args: ['-W', '-db', '-f', file],
    folder: own,
    name: 'haproxy',
    uid: options.user.uid,
    isReady: async () => answers(urlOf(options.password, primaryPort)),
    readyTimeoutMs: 60_000,
  })
  return { engine, primaryPort, replicaPort }
}

async function startPgBouncer(
  options: ClusterOptions,
  primaryPort: number,
  database = 'postgres',
): Promise<[Engine, number]> {
  const own = ownFolder(options.folder, `pgbouncer-${database}`, options.user.uid)
  const port = await freePort()
  const users = join(own, 'users.txt')
  await writeFile(users, fillTemplate('pgbouncer-users.txt', { DATABASE_PASSWORD: options.password }), {
    mode: 0o644,
  })
  const file = join(own, 'pgbouncer.ini')
  const settings = {
    PRIMARY_HOST: '127.0.0.1',
    PRIMARY_PORT: primaryPort,
    POOLER_ADDRESS: '127.0.0.1',
    POOLER_PORT: port,
    POOLER_USERS: users,
  }
  const text = fillTemplate('pgbouncer.ini', settings).replace('dbname=postgres', `dbname=${database}`)
  await writeFile(file, text, { mode: 0o644 })
  const engine = await startEngine({
    program: needProgram('pgbouncer'),
    args: [file],
    folder: own,
    name: 'pgbouncer',
    uid: options.user.uid,
    isReady: async () => answers(urlOf(options.password, port)),
  })
  return [engine, port]
}

const urlOf = (password: string, port: number, database = 'postgres') =>
  `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } finally {
    await client.end().catch(() => undefined)
  }
}

const askPatroni = (node: PatroniNode, path: string) =>
  fetch(`http://127.0.0.1:${node.restPort}${path}`, { signal: AbortSignal.timeout(1_000) }).catch(
    () => undefined,
  )

async function until(is: () => Promise<boolean>, failure: () => string): Promise<void> {
  const deadline = performance.now() + 120_000
  while (!(await is())) {
    if (performance.now() > deadline) throw new Error(failure())
    await pause(200)
  }
}

/** Three nodes of PostgreSQL 15 under Patroni with three etcd, HAProxy before them and PgBouncer before that. */
export async function startPostgresCluster(options: ClusterOptions): Promise<PostgresCluster> {
  const undo: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const etcd = await startEtcd(options.folder, options.user.uid)
    undo.push(etcd.stop)
    const nodes: PatroniNode[] = []
    for (const name of ['node1', 'node2', 'node3']) {
      const node = await makeNode(name, options, etcd.ports)
      nodes.push(node)
      undo.push(node.remove)
      await node.start()
    }
    const haproxy = await startHaproxy(options, nodes)
    undo.push(haproxy.engine.stop)
    const [pgbouncer, poolerPort] = await startPgBouncer(options, haproxy.primaryPort)
    undo.push(pgbouncer.stop)
    const primary = async () => {
      for (const node of nodes) if ((await askPatroni(node, '/primary'))?.ok) return node
      return undefined
    }
    return {
      nodes,
      url: urlOf(options.password, haproxy.primaryPort),
      poolerUrl: urlOf(options.password, poolerPort),
      replicaUrl: urlOf(options.password, haproxy.replicaPort),
      primary,
      settled: async () => {
        for (const node of nodes)
          await until(
            async () => (await askPatroni(node, '/health'))?.ok === true,
            () => `${node.name} did not come back`,
          )
        // A primary in strict mode takes writes once a standby is synchronous again.
        const hasSyncStandby = async () => {
          const leader = await primary()
          const answer = leader && (await askPatroni(leader, '/cluster'))
          const body = (await answer?.json().catch(() => undefined)) as
            | { members: { role: string; state: string }[] }
            | undefined
          return body?.members.some(member => member.role === 'sync_standby') === true
        }
        await until(hasSyncStandby, () => 'no standby is synchronous')
      },
      openDatabase: async name => {
        const [pooler, port] = await startPgBouncer(options, haproxy.primaryPort, name)
        return {
          url: urlOf(options.password, haproxy.primaryPort, name),
          poolerUrl: urlOf(options.password, port),
          close: pooler.stop,
        }
      },
      stop,
    }
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
}
