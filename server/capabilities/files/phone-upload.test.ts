import 'fake-indexeddb/auto'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createCircuit } from '../../../ui/api/circuit.ts'
import { type ApiClient, createClient } from '../../../ui/api/client.ts'
import { isProblem } from '../../../ui/api/problem-error.ts'
import { openFaultProxy } from '../../testkit/fault-proxy.ts'
import { openTestDoor } from '../../testkit/test-door.ts'

/** The phone's own code; its types know browsers, which the server's do not. */
interface PhoneMemory {
  put(store: 'files' | 'fileBytes', row: object): Promise<unknown>
  count(store: 'files'): Promise<number>
}
const phone = async () => {
  const at = (file: string) => new URL(`../../../driver/src/offline/${file}`, import.meta.url).href
  const { openDatabase } = (await import(at('database.ts'))) as { openDatabase(): Promise<PhoneMemory> }
  const { sendNextFile, pieceBytes } = (await import(at('file-sender.ts'))) as {
    sendNextFile(memory: PhoneMemory, client: ApiClient, authorId: string): Promise<boolean>
    pieceBytes: number
  }
  return { memory: await openDatabase(), sendNextFile, pieceBytes }
}

test('[F2] a photo sent over a line that breaks in the middle of pieces goes on where it broke, and arrives whole', async () => {
  const door = await openTestDoor()
  const proxy = await openFaultProxy({
    target: door.origin,
    seed: 7,
    share: 0.5,
    kinds: ['cut-midway', 'cut-midway', 'reset-after', 'unavailable'],
    isAtRisk: path => path.includes('/content'),
  })
  onTestFinished(() => proxy.close())
  const { memory, sendNextFile, pieceBytes } = await phone()
  const offsets: number[] = []
  let sentBytes = 0
  const counting: typeof fetch = (input, init) => {
    const url = new URL(String(input))
    if (url.pathname.endsWith('/content')) {
      offsets.push(Number(url.searchParams.get('offset')))
      sentBytes += (init?.body as Blob | undefined)?.size ?? 0
    }
    return fetch(input, init)
  }
  const circuit = createCircuit({ nowMs: () => 0, failureLimit: Number.POSITIVE_INFINITY })
  const client = createClient({ origin: proxy.origin, fetch: counting, circuit })
  const { login, password } = door.loginOf('driver')
  await client.login({ login, password })

  const size = 12 * pieceBytes + 5_000
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)])
  const id = randomUUID()
  const note = {
    id,
    authorId: 'lin',
    commandId: randomUUID(),
    purpose: 'photo',
    contentType: 'image/jpeg',
    sizeBytes: size,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    status: 'waiting',
    sentBytes: 0,
  }
  await memory.put('files', note)
  await memory.put('fileBytes', { id, bytes: new Uint8Array(bytes).buffer })
  let losses = 0
  while ((await memory.count('files')) > 0) {
    try {
      await sendNextFile(memory, client, 'lin')
    } catch (error) {
      expect(isProblem(error)).toBe(true)
      losses += 1
      expect(losses).toBeLessThan(100)
    }
  }
  const manager = await door.signIn('manager')
  const answer = await door.app.inject({
    url: `/api/files/${id}`,
    headers: { authorization: `Bearer ${manager}` },
  })
  expect(answer.rawPayload.equals(bytes)).toBe(true)
  expect(losses).toBeGreaterThan(3)
  expect(proxy.seen['cut-midway']).toBeGreaterThan(1)
  // Never from the beginning: offsets only grow, some start inside a piece, and little goes over the line twice.
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
  expect(offsets.some(offset => offset % pieceBytes !== 0)).toBe(true)
  expect(sentBytes).toBeLessThan(size + losses * pieceBytes)
})
