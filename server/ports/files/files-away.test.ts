import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { toProblem } from '../../platform/http/problems.ts'
import { mayMount, mountSmallDisk } from '../../testkit/engines/small-disk.ts'
import { FilesUnavailable } from './files.port.ts'
import { makeS3Files, type S3Options } from './files.s3.ts'

/** A status, hangs up, says nothing at all, or hangs up in the middle of a body. */
type Manner = number | 'hangs-up' | 'silent' | 'breaks-off'
const bodyBytes = 100_000

/** Files in a bucket of a server that answers everything in one manner, until it is told another. */
async function filesOn(manner: Manner, options: Partial<S3Options> = {}) {
  const server = { manner, requests: 0, atOnce: 0, mostAtOnce: 0, answerMs: 0, body: '' }
  const http = createServer((request, reply) => {
    request.resume()
    server.requests += 1
    server.atOnce += 1
    server.mostAtOnce = Math.max(server.mostAtOnce, server.atOnce)
    reply.once('close', () => {
      server.atOnce -= 1
    })
    if (server.manner === 'silent') return
    if (server.manner === 'hangs-up') return void request.socket.destroy()
    if (server.manner === 'breaks-off') {
      reply.writeHead(200, { 'content-length': String(bodyBytes) })
      reply.write('begun', () => void request.socket.destroy())
      return
    }
    reply.writeHead(server.manner, { 'content-type': 'application/xml' })
    const body = '<Error><Code>StorageFull</Code><Message>no room</Message></Error>'
    setTimeout(() => reply.end(server.manner === 200 ? server.body : body), server.answerMs)
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  const { port } = http.address() as AddressInfo
  const files = makeS3Files({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket: 'files',
    accessKeyId: 'key',
    secretAccessKey: 'secret-of-a-test',
    ...options,
  })
  const ask = () => files.receivedBytes(randomUUID()).catch((error: unknown) => error)
  return { files, server, ask }
}

test.each([507, 500, 503, 'hangs-up'] as const)(
  '[S13] [S18] a file server that answers %s is away, not our mistake: who uploads is told to come again',
  async manner => {
    const { files } = await filesOn(manner)
    const fault = await files.append(randomUUID(), 0, Readable.from([Buffer.from('photo')]), 100).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(fault).toBeInstanceOf(FilesUnavailable)
    expect(toProblem(fault)).toMatchObject({ code: 'files.unavailable', status: 503 })
  },
)

test('[S13] a file server that says nothing is away when its time is over, and is not waited for for ever', async () => {
  const { ask, server } = await filesOn('silent', { answerMs: 100 })
  expect(await ask()).toBeInstanceOf(FilesUnavailable)
  expect(server.requests).toBe(3)
})

test('[S13] after failures in a row the file server is left alone, then one call tries it for all', async () => {
  const { ask, server } = await filesOn(503, { guard: { failuresInARow: 2, pauseMs: 300 } })
  for (let call = 0; call < 2; call += 1) expect(await ask()).toBeInstanceOf(FilesUnavailable)
  const asked = server.requests
  for (let call = 0; call < 5; call += 1) expect(await ask()).toBeInstanceOf(FilesUnavailable)
  expect(server.requests).toBe(asked)
  server.manner = 200
  await expect.poll(ask).toBe(0)
  expect(server.requests).toBeGreaterThan(asked)
  expect(await ask()).toBe(0)
})

test('[S13] of many calls at once a few go at a time, some wait, and the rest are told to come again', async () => {
  const { ask, server } = await filesOn(200, { guard: { mostCalls: 2, mostWaiting: 3 } })
  server.answerMs = 50
  const outcomes = await Promise.all(Array.from({ length: 12 }, ask))
  expect(outcomes.filter(outcome => outcome === 0)).toHaveLength(5)
  expect(outcomes.filter(outcome => outcome instanceof FilesUnavailable)).toHaveLength(7)
  expect(server.mostAtOnce).toBe(2)
})

test('[S18] what the file server refuses because of us stays a defect', async () => {
  const { ask } = await filesOn(403)
  const fault = await ask()
  expect(fault).not.toBeInstanceOf(FilesUnavailable)
  expect(toProblem(fault).kind).toBe('defect')
})

test('[S13] a file server that breaks off in the middle of a file is away: who wanted it asks again', async () => {
  const { files } = await filesOn('breaks-off')
  await expect(files.localCopy(randomUUID())).rejects.toThrow(FilesUnavailable)
  await expect(buffer(await files.open(randomUUID()))).rejects.toThrow(FilesUnavailable)
})

const canFill = mayMount()
if (!canFill) process.stderr.write('nobody may mount a small disk here: a copy on a full disk is not tried\n')
test.skipIf(!canFill)('[S13] a file for which there is no room here may be asked for again', async () => {
  const { files, server } = await filesOn(200)
  server.body = 'x'.repeat(bodyBytes)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-full-'))
  const disk = mountSmallDisk(folder, 1, 0)
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    disk.remove()
    rmSync(folder, { recursive: true })
  })
  disk.fill()
  await expect(files.localCopy(randomUUID())).rejects.toThrow(FilesUnavailable)
  disk.free()
  const { path, release } = await files.localCopy(randomUUID())
  expect(readFileSync(path)).toHaveLength(bodyBytes)
  await release()
  expect(readdirSync(folder)).toEqual([])
})
