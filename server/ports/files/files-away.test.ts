import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { toProblem } from '../../platform/http/problems.ts'
import { FilesUnavailable } from './files.port.ts'
import { makeS3Files } from './files.s3.ts'

/** Files in a bucket of a server that answers everything with this status; undefined hangs up. */
async function filesOn(status: number | undefined) {
  const server = createServer((request, reply) => {
    request.resume()
    if (status === undefined) return void request.socket.destroy()
    reply.writeHead(status, { 'content-type': 'application/xml' })
    reply.end('<Error><Code>StorageFull</Code><Message>no room</Message></Error>')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  return makeS3Files({
    endpoint,
    region: 'us-east-1',
    bucket: 'files',
    accessKeyId: 'key',
    secretAccessKey: 'secret-of-a-test',
  })
}

test.each([507, 500, 503, undefined])(
  '[S18] a file server that answers %s is away, not our mistake: who uploads is told to come again',
  async status => {
    const files = await filesOn(status)
    const fault = await files.append(randomUUID(), 0, Readable.from([Buffer.from('photo')]), 100).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(fault).toBeInstanceOf(FilesUnavailable)
    expect(toProblem(fault)).toMatchObject({ code: 'files.unavailable', status: 503 })
  },
)

test('[S18] what the file server refuses because of us stays a defect', async () => {
  const files = await filesOn(403)
  const fault = await files.receivedBytes(randomUUID()).catch((error: unknown) => error)
  expect(fault).not.toBeInstanceOf(FilesUnavailable)
  expect(toProblem(fault).kind).toBe('defect')
})
