import { newId } from '@luckygas/ui/clock.ts'
import type { DriverDatabase, SavedFile } from './database.ts'

export type NewFile = Pick<SavedFile, 'id' | 'purpose' | 'contentType' | 'bytes' | 'sha256'>

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('')

/** SHA-256 in lower-case hex, as the server checks it when the last piece has arrived. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  return hex(await globalThis.crypto.subtle.digest('SHA-256', bytes))
}

/** A picture or signature with its id and checksum, ready to be stored with the fact it belongs to. */
export async function newFile(purpose: SavedFile['purpose'], blob: Blob): Promise<NewFile> {
  const bytes = await blob.arrayBuffer()
  return {
    id: newId(),
    purpose,
    contentType: blob.type || 'image/jpeg',
    bytes,
    sha256: await sha256Of(bytes),
  }
}

/** A file of a draft: stored at once, so that a killed app still has it; sent only when a command names it. */
export async function keepDraftFile(
  database: DriverDatabase,
  authorId: string,
  file: NewFile,
): Promise<void> {
  await database.put('files', { ...file, authorId, commandId: '', status: 'waiting', sentBytes: 0 })
}

export async function dropFile(database: DriverDatabase, id: string): Promise<void> {
  await database.delete('files', id)
}

/** Without the bytes: what lists and badges need. */
export type FileNote = Omit<SavedFile, 'bytes'> & { sizeBytes: number }

export async function readFileNotes(database: DriverDatabase): Promise<FileNote[]> {
  const files = await database.getAll('files')
  return files.map(({ bytes, ...note }) => ({ ...note, sizeBytes: bytes.byteLength }))
}

/** The next file of this author whose command the server already has; pictures never go before their fact. */
export async function nextFile(database: DriverDatabase, authorId: string): Promise<SavedFile | undefined> {
  const transaction = database.transaction(['files', 'outbox'])
  const unsent = new Set<string>()
  for (const entry of await transaction.objectStore('outbox').getAll()) {
    if (entry.status === 'waiting' || entry.status === 'parked') unsent.add(entry.id)
  }
  const files = await transaction.objectStore('files').getAll()
  await transaction.done
  return files.find(
    file =>
      file.authorId === authorId &&
      file.status === 'waiting' &&
      file.commandId !== '' &&
      !unsent.has(file.commandId),
  )
}

export async function noteSent(database: DriverDatabase, id: string, sentBytes: number): Promise<void> {
  const transaction = database.transaction('files', 'readwrite')
  const file = await transaction.store.get(id)
  if (file !== undefined) await transaction.store.put({ ...file, sentBytes })
  await transaction.done
}

export async function noteRefusedFile(database: DriverDatabase, id: string): Promise<void> {
  const transaction = database.transaction('files', 'readwrite')
  const file = await transaction.store.get(id)
  if (file !== undefined) await transaction.store.put({ ...file, status: 'refused' })
  await transaction.done
}

/** At start: pictures of drafts that no longer exist. */
export async function dropOrphans(database: DriverDatabase): Promise<void> {
  const transaction = database.transaction(['files', 'drafts'], 'readwrite')
  const drafts = (await transaction.objectStore('drafts').getAll()).map(draft => JSON.stringify(draft.value))
  for (const file of await transaction.objectStore('files').getAll()) {
    const isWanted = file.commandId !== '' || drafts.some(draft => draft.includes(file.id))
    if (!isWanted) await transaction.objectStore('files').delete(file.id)
  }
  await transaction.done
}
