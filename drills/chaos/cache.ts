import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { needProgram } from '../../server/testkit/engines/engine.ts'
import { type RedisNode, type SentinelSet, startRedisSentinel } from '../../server/testkit/engines/redis.ts'
import { cutting, freezing, killing, type Member } from './blows.ts'
import { memberOf, type Standing, waitUntil } from './standing.ts'

const run = promisify(execFile)
/** So many of the strikes are at the master, and from there on so many at a sentinel; the rest at any node. */
const [masterShare, sentinelShare] = [0.55, 0.8]

/** A master, two replicas, three sentinels; more than half of the strikes are at the master. */
export async function standCache(folder: string): Promise<Standing> {
  const password = crypto.randomUUID()
  const redis = await startRedisSentinel(folder, password, { isPartitionable: true })
  const ask = async (port: number, ...words: string[]) => {
    const env = { ...process.env, REDISCLI_AUTH: password }
    const args = ['-h', '127.0.0.1', '-p', String(port), ...words]
    return (await run(needProgram('redis-cli'), args, { env, timeout: 2_000 })).stdout
  }
  const masters = async () => {
    const said = await Promise.all(
      redis.nodes.map(async node => ({ node, role: await ask(node.port, 'role').catch(() => '') })),
    )
    return said.filter(({ role }) => role.startsWith('master')).map(({ node }) => node)
  }
  return {
    clear: async () => {
      const isWhole = async () => {
        const [master, ...others] = await masters()
        if (!master || others.length > 0) return false
        return (await ask(master.port, 'info', 'replication')).includes('connected_slaves:2')
      }
      await waitUntil(isWhole, 'the cache has not one master with two replicas')
      await ask((await masters())[0]?.port ?? 0, 'flushall')
      return { LUCKYGAS_REDIS_URL: redis.url }
    },
    stop: redis.stop,
    company: {
      target: 'cache',
      kinds: ['kill', 'freeze', 'partition'],
      pick: async share => {
        if (share >= sentinelShare) {
          const sentinel = memberOf(redis.sentinels, (share - sentinelShare) / (1 - sentinelShare))
          return memberAt(redis, sentinel, `sentinel ${sentinel.port}`)
        }
        const [master] = await masters()
        const node = master && share < masterShare ? master : memberOf(redis.nodes, share)
        return memberAt(redis, node, `redis ${node.port}${node === master ? ' (master)' : ''}`)
      },
    },
  }
}

function memberAt(redis: SentinelSet, node: RedisNode, name: string): Member {
  const line = redis.lines.get(node.port)
  return {
    name,
    blows: {
      kill: killing(
        () => node,
        () => redis.restart(node),
      ),
      freeze: freezing(() => [node.pid]),
      partition: cutting(line ? [line] : []),
    },
  }
}
