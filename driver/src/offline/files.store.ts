import { newId } from '@luckygas/ui/clock.ts'
import { type DriverDatabase, type SavedFile, settled } from './database.ts'

export type NewFile = Pick<SavedFile, 'id' | 'purpose' | 'contentType' | 'sha256'> & { bytes: ArrayBuffer }
export type FileNote = SavedFile

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

/** The two rows of a file: what is known of it, and its bytes. */
export function rowsOf({ bytes, ...file }: NewFile, authorId: string, commandId: string) {
  const note: SavedFile = {
    ...file,
    authorId,
    commandId,
    sizeBytes: bytes.byteLength,
    status: 'waiting',
    sentBytes: 0,
  }
  return { note, bytes: { id: file.id, bytes } }
}

/** A file of a draft: stored at once, so that a killed app still has it; sent only when a command names it. */
export async function keepDraftFile(
  database: DriverDatabase,
  authorId: string,
  file: NewFile,
): Promise<void> {
  const rows = rowsOf(file, authorId, '')
  const transaction = database.transaction(['files', 'fileBytes'], 'readwrite')
  await settled(transaction, async () => {
    await transaction.objectStore('files').put(rows.note)
    await transaction.objectStore('fileBytes').put(rows.bytes)
  })
}

export async function dropFile(database: DriverDatabase, id: string): Promise<void> {
  const transaction = database.transaction(['files', 'fileBytes'], 'readwrite')
  await transaction.objectStore('files').delete(id)
  await transaction.objectStore('fileBytes').delete(id)
  await transaction.done
}

export async function readFileNotes(database: DriverDatabase): Promise<FileNote[]> {
  return database.getAll('files')
}

/** The next file of this author whose command the server already has; pictures never go before their fact. */
export async function nextFile(
  database: DriverDatabase,
  authorId: string,
): Promise<{ note: SavedFile; bytes: ArrayBuffer } | undefined> {
  const transaction = database.transaction(['files', 'fileBytes', 'outbox'])
  const unsent = new Set<string>()
  for (const entry of await transaction.objectStore('outbox').getAll()) {
    if (entry.status === 'waiting' || entry.status === 'parked') unsent.add(entry.id)
  }
  const held = new Set(await transaction.objectStore('fileBytes').getAllKeys())
  const note = (await transaction.objectStore('files').getAll()).find(
    file =>
      file.authorId === authorId &&
      file.status === 'waiting' &&
      held.has(file.id) &&
      file.commandId !== '' &&
      !unsent.has(file.commandId),
  )
  const saved = note === undefined ? undefined : await transaction.objectStore('fileBytes').get(note.id)
  await transaction.done
  return note === undefined || saved === undefined ? undefined : { note, bytes: saved.bytes }
}

/** Changes what is known of a file; one that is gone stays gone. */
async function change(database: DriverDatabase, id: string, how: Partial<SavedFile>): Promise<void> {
  const transaction = database.transaction('files', 'readwrite')
  const file = await transaction.store.get(id)
  if (file !== undefined) await transaction.store.put({ ...file, ...how })
  await transaction.done
}

export const noteSent = (database: DriverDatabase, id: string, sentBytes: number) =>
  change(database, id, { sentBytes })

export const noteRefusedFile = (database: DriverDatabase, id: string) =>
  change(database, id, { status: 'refused' })

/**
 * The bytes of a photo had to go. A fact that has not left yet no longer promises it; one that has must stay what it
 * was, because the office knows it by its content.
 */
export async function noteDropped(database: DriverDatabase, id: string): Promise<void> {
  const transaction = database.transaction(['files', 'outbox'], 'readwrite')
  await settled(transaction, async () => {
    const file = await transaction.objectStore('files').get(id)
    if (file === undefined) return
    await transaction.objectStore('files').put({ ...file, status: 'dropped' })
    const entry = await transaction.objectStore('outbox').get(file.commandId)
    if (entry === undefined || entry.attempts > 0 || !('files' in entry.command)) return
    const files = (entry.command.files ?? []).filter(named => named.fileId !== id)
    await transaction.objectStore('outbox').put({ ...entry, command: { ...entry.command, files } })
  })
}

/** At start: pictures of drafts that no longer exist go, and one whose bytes are gone is known as such. */
export async function dropOrphans(database: DriverDatabase): Promise<void> {
  const held = new Set(await database.getAllKeys('fileBytes'))
  for (const file of await database.getAll('files'))
    if (!held.has(file.id) && file.status !== 'dropped') await noteDropped(database, file.id)
  const transaction = database.transaction(['files', 'fileBytes', 'drafts'], 'readwrite')
  const drafts = (await transaction.objectStore('drafts').getAll()).map(draft => JSON.stringify(draft.value))
  for (const file of await transaction.objectStore('files').getAll()) {
    const isWanted = file.commandId !== '' || drafts.some(draft => draft.includes(file.id))
    if (isWanted) continue
    await transaction.objectStore('files').delete(file.id)
    await transaction.objectStore('fileBytes').delete(file.id)
  }
  await transaction.done
}
