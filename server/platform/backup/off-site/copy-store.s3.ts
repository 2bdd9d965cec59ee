import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { BackupError } from '../backup-error.ts'
import type { CopyStore, KeptPiece } from './copy-store.ts'
import { withPatience } from './patience.ts'

export interface CopyStoreS3Options {
  /** Absent for AWS itself; otherwise such as `https://storage.googleapis.com` or a server of one's own. */
  endpoint?: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
}

/** Everything of ours lies below this, so that a bucket may hold other things too. */
const shelf = 'luckygas-backup/'
const removedAtOnce = 1_000
/** Of silence, not of the whole transfer: a shop's line may need minutes for a large piece. */
const silenceTimeoutMs = 60_000

/** The off-site copy in a bucket. A piece is uploaded with its SHA-256, which the server checks before it keeps it. */
export function makeS3CopyStore(options: CopyStoreS3Options): CopyStore {
  const { bucket, endpoint } = options
  const client = new S3Client({
    region: options.region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    maxAttempts: 3,
    requestHandler: { socketTimeout: silenceTimeoutMs, connectionTimeout: 5_000 },
  })

  async function putOnce(name: string, path: string): Promise<void> {
    const { size } = await stat(path)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: shelf + name,
        Body: createReadStream(path),
        ContentLength: size,
        ChecksumSHA256: hash.digest('base64'),
      }),
    )
  }

  async function fetchOnce(name: string, path: string): Promise<void> {
    const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: shelf + name }))
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.${randomUUID()}.draft`
    try {
      await pipeline(found.Body as Readable, createWriteStream(draft, { mode: 0o600 }))
      if ((await stat(draft)).size !== found.ContentLength)
        throw new BackupError(`${name} was cut off on its way from ${bucket}.`)
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  }

  return {
    name: `s3://${bucket}${endpoint === undefined ? '' : ` at ${endpoint}`}`,
    list: prefix => withPatience(() => listAll(client, bucket, prefix)),
    put: (name, path) => withPatience(() => putOnce(name, path)),
    fetch: (name, path) => withPatience(() => fetchOnce(name, path)),
    remove: async names => {
      for (let at = 0; at < names.length; at += removedAtOnce) {
        const Objects = names.slice(at, at + removedAtOnce).map(name => ({ Key: shelf + name }))
        const answer = await withPatience(() =>
          client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } })),
        )
        const [failed] = answer.Errors ?? []
        if (failed) throw new BackupError(`${bucket} did not remove ${failed.Key}: ${failed.Message}`)
      }
    },
    close: () => client.destroy(),
  }
}

async function listAll(client: S3Client, bucket: string, prefix: string): Promise<Map<string, KeptPiece>> {
  const kept = new Map<string, KeptPiece>()
  let ContinuationToken: string | undefined
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: shelf + prefix,
        ...(ContinuationToken !== undefined && { ContinuationToken }),
      }),
    )
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? [])
      kept.set(Key.slice(shelf.length), { bytes: Size, keptAt: LastModified ?? new Date(0) })
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined)
  return kept
}
