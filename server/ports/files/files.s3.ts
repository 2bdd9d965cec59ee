import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { FileMissing, type Files, FilesUnavailable } from './files.port.ts'
import { type FilesGuardOptions, guardFiles, usualFilesGuard } from './files-guard.ts'

export interface S3Options {
  /** Absent for AWS itself; otherwise such as `https://storage.googleapis.com` or a server of one's own. */
  endpoint?: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  guard?: Partial<FilesGuardOptions>
  /** A server that has not begun to answer within this is away. */
  answerMs?: number
}

/** S3 knows no appending: what has arrived is kept as pieces named by their offset until the file is sealed. */
const pieceBytes = 8 * 1024 * 1024
const mostPieces = 1_000
const usualAnswerMs = 15_000
/** Between two pieces of a body; a phone that reads slowly makes the server behind it wait, too. */
const silenceMs = 60_000

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

interface Piece {
  key: string
  offset: number
  bytes: number
}

const nameOf = (error: unknown) => (error as { name?: string }).name ?? ''
const isMissing = (error: unknown) => ['NotFound', 'NoSuchKey', '404'].includes(nameOf(error))
/** Another request wrote the same piece first (412), or writes it at this moment (409). */
const isTaken = (error: unknown) =>
  [409, 412].includes((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0)

const awayCode = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ERR_STREAM_PREMATURE_CLOSE)/
const isFull = (error: unknown) => /^(ENOSPC|EDQUOT)$/.test(String((error as { code?: unknown }).code))
/** The server could not be reached in time, or says that the fault is its own (a full disk is one). */
const isAway = (error: unknown) => {
  const { $fault, code } = error as { $fault?: string; code?: unknown }
  return $fault === 'server' || nameOf(error) === 'TimeoutError' || awayCode.test(String(code))
}

/**
 * Files in a bucket: `arriving/<id>/<offset>` while they come, `files/<id>` once sealed. A piece is written only where
 * none is (`If-None-Match: *`), so two requests that continue at the same length cannot both be answered.
 */
