import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { settableClock } from '../../platform/clock.ts'
import { makeDirectoryFiles } from '../../ports/files/files.directory.ts'
import { get, send, testActor, testApp } from '../../testkit/test-app.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { looksLike } from './file-kind.rules.ts'
import { makeFiles } from './files.api.ts'

const jpeg = (bytes: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes - 4)])
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function fixture() {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-23T01:00:00Z')
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-files-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = makeDirectoryFiles(folder)
  const doors = new Set<string>()
  const app = await testApp({
    db,
    clock,
    routes: makeFiles({ db, files, isDoorPhoto: async (_db, id) => doors.has(id) }).routes,
    authenticate: async token =>
      token === 'driver2' ? { ...testActor('driver'), id: randomUUID() } : testActor(token as 'driver'),
  })
  const declare = (bytes: Buffer, given: Record<string, unknown> = {}, who = 'driver') => {
    const file = {
      id: randomUUID(),
      purpose: 'photo',
      contentType: 'image/jpeg',
      sizeBytes: bytes.length,
      sha256: sha256(bytes),
      ...given,
    }
    return send(app, 'POST', '/api/files', who, file).then(reply => ({
      id: file.id,
      reply,
      body: reply.json(),
    }))
  }
  const put = (id: string, offset: number, bytes: Buffer, who = 'driver') =>
    app.inject({
      method: 'PUT',
      url: `/api/files/${id}/content?offset=${offset}`,
      payload: bytes,
      headers: { authorization: `Bearer ${who}`, 'content-type': 'application/octet-stream' },
    })
  return { db, app, files, declare, put, doors }
}

test('[F2] a photo of 3 MB arrives in pieces, goes on after a cut, and comes back byte for byte', async () => {
  const { app, declare, put, files } = await fixture()
  const photo = jpeg(3_000_000)
  const { id, body } = await declare(photo)
  expect(body).toEqual({ receivedBytes: 0, isComplete: false })
  expect((await put(id, 0, photo.subarray(0, 1_200_000))).json()).toEqual({
    receivedBytes: 1_200_000,
    isComplete: false,
  })
  // The answer to the first piece was lost: the phone sends from 0 again and is told where to go on.
  const lost = await put(id, 0, photo.subarray(0, 1_200_000))
  expect(lost.json()).toMatchObject({ code: 'files.offset-mismatch', params: { receivedBytes: 1_200_000 } })
  // A connection that breaks off keeps what arrived.
  const cut = Readable.from(
    (async function* () {
      yield photo.subarray(1_200_000, 1_500_000)
      throw new Error('signal lost')
    })(),
  )
  expect(await files.append(id, 1_200_000, cut, photo.length)).toBe(1_500_000)
  expect((await declare(photo, { id })).body).toEqual({ receivedBytes: 1_500_000, isComplete: false })
  expect((await put(id, 1_500_000, photo.subarray(1_500_000))).json()).toEqual({
    receivedBytes: 3_000_000,
    isComplete: true,
  })
  expect((await put(id, 1_500_000, photo.subarray(1_500_000))).json().isComplete).toBe(true)
  expect((await declare(photo, { id })).body).toEqual({ receivedBytes: 3_000_000, isComplete: true })
  const back = await get(app, `/api/files/${id}`, 'office')
  expect(back.headers['content-type']).toBe('image/jpeg')
  expect(back.rawPayload.equals(photo)).toBe(true)
})

test('[F2] the process died between sealing and remembering: sending the end again completes it', async () => {
  const { declare, put, files } = await fixture()
  const photo = jpeg(5000)
  const { id } = await declare(photo)
  await files.append(id, 0, Readable.from([photo]), photo.length)
  await files.finish(id, sha256(photo))
  expect((await declare(photo, { id })).body).toEqual({ receivedBytes: 5000, isComplete: false })
  expect((await put(id, 5000, Buffer.alloc(0))).json()).toEqual({ receivedBytes: 5000, isComplete: true })
})

test('[S36] bytes that are not what was announced are thrown away', async () => {
  const { app, declare, put } = await fixture()
  const photo = jpeg(5000)
  const { id } = await declare(photo)
  expect((await put(id, 0, jpeg(5000))).json().code).toBe('files.checksum-mismatch')
  expect((await get(app, `/api/files/${id}`, 'office')).json().code).toBe('files.not-found')
  expect((await put(id, 0, photo)).json().isComplete).toBe(true)
  const script = Buffer.from('<script>alert(1)</script>')
  const liar = await declare(script)
  expect((await put(liar.id, 0, script)).json().code).toBe('files.type-not-allowed')
  expect((await get(app, `/api/files/${liar.id}`, 'office')).statusCode).toBe(404)
  expect(looksLike('text/csv', Buffer.from('編號,業務員\r\n'))).toBe(true)
  expect(looksLike('text/csv', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 1]))).toBe(false)
})

test('[S2] who may announce what, and who may see it', async () => {
  const { app, declare, put, doors } = await fixture()
  const photo = jpeg(2000)
  expect((await declare(photo, { contentType: 'image/svg+xml' })).reply.statusCode).toBe(415)
  expect((await declare(photo, { purpose: 'import' })).reply.statusCode).toBe(403)
  expect(
    (await declare(photo, { purpose: 'import', contentType: 'text/csv; charset=big5' }, 'office')).reply
      .statusCode,
  ).toBe(200)
  expect((await declare(photo, { sizeBytes: 13_000_000 })).body.code).toBe('files.too-large')
  const { id } = await declare(photo)
  expect((await declare(jpeg(2000), { id })).body.code).toBe('files.id-taken')
  expect((await put(id, 0, photo, 'office')).json().code).toBe('files.not-found')
  await put(id, 0, photo)
  expect((await get(app, `/api/files/${id}`, 'driver')).statusCode).toBe(200)
  expect((await get(app, `/api/files/${id}`, 'driver2')).statusCode).toBe(404)
  doors.add(id)
  expect((await get(app, `/api/files/${id}`, 'driver2')).statusCode).toBe(200)
  expect((await get(app, `/api/files/${id}`, 'customer')).statusCode).toBe(403)
})

test('[F2] the same bytes sent twice at once are one file', async () => {
  const { declare, put } = await fixture()
  const photo = jpeg(400_000)
  const { id } = await declare(photo)
  const replies = await Promise.all([put(id, 0, photo), put(id, 0, photo)])
  expect(replies.map(reply => reply.json().isComplete)).toEqual([true, true])
})
