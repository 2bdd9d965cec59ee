import type { Readable } from 'node:stream'
import type { Database } from '../../platform/database/database.ts'
import type { Files } from '../../ports/files/files.port.ts'
import { type FileRow, readFile, saveProgress } from './file.store.ts'
import { looksLike, sniffedBytes } from './file-kind.rules.ts'
import { checksumMismatch, fileNotFound, offsetMismatch, typeNotAllowed } from './files.errors.ts'

/** Files whose bytes this process is writing; a second request for one of them waits. */
const writing = new Map<string, Promise<unknown>>()

export interface Arrival {
  receivedBytes: number
  isComplete: boolean
}

/**
 * Takes the next bytes of an announced file and, with the last one, checks and seals it. A cut connection keeps what
 * arrived. A file that is not what was announced (SHA-256, or the bytes of another type) is thrown away.
 */
export async function receiveBytes(
  deps: { db: Database; files: Files },
  piece: { id: string; ownerId: string; offset: number; bytes: Readable; now: Date },
): Promise<Arrival> {
  const before = writing.get(piece.id)
  const work = (async () => {
    await before?.catch(() => undefined)
    return receive(deps, piece)
  })()
  writing.set(piece.id, work)
  try {
    return await work
  } finally {
    if (writing.get(piece.id) === work) writing.delete(piece.id)
  }
}

async function receive(
  { db, files }: { db: Database; files: Files },
  piece: { id: string; ownerId: string; offset: number; bytes: Readable; now: Date },
): Promise<Arrival> {
  const file = await readFile(db, piece.id)
  if (!file || file.ownerId !== piece.ownerId) throw fileNotFound()
  if (file.completedAt) {
    piece.bytes.resume()
    return { receivedBytes: file.sizeBytes, isComplete: true }
  }
  const kept = await files.receivedBytes(file.id)
  if (piece.offset !== kept) {
    piece.bytes.resume()
    throw offsetMismatch(kept)
  }
  const receivedBytes = await files.append(file.id, piece.offset, piece.bytes, file.sizeBytes)
  if (receivedBytes < file.sizeBytes) {
    await saveProgress(db, file.id, { receivedBytes, completedAt: null })
    return { receivedBytes, isComplete: false }
  }
  await seal({ db, files }, file)
  await saveProgress(db, file.id, { receivedBytes, completedAt: piece.now })
  return { receivedBytes, isComplete: true }
}

async function seal({ db, files }: { db: Database; files: Files }, file: FileRow): Promise<void> {
  if (!(await files.finish(file.id, file.sha256))) {
    await saveProgress(db, file.id, { receivedBytes: 0, completedAt: null })
    throw checksumMismatch()
  }
  if (!looksLike(file.contentType, await readHead(files, file.id))) {
    await files.remove(file.id)
    await saveProgress(db, file.id, { receivedBytes: 0, completedAt: null })
    throw typeNotAllowed()
  }
}

async function readHead(files: Files, id: string): Promise<Buffer> {
  const stream = await files.open(id)
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of stream as AsyncIterable<Buffer>) {
    pieces.push(piece)
    length += piece.length
    if (length >= sniffedBytes) break
  }
  return Buffer.concat(pieces).subarray(0, sniffedBytes)
}
