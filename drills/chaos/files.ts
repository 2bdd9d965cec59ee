import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { openLine } from '../../server/testkit/engines/line-proxy.ts'
import { startS3 } from '../../server/testkit/engines/s3.ts'
import { mountSmallDisk } from '../../server/testkit/engines/small-disk.ts'
import { cutting, freezing, killing, slowing } from './blows.ts'
import type { Standing } from './standing.ts'

const objectsMegabytes = 256

/** One gateway with a disk of its own, where this user may mount one. Each seed has a bucket of its own. */
export async function standFiles(folder: string): Promise<Standing> {
  const own = join(folder, 's3')
  mkdirSync(own, { recursive: true })
  const disk =
    process.getuid?.() === 0 ? mountSmallDisk(join(own, 'objects'), objectsMegabytes, 0) : undefined
  let server = await startS3(own)
  const { endpoint } = server
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: server })
  const line = await openLine(Number(new URL(endpoint).port))
  let bucket: string | undefined
  return {
    clear: async name => {
      // The gateway keeps a bucket as a folder.
      if (bucket !== undefined)
        for (const place of ['objects', 'metadata'])
          rmSync(join(own, place, bucket), { recursive: true, force: true })
      bucket = `luckygas-${name}`
      await client.send(new CreateBucketCommand({ Bucket: bucket }))
      return {
        LUCKYGAS_S3_ENDPOINT: `http://127.0.0.1:${line.port}`,
        LUCKYGAS_S3_REGION: 'us-east-1',
        LUCKYGAS_S3_BUCKET: bucket,
        LUCKYGAS_S3_ACCESS_KEY_ID: server.accessKeyId,
        LUCKYGAS_S3_SECRET_ACCESS_KEY: server.secretAccessKey,
      }
    },
    stop: async () => {
      client.destroy()
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
          kill: killing(
            () => server,
            async () => {
              server = await server.restart()
            },
          ),
          freeze: freezing(() => [server.pid]),
          partition: cutting([line]),
          'slow-disk': slowing(() => [server.pid]),
          'disk-full': { strike: async () => disk?.fill(), heal: async () => disk?.free() },
        },
      }),
    },
  }
}
