import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Desk } from './desk.ts'
import type { Ledger } from './ledger.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
/** A small photo, sent in two pieces as a phone on a bad line does. */
const [photoBytes, pieceBytes] = [48_000, 30_000]
const mostTries = 200

export interface FileToSend {
  purpose: 'photo' | 'import'
  contentType: string
  fileName: string
  bytes: Buffer
}

/** Something that begins as a photo does and is like no other. */
export const newPhoto = (): FileToSend => ({
  purpose: 'photo',
  contentType: 'image/jpeg',
  fileName: '',
  bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(photoBytes)]),
})

interface Progress {
  receivedBytes: number
  isComplete: boolean
}

/**
 * Sends a file: announces it, asks how much has arrived after each piece that was not answered, goes on from there. It is
 * acknowledged with the piece that completes it. Answers its id, or undefined when the day ended before.
 */
export async function sendFile(
  { desk, ledger, isOver }: { desk: Desk; ledger: Ledger; isOver(): boolean },
  file: FileToSend,
): Promise<string | undefined> {
  const { bytes, ...words } = file
  const id = randomUUID()
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const photo = ledger.begin('photo', id)
  for (let attempt = 0; attempt < mostTries && !isOver(); attempt += 1) {
    photo.tries += 1
    const announced = await desk.write(ledger.begin('other', id), {
      method: 'POST',
      path: '/api/files',
      body: { id, ...words, sizeBytes: bytes.length, sha256 },
    })
    let progress = announced && announced.status < 300 ? (announced.body as Progress) : undefined
    while (progress && !progress.isComplete) {
      const from = progress.receivedBytes
      const reply = await desk.send({
        method: 'PUT',
        path: `/api/files/${id}/content?offset=${from}`,
        bytes: bytes.subarray(from, from + pieceBytes),
      })
      if (reply.status >= 500 && reply.status !== 503 && reply.status !== 507)
        ledger.wrong.push(`photo: ${reply.status} ${JSON.stringify(reply.body).slice(0, 120)}`)
      progress = reply.status === 200 ? (reply.body as Progress) : undefined
    }
    if (progress?.isComplete) {
      photo.outcome = 'acknowledged'
      photo.answeredAt = performance.now()
      return id
    }
    await pause(300)
  }
  return undefined
}
