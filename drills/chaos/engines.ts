import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { startOsrmSimulator } from '../../server/ports/travel-times/simulators/osrm-simulator.ts'
import { needProgram } from '../../server/testkit/engines/engine.ts'
import { openLine } from '../../server/testkit/engines/line-proxy.ts'
import { startOpenSearch } from '../../server/testkit/engines/opensearch.ts'
import { startRabbitCluster } from '../../server/testkit/engines/rabbitmq.ts'
import { startRedisSentinel } from '../../server/testkit/engines/redis.ts'
import { startS3 } from '../../server/testkit/engines/s3.ts'
import { mountSmallDisk } from '../../server/testkit/engines/small-disk.ts'
import { type Company, cutting, freezing, slowing } from './blows.ts'

const run = promisify(execFile)

/** A started engine: who can be struck, and what the programs are told of it. */
export interface Standing {
  company: Company
  environment: Record<string, string>
  stop(): Promise<void>
}

const memberOf = <T>(members: readonly T[], share: number): T => {
  const member = members[Math.floor(share * members.length)]
  if (member === undefined) throw new Error('nobody is there to be struck')
  return member
}

/** A master, two replicas, three sentinels; more than half of the strikes are at the master. */
export async function standCache(folder: string): Promise<Standing> {
  const password = crypto.randomUUID()
  const redis = await startRedisSentinel(folder, password, { isPartitionable: true })
  const isMaster = async (port: number) => {
    const words = ['-h', '127.0.0.1', '-p', String(port), 'role']
    const env = { ...process.env, REDISCLI_AUTH: password }
    const said = await run(needProgram('redis-cli'), words, { env, timeout: 2_000 }).catch(() => undefined)
    return said?.stdout.startsWith('master') === true
  }
  return {
    environment: { LUCKYGAS_REDIS_URL: redis.url },
    stop: redis.stop,
    company: {
      target: 'cache',
      kinds: ['kill', 'freeze', 'partition'],
      pick: async share => {
        const roles = await Promise.all(
          redis.nodes.map(async node => ({ node, is: await isMaster(node.port) })),
        )
        const master = roles.find(({ is }) => is)?.node
        const node = master && share < 0.6 ? master : memberOf(redis.nodes, share)
        const line = redis.lines.get(node.port)
        return {
          name: `redis ${node.port}${node === master ? ' (master)' : ''}`,
          blows: {
            kill: {
              strike: async () => {
                node.signal('SIGKILL')
                await node.ended
              },
              heal: () => redis.restart(node),
            },
            freeze: freezing(() => [node.pid]),
            partition: cutting(line ? [line] : []),
          },
        }
      },
    },
  }
}

/** Three nodes, of which one at a time is struck, so that a majority stands. */
export async function standBroker(folder: string): Promise<Standing> {
  const broker = await startRabbitCluster(folder, 3)
  const lines = new Map(
    await Promise.all(broker.nodes.map(async ({ name, port }) => [name, await openLine(port)] as const)),
  )
  const url = broker.nodes.reduce(
    (text, { name, port }) => text.replace(`127.0.0.1:${port}`, `127.0.0.1:${lines.get(name)?.port}`),
    broker.url,
  )
  const limitDisk = (name: string, limit: string) => async () => {
    const node = broker.nodes.find(each => each.name === name)
    if (node) await broker.tell(node, 'set_disk_free_limit', limit)
  }
  return {
    environment: { LUCKYGAS_RABBITMQ_URL: url },
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
            partition: cutting(line ? [line] : []),
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

export async function standSearch(folder: string): Promise<Standing> {
  let server = await startOpenSearch(folder)
  const line = await openLine(Number(new URL(server.url).port))
  const block = (isFull: boolean) => async () => {
    await fetch(`${server.url}/_all/_settings`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ 'index.blocks.read_only_allow_delete': isFull ? true : null }),
      signal: AbortSignal.timeout(20_000),
    })
  }
  return {
    environment: {
      LUCKYGAS_OPENSEARCH_URL: `http://127.0.0.1:${line.port}`,
      LUCKYGAS_OPENSEARCH_USER: 'gas',
      LUCKYGAS_OPENSEARCH_PASSWORD: crypto.randomUUID(),
    },
    stop: async () => {
      await server.stop()
      await line.close()
    },
    company: {
      target: 'search',
      kinds: ['kill', 'freeze', 'partition', 'slow-disk', 'disk-full'],
      pick: async () => ({
        name: 'opensearch',
        blows: {
          kill: {
            strike: async () => {
              server.signal('SIGKILL')
              await server.ended
            },
            heal: async () => {
              server = await server.restart()
            },
          },
          freeze: freezing(() => [server.pid]),
          partition: cutting([line]),
          'slow-disk': slowing(() => [server.pid]),
          // What its flood stage does to every index when the disk is nearly full.
          'disk-full': { strike: block(true), heal: block(false) },
        },
      }),
    },
  }
}

