import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { crc32, deflateSync } from 'node:zlib'
import { declareFile, uploadFile } from '../../contract/endpoints/deliveries.ts'
import { uuidv7 } from '../../contract/kernel/ids.ts'
import type { System } from '../../server/main/wiring.ts'
import type { Actor } from '../../server/platform/actor.ts'
import { act } from './act.ts'

const widthPixels = 240
const heightPixels = 80

/** Whether the stroke of an invented name, a wave that runs out to the right, passes through a pixel. */
function isInk(x: number, y: number): boolean {
  if (x < 20 || x > widthPixels - 20) return false
  const line = heightPixels / 2 + 26 * Math.sin(x / 11) * (1 - x / widthPixels)
  return Math.abs(y - line) < 2.5
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A stroke in black on white as a PNG (ISO/IEC 15948): 8 bit grey, one filter byte before each row. */
function drawnSignature(): Buffer {
  const rows = Array.from({ length: heightPixels }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: widthPixels }, (_, x) => (isInk(x, y) ? 0 : 255))]),
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPixels, 0)
  header.writeUInt32BE(heightPixels, 4)
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Sends an invented signature of a person of the demo company, as his browser would; answers the file's id. */
export async function signFor(system: System, actor: Actor, at: Date): Promise<string> {
  const id = uuidv7(at.getTime())
  const picture = drawnSignature()
  await act(system, actor, declareFile, {
    body: {
      id,
      purpose: 'signature',
      contentType: 'image/png',
      sizeBytes: picture.length,
      sha256: createHash('sha256').update(picture).digest('hex'),
      fileName: '',
    },
  })
  const upload = system.routes.find(({ endpoint }) => endpoint.id === uploadFile.id)
  if (!upload) throw new Error('nobody takes files')
  const context = { actor, now: at, stream: Readable.from([picture]), contentLength: picture.length }
  await upload.handle(context as never, { params: { id }, query: { offset: 0 } } as never, undefined as never)
  return id
}
