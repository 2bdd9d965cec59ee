import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Engine, freePort, needProgram, startEngine } from './engine.ts'
import { type Line, openLine } from './line-proxy.ts'

const run = promisify(execFile)

export interface RedisNode extends Engine {
  port: number
}

const cli = async (port: number, password: string, ...args: string[]) =>
  (
    await run(needProgram('redis-cli'), ['-h', '127.0.0.1', '-p', String(port), ...args], {
      env: { ...process.env, REDISCLI_AUTH: password },
    })
  ).stdout

async function startNode(
  folder: string,
  name: string,
  port: number,
  password: string,
  settings: string[],
): Promise<RedisNode> {
  const own = join(folder, name)
  mkdirSync(own, { recursive: true })
  const file = join(own, 'redis.conf')
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${own}`,
    `requirepass ${password}`,
    `masterauth ${password}`,
    'save ""',
    ...settings,
  ]
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  const engine = await startEngine({
    program: needProgram('redis-server'),
    args: [file],
    folder: own,
    name,
    isReady: async () => (await cli(port, password, 'ping')).includes('PONG'),
  })
  return Object.assign(engine, { port })
}

export interface RedisSet {
  /** What `LUCKYGAS_REDIS_URL` is given. */
  url: string
  nodes: RedisNode[]
  /** Starts a node again that was killed, at its old port with its old folder. */
  restart(node: RedisNode): Promise<void>
  stop(): Promise<void>
}

const stopAll = async (engines: readonly Engine[]) => {
  for (const engine of engines) await engine.stop()
}

/** One Redis by itself. */
export async function startRedis(folder: string, password: string): Promise<RedisSet> {
  const port = await freePort()
  const nodes = [await startNode(folder, 'redis', port, password, [])]
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    nodes,
    restart: async node => {
      nodes[nodes.indexOf(node)] = await startNode(folder, 'redis', node.port, password, [])
    },
    stop: () => stopAll(nodes),
  }
}

/** A sentinel that has not met the replicas and its colleagues yet can elect nobody; it looks around every ten seconds. */
async function untilAcquainted(port: number): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const words = (await cli(port, '', 'sentinel', 'master', 'luckygas')).split(/\s+/)
    const count = (name: string) => Number(words[words.indexOf(name) + 1])
    if (count('num-slaves') >= 2 && count('num-other-sentinels') >= 2) return
    if (performance.now() > deadline) throw new Error('the sentinels do not know each other')
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

export interface SentinelSet extends RedisSet {
  sentinels: RedisNode[]
  /** The line before each node and each sentinel, by its own port. */
  lines: ReadonlyMap<number, Line>
}

export interface SentinelOptions {
  /** Puts a line that can be cut before each node and each sentinel, through which everybody else reaches it. */
  isPartitionable?: boolean
}

/** A master, two replicas and three sentinels that agree on a new master after one second of silence. */
export async function startRedisSentinel(
  folder: string,
  password: string,
  { isPartitionable = false }: SentinelOptions = {},
): Promise<SentinelSet> {
  const ports = [await freePort(), await freePort(), await freePort()]
  const lines = new Map<number, Line>()
  if (isPartitionable) for (const port of ports) lines.set(port, await openLine(port))
  const reach = (port: number) => lines.get(port)?.port ?? port
  const master = reach(ports[0] ?? 0)
  const settingsOf = (port: number) => [
    'min-replicas-to-write 0',
    ...(isPartitionable ? ['replica-announce-ip 127.0.0.1', `replica-announce-port ${reach(port)}`] : []),
    ...(reach(port) === master ? [] : [`replicaof 127.0.0.1 ${master}`]),
  ]
  const nodes: RedisNode[] = []
  for (const port of ports)
    nodes.push(await startNode(folder, `redis-${port}`, port, password, settingsOf(port)))
  const sentinels: RedisNode[] = []
  const startSentinel = async (port: number): Promise<RedisNode> => {
    const own = join(folder, `sentinel-${port}`)
    const file = join(own, 'sentinel.conf')
    // A sentinel writes what it learns into its own settings, and goes on from there.
    if (!existsSync(file)) {
      const settings = [
        `port ${port}`,
        'bind 127.0.0.1',
        `dir ${own}`,
        ...(isPartitionable
          ? ['sentinel announce-ip 127.0.0.1', `sentinel announce-port ${reach(port)}`]
          : []),
        `sentinel monitor luckygas 127.0.0.1 ${master} 2`,
        `sentinel auth-pass luckygas ${password}`,
        'sentinel down-after-milliseconds luckygas 1000',
        'sentinel failover-timeout luckygas 5000',
      ]
      mkdirSync(own, { recursive: true })
      await writeFile(file, `${settings.join('\n')}\n`)
    }
    const engine = await startEngine({
      program: needProgram('redis-sentinel'),
      args: [file],
      folder: own,
      name: `sentinel-${port}`,
      isReady: async () =>
        (await cli(port, '', 'sentinel', 'get-master-addr-by-name', 'luckygas')).includes('127.0.0.1'),
    })
    return Object.assign(engine, { port })
  }
  const sentinelPorts = [await freePort(), await freePort(), await freePort()]
  if (isPartitionable) for (const port of sentinelPorts) lines.set(port, await openLine(port))
  for (const port of sentinelPorts) sentinels.push(await startSentinel(port))
  for (const port of sentinelPorts) await untilAcquainted(port)
  const hosts = sentinelPorts.map(port => `127.0.0.1:${reach(port)}`).join(',')
  return {
    url: `redis+sentinel://:${password}@${hosts}/luckygas`,
    nodes,
    sentinels,
    lines,
    restart: async node => {
      if (sentinels.includes(node)) {
        sentinels[sentinels.indexOf(node)] = await startSentinel(node.port)
        return
      }
      const again = await startNode(folder, `redis-${node.port}`, node.port, password, settingsOf(node.port))
      nodes[nodes.indexOf(node)] = again
    },
    stop: async () => {
      await stopAll([...sentinels, ...nodes])
      for (const line of lines.values()) await line.close()
    },
  }
}

/** Three masters with a replica each. */
export async function startRedisCluster(folder: string, password: string): Promise<RedisSet> {
  const settings = ['cluster-enabled yes', 'cluster-node-timeout 2000', 'cluster-config-file nodes.conf']
  const nodes: RedisNode[] = []
  for (let each = 0; each < 6; each += 1) {
    // The cluster's bus listens 10,000 above the port.
    let port = await freePort()
    while (port > 55_000) port = await freePort()
    nodes.push(await startNode(folder, `node-${port}`, port, password, settings))
  }
  const hosts = nodes.map(node => `127.0.0.1:${node.port}`)
  const [first] = nodes
  await cli(
    first?.port ?? 0,
    password,
    '--cluster',
    'create',
    ...hosts,
    '--cluster-replicas',
    '1',
    '--cluster-yes',
  )
  return {
    url: `redis+cluster://:${password}@${hosts.join(',')}`,
    nodes,
    restart: async node => {
      const again = await startNode(folder, `node-${node.port}`, node.port, password, settings)
      nodes[nodes.indexOf(node)] = again
    },
    stop: () => stopAll(nodes),
  }
}
