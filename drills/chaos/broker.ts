import { mayLayCables } from '../../server/testkit/engines/cables.ts'
import { type Line, openLine } from '../../server/testkit/engines/line-proxy.ts'
import { type RabbitNode, startRabbitCluster } from '../../server/testkit/engines/rabbitmq.ts'
import { type Blow, cutting, freezing, slowing } from './blows.ts'
import { memberOf, type Standing, waitUntil } from './standing.ts'

const user = 'luckygas'

/** Three nodes, of which one at a time is struck, so that a majority stands. Each seed has a virtual host of its own. */
export async function standBroker(folder: string): Promise<Standing> {
  const broker = await startRabbitCluster(folder, 3, { isPartitionable: mayLayCables() })
  const lines = new Map<string, Line>()
  for (const { name, host, port } of broker.nodes) lines.set(name, await openLine(port, host))
  const url = broker.nodes.reduce(
    (text, { name, host, port }) => text.replace(`${host}:${port}`, `127.0.0.1:${lines.get(name)?.port}`),
    broker.url,
  )
  const limitDisk = (name: string, limit: string) => async () => {
    const node = broker.nodes.find(each => each.name === name)
    if (node) await broker.tell(node, 'set_disk_free_limit', limit)
  }
  let room: string | undefined
  /** One order of the broker's own language in place of four commands, each of which takes two seconds to begin. */
  const changeRooms = async (name: string): Promise<boolean> => {
    const binary = (text: string) => `<<"${text}">>`
    const words = [
      ...(room === undefined ? [] : [`catch rabbit_vhost:delete(${binary(room)}, ${binary(user)})`]),
      `rabbit_vhost:add(${binary(name)}, ${binary(user)})`,
      `rabbit_auth_backend_internal:set_permissions(${[user, name, '.*', '.*', '.*', user].map(binary).join()})`,
      'length(rabbit_nodes:all_running())',
    ]
    const [first] = broker.nodes
    const said = first && ((await broker.tell(first, 'eval', `${words.join(', ')}.`)) as { stdout: string })
    return said?.stdout.trim() === String(broker.nodes.length)
  }
  return {
    clear: async name => {
      await waitUntil(() => changeRooms(name), 'the broker has not all its nodes')
      room = name
      return { LUCKYGAS_RABBITMQ_URL: `${url}${name}` }
    },
    stop: async () => {
      await broker.stop()
      for (const line of lines.values()) await line.close()
    },
    company: {
      target: 'broker',
      kinds: ['kill', 'freeze', 'partition', 'slow-disk', 'disk-full'],
      pick: async share => {
        const node = memberOf(broker.nodes, share)
        const line = lines.get(node.name)
        return {
          name: node.name,
          blows: {
            kill: { strike: () => broker.kill(node), heal: () => broker.startAgain(node) },
            freeze: freezing(() => [node.engine.pid]),
            partition: parting(node, line ? [line] : []),
            'slow-disk': slowing(() => [node.engine.pid]),
            // The alarm that a full disk raises: every publisher of the cluster waits until it ends.
            'disk-full': {
              strike: limitDisk(node.name, '900000000000000'),
              heal: limitDisk(node.name, '50000000'),
            },
          },
        }
      },
    },
  }
}

/** Cuts a node off from the programs and, where its cable can be pulled, from the other nodes. */
function parting({ cable }: RabbitNode, lines: readonly Line[]): Blow {
  const { strike, heal } = cutting(lines)
  return {
    strike: async () => {
      await strike()
      cable?.pull()
    },
    heal: async () => {
      cable?.plug()
      await heal()
    },
  }
}
