import { chownSync, mkdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Engine, freePort, needProgram, startEngine } from './engine.ts'
import { fillTemplate } from './template.ts'

/** Debian's user for PostgreSQL's servers, who refuse root; it comes with the package. */
export interface ServerUser {
  uid: number
}

export interface PatroniNode {
  name: string
  pgPort: number
  restPort: number
  engine: Engine
}

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
  /** Process ids of a node's own PostgreSQL, for signals that Patroni must not soften. */
  postmasterOf(node: PatroniNode): number
  startNode(node: PatroniNode): Promise<void>
  stop(): Promise<void>
}

export interface ClusterOptions {
  folder: string
  password: string
  user: ServerUser
  /** Seconds: Patroni's ttl, loop_wait, retry_timeout. loop_wait + 2 × retry_timeout must not exceed ttl. */
  timing?: { ttl: number; loopWait: number; retryTimeout: number }
  /** Gives up writes rather than acknowledge one that no standby holds; Patroni's strict mode. */
  isStrict?: boolean
}

export const productionTiming = { ttl: 20, loopWait: 5, retryTimeout: 5 }
export const quickTiming = { ttl: 10, loopWait: 2, retryTimeout: 3 }

async function startEtcd(folder: string, uid: number): Promise<{ engines: Engine[]; hosts: string[] }> {
  const members = []
  for (const name of ['etcd1', 'etcd2', 'etcd3'])
    members.push({ name, client: await freePort(), peer: await freePort() })
  const initial = members.map(({ name, peer }) => `${name}=http://127.0.0.1:${peer}`).join(',')
  const engines = await Promise.all(
    members.map(({ name, client, peer }) => {
      const own = ownFolder(folder, name, uid)
      return startEngine({
        program: needProgram('etcd'),
        args: [
          ...['--name', name, '--data-dir', join(own, 'data')],
          ...['--listen-client-urls', `http://127.0.0.1:${client}`],
          ...['--advertise-client-urls', `http://127.0.0.1:${client}`],
          ...['--listen-peer-urls', `http://127.0.0.1:${peer}`],
          ...['--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`],
          ...['--initial-cluster', initial, '--initial-cluster-state', 'new'],
        ],
        folder: own,
        name,
        uid,
        isReady: async () => (await fetch(`http://127.0.0.1:${client}/health`)).ok,
      })
    }),
  )
  return { engines, hosts: members.map(({ client }) => `127.0.0.1:${client}`) }
}

function ownFolder(folder: string, name: string, uid: number): string {
  const own = join(folder, name)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0) chownSync(own, uid, uid)
  return own
}

function patroniSettings(
  options: ClusterOptions,
  node: Omit<PatroniNode, 'engine'>,
  hosts: string[],
): string {
  const timing = options.timing ?? quickTiming
  return fillTemplate('patroni.yaml', {
    NODE_NAME: node.name,
    NODE_ADDRESS: '127.0.0.1',
    REST_PORT: node.restPort,
    POSTGRES_PORT: node.pgPort,
    NODE_FOLDER: join(options.folder, node.name),
    ETCD_HOSTS: hosts.join(','),
    PATRONI_TTL: timing.ttl,
    PATRONI_LOOP_WAIT: timing.loopWait,
    PATRONI_RETRY_TIMEOUT: timing.retryTimeout,
    SYNCHRONOUS_STRICT: String(options.isStrict ?? true),
    SHARED_BUFFERS: '64MB',
    DATABASE_NETWORK: '127.0.0.1/32',
    DATABASE_PASSWORD: options.password,
  })
}

async function startHaproxy(
  options: ClusterOptions,
  nodes: readonly PatroniNode[],
): Promise<{ engine: Engine; primaryPort: number; replicaPort: number }> {
  const own = ownFolder(options.folder, 'haproxy', options.user.uid)
  const [primaryPort, replicaPort] = [await freePort(), await freePort()]
  const file = join(own, 'haproxy.cfg')
  const settings = Object.fromEntries(
    nodes.flatMap(({ name, pgPort, restPort }, index) => [
      [`NODE${index + 1}_NAME`, name],
      [`NODE${index + 1}_POSTGRES`, `127.0.0.1:${pgPort}`],
      [`NODE${index + 1}_REST_PORT`, restPort],
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

async function startPgBouncer(options: ClusterOptions, primaryPort: number): Promise<[Engine, number]> {
  const own = ownFolder(options.folder, 'pgbouncer', options.user.uid)
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
  await writeFile(file, fillTemplate('pgbouncer.ini', settings), { mode: 0o644 })
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

const urlOf = (password: string, port: number) =>
  `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`

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

/** Three nodes of PostgreSQL 15 under Patroni with three etcd, HAProxy before them and PgBouncer before that. */
export async function startPostgresCluster(options: ClusterOptions): Promise<PostgresCluster> {
  const { uid } = options.user
  const etcd = await startEtcd(options.folder, uid)
  const nodes: PatroniNode[] = []

  async function launch(node: Omit<PatroniNode, 'engine'>): Promise<Engine> {
    const own = ownFolder(options.folder, node.name, uid)
    const file = join(own, 'patroni.yaml')
    await writeFile(file, patroniSettings(options, node, etcd.hosts), { mode: 0o644 })
    return startEngine({
      program: needProgram('patroni'),
      args: [file],
      folder: own,
      name: 'patroni',
      uid,
      env: { HOME: own, LC_ALL: 'C.UTF-8' },
      isReady: async () => (await fetch(`http://127.0.0.1:${node.restPort}/health`)).ok,
      readyTimeoutMs: 90_000,
    })
  }
  for (const name of ['node1', 'node2', 'node3']) {
    const node = { name, pgPort: await freePort(), restPort: await freePort() }
    nodes.push({ ...node, engine: await launch(node) })
  }
  const haproxy = await startHaproxy(options, nodes)
  const [pgbouncer, poolerPort] = await startPgBouncer(options, haproxy.primaryPort)
  return {
    nodes,
    url: urlOf(options.password, haproxy.primaryPort),
    poolerUrl: urlOf(options.password, poolerPort),
    replicaUrl: urlOf(options.password, haproxy.replicaPort),
    primary: async () => {
      for (const node of nodes) {
        const answer = await fetch(`http://127.0.0.1:${node.restPort}/primary`, {
          signal: AbortSignal.timeout(1_000),
        }).catch(() => undefined)
        if (answer?.ok) return node
      }
      return undefined
    },
    postmasterOf: node =>
      Number(readFileSync(join(options.folder, node.name, 'data/postmaster.pid'), 'utf8').split('\n')[0]),
    startNode: async node => {
      node.engine = await launch(node)
    },
    stop: async () => {
      await pgbouncer.stop()
      await haproxy.engine.stop()
      for (const node of nodes) await node.engine.stop()
      for (const engine of etcd.engines) await engine.stop()
    },
  }
}