export function makeS3Files(options: S3Options): Files {
  const { bucket } = options
  const client = new S3Client({
    region: options.region,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    maxAttempts: 3,
    requestHandler: {
      requestTimeout: options.answerMs ?? usualAnswerMs,
      // Without this word it would only warn, and wait on.
      throwOnRequestTimeout: true,
      socketTimeout: silenceMs,
      connectionTimeout: 3_000,
    },
  })
  const guarded = guardFiles({ ...usualFilesGuard, ...options.guard })
  client.middlewareStack.add(
    next => command =>
      guarded(async () => {
        try {
          return await next(command)
        } catch (error) {
          if (isAway(error)) throw new FilesUnavailable('the file server is away', { cause: error })
          throw error
        }
      }),
    { step: 'initialize', priority: 'high', name: 'guard' },
  )

  function keyOf(id: string): string {
    if (!idPattern.test(id)) throw new FileMissing(`not a file id: ${id.slice(0, 40)}`)
    return `files/${id}`
  }

  async function sealedBytes(id: string): Promise<number | undefined> {
    try {
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: keyOf(id) }))
      return head.ContentLength ?? 0
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  /** The pieces that follow each other without a gap from the beginning. */
  async function piecesOf(id: string): Promise<Piece[]> {
    const prefix = `arriving/${id}/`
    const listed = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: mostPieces }),
    )
    const pieces = (listed.Contents ?? []).map(({ Key = '', Size = 0 }) => ({
      key: Key,
      offset: Number(Key.slice(prefix.length)),
      bytes: Size,
    }))
    let end = 0
    return pieces.filter(piece => {
      if (piece.offset !== end) return false
      end += piece.bytes
      return true
    })
  }

  const endOf = (pieces: readonly Piece[]) => pieces.reduce((sum, piece) => sum + piece.bytes, 0)

  async function receivedBytes(id: string): Promise<number> {
    return (await sealedBytes(id)) ?? endOf(await piecesOf(id))
  }

  async function forgetPieces(id: string): Promise<void> {
    const pieces = await piecesOf(id)
    if (pieces.length === 0) return
    await client.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: pieces.map(({ key }) => ({ Key: key })), Quiet: true },
      }),
    )
  }

  /** Writes a piece; false when somebody else wrote there first. */
  async function putPiece(id: string, offset: number, body: Buffer): Promise<boolean> {
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: `arriving/${id}/${String(offset).padStart(12, '0')}`,
          Body: body,
          IfNoneMatch: '*',
        }),
      )
      return true
    } catch (error) {
      if (isTaken(error)) return false
      throw error
    }
  }

  async function bodyOf(key: string): Promise<Readable> {
    try {
      const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      return wholeBody(found.Body as Readable)
    } catch (error) {
      if (isMissing(error)) throw new FileMissing(key)
      throw error
    }
  }

  /** The pieces one after the other, each fetched when the one before has been read. */
  const joined = (pieces: readonly Piece[]) =>
    Readable.from(
      (async function* () {
        for (const piece of pieces) yield* await bodyOf(piece.key)
      })(),
      { objectMode: false },
    )

  return {
    receivedBytes,
    append: async (id, offset, bytes, limitBytes) => {
      keyOf(id)
      const sealed = await sealedBytes(id)
      const kept = sealed ?? endOf(await piecesOf(id))
      if (sealed !== undefined || offset !== kept) {
        bytes.resume()
        return kept
      }
      let end = kept
      for await (const piece of inPieces(bytes, limitBytes - kept)) {
        if (!(await putPiece(id, end, piece))) return receivedBytes(id)
        end += piece.length
      }
      return end
    },
    finish: async (id, sha256) => {
      if ((await sealedBytes(id)) !== undefined) return true
      const pieces = await piecesOf(id)
      if (pieces.length === 0) throw new FileMissing(`no bytes of ${id}`)
      const hash = createHash('sha256')
      await pipeline(joined(pieces), hash)
      const digest = hash.digest()
      if (digest.toString('hex') !== sha256) {
        await forgetPieces(id)
        return false
      }
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: keyOf(id),
          Body: joined(pieces),
          ContentLength: endOf(pieces),
          ChecksumSHA256: digest.toString('base64'),
        }),
      )
      await forgetPieces(id)
      return true
    },
    open: async id => bodyOf(keyOf(id)),
    localCopy: async id => {
      const body = await bodyOf(keyOf(id))
      let release = async (): Promise<void> => void body.destroy()
      try {
        const folder = await mkdtemp(join(tmpdir(), 'luckygas-file-'))
        release = () => rm(folder, { recursive: true, force: true })
        const path = join(folder, id)
        await pipeline(body, createWriteStream(path, { mode: 0o600 }))
        return { path, release }
      } catch (error) {
        await release()
        if (isFull(error)) throw new FilesUnavailable('no room here for a copy of the file', { cause: error })
        throw error
      }
    },
    remove: async id => {
      await forgetPieces(id)
      await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: keyOf(id) }], Quiet: true } }),
      )
    },
    list: async function* () {
      let next: string | undefined
      do {
        const listed = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: 'files/',
            ...(next !== undefined && { ContinuationToken: next }),
          }),
        )
        for (const { Key = '' } of listed.Contents ?? []) yield Key.slice('files/'.length)
        next = listed.NextContinuationToken
      } while (next !== undefined)
    },
    signedUrl: async (id, seconds, name) => {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: keyOf(id),
        ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      })
      return getSignedUrl(client, command, { expiresIn: seconds })
    },
  }
}

/** A body that breaks off says that the server is away, as an answer does that never came. */
const wholeBody = (body: Readable): Readable =>
  Readable.from(
    (async function* () {
      try {
        yield* body
      } catch (error) {
        throw isAway(error) ? new FilesUnavailable('the file server broke off', { cause: error }) : error
      }
    })(),
    { objectMode: false },
  )

/** Cuts a stream into pieces of a bounded size. A stream that breaks gives what had arrived; nothing beyond `room`. */
async function* inPieces(bytes: Readable, room: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let heldBytes = 0
  let left = room
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const part = chunk.subarray(0, left)
      left -= part.length
      held.push(part)
      heldBytes += part.length
      if (heldBytes >= pieceBytes) {
        yield Buffer.concat(held)
        held = []
        heldBytes = 0
      }
      if (part.length < chunk.length) break
    }
  } catch (error) {
    // A phone that lost its signal: what arrived is kept. A fault of the bucket is thrown where the piece is written.
    if (!bytes.errored) throw error
  }
  if (heldBytes > 0) yield Buffer.concat(held)
}
