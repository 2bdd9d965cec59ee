import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Engine, freePort, needProgram, startEngine } from './engine.ts'

const run = promisify(execFile)

export interface RabbitNode {
  name: string
  port: number
  engine: Engine
}

export interface RabbitCluster {
  /** All nodes in one address, as `LUCKYGAS_RABBITMQ_URL` takes it. */
  url: string
  nodes: RabbitNode[]
  /** Ends a node without a word. Its server is `beam.smp`, which the start script becomes. */
  kill(node: RabbitNode): Promise<void>
  startAgain(node: RabbitNode): Promise<void>
  /** Gives a node an order, as its operator does: `rabbitmqctl`. */
  tell(node: RabbitNode, ...words: string[]): Promise<unknown>
  stop(): Promise<void>
}

/** The wrappers in `sbin` insist on root or on Debian's own user; these scripts are what they call. */
const scripts = '/usr/lib/rabbitmq/bin'

/**
 * RabbitMQ on one machine: nodes with names, ports and folders of their own, and a port mapper (epmd) that nobody else
 * uses. One node is a server; three hold quorum queues that survive the loss of one.
 */
export async function startRabbitCluster(folder: string, size: 1 | 3): Promise<RabbitCluster> {
  needProgram('rabbitmq-server')
  const own = join(folder, 'rabbitmq')
  mkdirSync(own, { recursive: true })
  const cookie = join(own, '.erlang.cookie')
  writeFileSync(cookie, crypto.randomUUID())
  chmodSync(cookie, 0o400)
  const password = crypto.randomUUID()
  const settings = join(own, 'rabbitmq.conf')
  const lines = [
    'default_user = luckygas',
    `default_pass = ${password}`,
    'default_user_tags.administrator = true',
    // A test's machine is small and busy: neither its memory nor its disk may stop publishers.
    'vm_memory_high_watermark.relative = 0.8',
    'disk_free_limit.absolute = 50MB',
    'cluster_partition_handling = pause_minority',
  ]
  writeFileSync(settings, `${lines.join('\n')}\n`)
  const mapperPort = await freePort()
  const base = {
    HOME: own,
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_CONFIG_FILE: settings,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(own, 'plugins'),
    RABBITMQ_MNESIA_BASE: join(own, 'data'),
    RABBITMQ_LOG_BASE: join(own, 'log'),
    RABBITMQ_LOGS: '-',
    // Three servers share two processors with everybody else.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none',
  }
  writeFileSync(join(own, 'plugins'), '[].\n')
  const tell = (node: string, ...words: string[]) =>
    run(join(scripts, 'rabbitmqctl'), ['--node', node, ...words], { env: { ...process.env, ...base } })

  async function startNode(name: string, port: number, distributionPort: number): Promise<RabbitNode> {
    const engine = await startEngine({
      program: join(scripts, 'rabbitmq-server'),
      args: [],
      folder: own,
      name: name.split('@')[0] ?? name,
      env: {
        ...base,
        RABBITMQ_NODENAME: name,
        RABBITMQ_NODE_PORT: String(port),
        RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
        RABBITMQ_DIST_PORT: String(distributionPort),
        RABBITMQ_PID_FILE: join(own, `${name}.pid`),
        // As under systemd the start script becomes the server, so that signals reach it and not a shell.
        NOTIFY_SOCKET: '/dev/null',
      },
      isReady: () => isListening(port),
      readyTimeoutMs: 180_000,
    })
    return { name, port, engine }
  }

  const ports = new Map<string, number>()
  const begin = async (each: number) => {
    const name = `rb${each}@localhost`
    ports.set(name, await freePort())
    return startNode(name, await freePort(), ports.get(name) ?? 0)
  }
  // The first brings the port mapper along; the others may start together.
  const first = await begin(1)
  const others = size === 1 ? [] : await Promise.all([begin(2), begin(3)])
  const nodes = [first, ...others]
  for (const { name } of others) {
    await tell(name, 'stop_app')
    await tell(name, 'join_cluster', first.name)
    await tell(name, 'start_app')
  }
  for (const { name } of nodes) await tell(name, 'await_startup')
  const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
  return {
    url: `amqp://luckygas:${password}@${hosts}/`,
    nodes,
    kill: async ({ engine }) => {
      engine.signal('SIGKILL')
      await engine.ended
    },
    startAgain: async node => {
      const again = await startNode(node.name, node.port, ports.get(node.name) ?? 0)
      nodes[nodes.indexOf(node)] = again
    },
    tell: (node, ...words) => tell(node.name, ...words),
    stop: async () => {
      await Promise.all(nodes.map(({ engine }) => engine.stop()))
      // The port mapper outlives its nodes; it ends when told so, and only ours listens on this port.
      await run('epmd', ['-port', String(mapperPort), '-kill']).catch(() => undefined)
    },
  }
}

/** Whether something answers the protocol's greeting with bytes of its own. */
function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const answer = (isUp: boolean) => {
      socket.destroy()
      resolve(isUp)
    }
    socket.setTimeout(1_000, () => answer(false))
    socket.once('connect', () => socket.write('AMQP\u0000\u0000\u0009\u0001', 'latin1'))
    socket.once('data', () => answer(true))
    socket.once('error', () => answer(false))
  })
}
