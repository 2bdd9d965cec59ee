import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type CabledHost, layCables } from './cables.ts'
import { type Engine, freePort, needProgram, startEngine } from './engine.ts'

const run = promisify(execFile)

export interface RabbitNode {
  name: string
  /** Where programs reach it. */
  host: string
  port: number
  engine: Engine
  /** What ties it to its colleagues and to everybody else, where it can be pulled. */
  cable?: Pick<CabledHost, 'pull' | 'plug'>
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

export interface RabbitOptions {
  /** Gives each node a network of its own with a cable that can be pulled. Needs root. */
  isPartitionable?: boolean
}

/** The wrappers in `sbin` insist on root or on Debian's own user; these scripts are what they call. */
const scripts = '/usr/lib/rabbitmq/bin'

/**
 * RabbitMQ on one machine: nodes with names, ports and folders of their own, and a port mapper (epmd) that nobody else
 * uses. One node is a server; three hold quorum queues that survive the loss of one.
 */
export async function startRabbitCluster(
  folder: string,
  size: 1 | 3,
  { isPartitionable = false }: RabbitOptions = {},
): Promise<RabbitCluster> {
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
  const network = isPartitionable ? layCables(size) : undefined
  const cableOf = (each: number) => network?.hosts[each - 1]
  const nameOf = (each: number) => `rb${each}@${network ? `lgrb${each}` : 'localhost'}`
  if (network) {
    // Erlang's own list of hosts: a name for each address, which nobody else on this machine needs to know.
    const known = network.hosts.map(
      ({ address }, index) => `{host, {${address.replaceAll('.', ',')}}, ["lgrb${index + 1}"]}.`,
    )
    writeFileSync(join(own, 'inetrc'), `${[...known, '{lookup, [file, native]}.'].join('\n')}\n`)
  }
  const environmentOf = (cable: CabledHost | undefined) => ({
    ...base,
    ...(cable && { ERL_INETRC: join(own, 'inetrc'), ERL_EPMD_ADDRESS: cable.address }),
  })
  const wordsFor = (cable: CabledHost | undefined, program: string, args: readonly string[]) =>
    cable?.enter(program, args) ?? { program, args: [...args] }
  const tell = (name: string, ...words: string[]) => {
    const cable = cableOf(Number(/^rb(\d)/.exec(name)?.[1]))
    const { program, args } = wordsFor(cable, join(scripts, 'rabbitmqctl'), ['--node', name, ...words])
    return run(program, args, { env: { ...process.env, ...environmentOf(cable) } })
  }

  async function startNode(each: number, port: number, distributionPort: number): Promise<RabbitNode> {
    const [name, cable] = [nameOf(each), cableOf(each)]
    const host = cable?.address ?? '127.0.0.1'
    const engine = await startEngine({
      ...wordsFor(cable, join(scripts, 'rabbitmq-server'), []),
      folder: own,
      name: name.split('@')[0] ?? name,
      env: {
        ...environmentOf(cable),
        RABBITMQ_NODENAME: name,
        RABBITMQ_NODE_PORT: String(port),
        RABBITMQ_NODE_IP_ADDRESS: host,
        RABBITMQ_DIST_PORT: String(distributionPort),
        RABBITMQ_PID_FILE: join(own, `${name}.pid`),
        // As under systemd the start script becomes the server, so that signals reach it and not a shell.
        NOTIFY_SOCKET: '/dev/null',
      },
      isReady: () => isListening(host, port),
      readyTimeoutMs: 180_000,
    })
    return { name, host, port, engine, ...(cable && { cable }) }
  }

  const ports = new Map<string, number>()
  const begin = async (each: number) => {
    const distributionPort = await freePort()
    ports.set(nameOf(each), distributionPort)
    return startNode(each, await freePort(), distributionPort)
  }
  const form = async () => {
    // The first brings the port mapper along; the others may start together.
    const first = await begin(1)
    const others = size === 1 ? [] : await Promise.all([begin(2), begin(3)])
    for (const { name } of others) {
      await tell(name, 'stop_app')
      await tell(name, 'join_cluster', first.name)
      await tell(name, 'start_app')
    }
    for (const { name } of [first, ...others]) await tell(name, 'await_startup')
    return [first, ...others]
  }
  const nodes = await form().catch(error => {
    network?.remove()
    throw error
  })
  const hosts = nodes.map(({ host, port }) => `${host}:${port}`).join(',')
  return {
    url: `amqp://luckygas:${password}@${hosts}/`,
    nodes,
    kill: async ({ engine }) => {
      engine.signal('SIGKILL')
      await engine.ended
    },
    startAgain: async node => {
      const at = nodes.indexOf(node)
      nodes[at] = await startNode(at + 1, node.port, ports.get(node.name) ?? 0)
    },
    tell: (node, ...words) => tell(node.name, ...words),
    stop: async () => {
      await Promise.all(nodes.map(({ engine }) => engine.stop()))
      // The port mapper outlives its nodes; it ends when told so, and only ours listens on this port.
      await run('epmd', ['-port', String(mapperPort), '-kill']).catch(() => undefined)
      network?.remove()
    },
  }
}

/** Whether something answers the protocol's greeting with bytes of its own. */
function isListening(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection({ host, port })
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