const bucket = 'luckygas-files'
const objectsMegabytes = 256

/** One gateway with a disk of its own, where this user may mount one. */
export async function standFiles(folder: string): Promise<Standing> {
  const own = join(folder, 's3')
  mkdirSync(own, { recursive: true })
  const disk =
    process.getuid?.() === 0 ? mountSmallDisk(join(own, 'objects'), objectsMegabytes, 0) : undefined
  let server = await startS3(own)
  const { endpoint } = server
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: server })
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  const line = await openLine(Number(new URL(endpoint).port))
  return {
    environment: {
      LUCKYGAS_S3_ENDPOINT: `http://127.0.0.1:${line.port}`,
      LUCKYGAS_S3_REGION: 'us-east-1',
      LUCKYGAS_S3_BUCKET: bucket,
      LUCKYGAS_S3_ACCESS_KEY_ID: server.accessKeyId,
      LUCKYGAS_S3_SECRET_ACCESS_KEY: server.secretAccessKey,
    },
    stop: async () => {
      await server.stop()
      await line.close()
      disk?.remove()
    },
    company: {
      target: 'files',
      kinds: ['kill', 'freeze', 'partition', 'slow-disk', ...(disk ? (['disk-full'] as const) : [])],
      pick: async () => ({
        name: 's3',
        blows: {
          kill: {
            strike: async () => {
              server.signal('SIGKILL')
              await server.ended
            },
            heal: async () => {
              server = await server.restart()
            },
          },
          freeze: freezing(() => [server.pid]),
          partition: cutting([line]),
          'slow-disk': slowing(() => [server.pid]),
          'disk-full': { strike: async () => disk?.fill(), heal: async () => disk?.free() },
        },
      }),
    },
  }
}

/** The one service of somebody else's: road times, by a simulator that speaks OSRM and can misbehave. */
export async function standRoads(): Promise<Standing> {
  const roads = await startOsrmSimulator({
    legOf: ([fromX, fromY], [toX, toY]) => {
      const metres = Math.round(Math.hypot(fromX - toX, fromY - toY) * 111_000 * 1.3)
      return { metres, seconds: Math.round(metres / 8) }
    },
  })
  const line = await openLine(Number(new URL(roads.url).port))
  const behave = async () => roads.behave()
  return {
    environment: { LUCKYGAS_OSRM_URL: `http://127.0.0.1:${line.port}` },
    stop: async () => {
      await roads.close()
      await line.close()
    },
    company: {
      target: 'roads',
      kinds: ['kill', 'freeze', 'partition'],
      pick: async () => ({
        name: 'osrm',
        blows: {
          kill: { strike: async () => roads.misbehave({ kind: 'cut' }), heal: behave },
          freeze: { strike: async () => roads.misbehave({ kind: 'hang' }), heal: behave },
          partition: cutting([line]),
        },
      }),
    },
  }
}
