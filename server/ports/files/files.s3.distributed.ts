import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findProgram } from '../../testkit/engines/engine.ts'
import { type S3Server, startS3 } from '../../testkit/engines/s3.ts'
import { filesContract } from './files.contract.ts'
import { FileMissing } from './files.port.ts'
import { makeS3Files, type S3Options } from './files.s3.ts'

const folder = mkdtempSync(join(tmpdir(), 'luckygas-s3-'))
const bucket = 'luckygas-files'
let server: S3Server
const optionsOf = (): S3Options => ({
  endpoint: server.endpoint,
  region: 'us-east-1',
  bucket,
  accessKeyId: server.accessKeyId,
  secretAccessKey: server.secretAccessKey,
})

describe.skipIf(findProgram('versitygw') === undefined)('an S3 server', () => {
  beforeAll(async () => {
    server = await startS3(folder)
    const { endpoint } = server
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: server })
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  filesContract('S3', async () => makeS3Files(optionsOf()))

  test('[S22] two requests that continue at the same length keep one of the two, whole', async () => {
    const files = makeS3Files(optionsOf())
    const id = randomUUID()
    const pieces = ['aaaa', 'bbbb'].map(text => Buffer.from(text))
    const answers = await Promise.all(pieces.map(piece => files.append(id, 0, Readable.from([piece]), 100)))
    expect(answers).toEqual([4, 4])
    const digests = pieces.map(piece => createHash('sha256').update(piece).digest('hex'))
    const sealed = await files.finish(id, digests[0] ?? '')
    if (!sealed) {
      await files.append(id, 0, Readable.from([pieces[1] ?? Buffer.alloc(0)]), 100)
      expect(await files.finish(id, digests[1] ?? '')).toBe(true)
    }
  })

  test('[S22] a signed address gives the file to whoever holds it, under its name, and nothing to others', async () => {
    const files = makeS3Files(optionsOf())
    const id = randomUUID()
    const bytes = Buffer.from('門口')
    await files.append(id, 0, Readable.from([bytes]), 100)
    await files.finish(id, createHash('sha256').update(bytes).digest('hex'))
    const url = (await files.signedUrl(id, 60, '門口.txt')) ?? ''
    const answer = await fetch(url)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes)
    expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('門口.txt'))
    expect((await fetch(url.split('?')[0] ?? '')).status).toBe(403)
    expect((await fetch(url.replace(id, randomUUID()))).status).toBe(403)
  })

  test('[S22] a file larger than one piece arrives whole', async () => {
    const files = makeS3Files(optionsOf())
    const id = randomUUID()
    const bytes = Buffer.alloc(20 * 1024 * 1024, 'gas')
    const half = 9 * 1024 * 1024
    expect(await files.append(id, 0, Readable.from([bytes.subarray(0, half)]), 1e9)).toBe(half)
    expect(await files.append(id, half, Readable.from([bytes.subarray(half)]), 1e9)).toBe(bytes.length)
    const digest = createHash('sha256').update(bytes).digest('hex')
    expect(await files.finish(id, digest)).toBe(true)
    const copy = await files.localCopy(id)
    const hash = createHash('sha256')
    for await (const chunk of await files.open(id)) hash.update(chunk as Buffer)
    await copy.release()
    expect(hash.digest('hex')).toBe(digest)
  })

  test('[S13] a bucket that is away is a fault, not a missing file', async () => {
    const files = makeS3Files({ ...optionsOf(), endpoint: 'http://127.0.0.1:9' })
    const fault = await files.open(randomUUID()).catch((error: Error) => error)
    expect(fault).toBeInstanceOf(Error)
    expect(fault).not.toBeInstanceOf(FileMissing)
    await expect(files.receivedBytes(randomUUID())).rejects.toThrow()
  })
})
