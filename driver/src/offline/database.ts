import type { DBSchema, IDBPDatabase } from 'idb'
import { openDB } from 'idb'
import type { DriverDay, OutboxEntry } from './outbox.types.ts'

/** The server's day as last fetched, for one driver of this phone. */
export interface SavedDay {
  authorId: string
  day: DriverDay
  /** This phone's clock when it was fetched, in milliseconds. */
  fetchedAtMs: number
}
/** What has been typed and not yet stated; written on each change, gone in the transaction that states it. */
export interface SavedDraft {
  key: string
  authorId: string
  value: unknown
}
export interface SavedFile {
  id: string
  authorId: string
  /** The command that names it; its bytes travel after that command. */
  commandId: string
  purpose: 'photo' | 'signature'
  contentType: string
  sizeBytes: number
  sha256: string
  /** `dropped`: the phone was full and its bytes had to go; the driver is told. */
  status: 'waiting' | 'refused' | 'dropped'
  /** Bytes the server has confirmed. */
  sentBytes: number
}
export interface BufferedFix {
  sequence?: number
  authorId: string
  runId: string
  deviceAt: string
  latitude: number
  longitude: number
  accuracyMetres?: number
  speedKmh?: number
}
/** A file's bytes apart from what is known of it, so that lists are read without them. */
export interface SavedBytes {
  id: string
  bytes: ArrayBuffer
}
/** Photos of doors for the stops of the day, so that they show without signal. */
export interface DoorPhoto {
  fileId: string
  contentType: string
  bytes: ArrayBuffer
}

interface DriverSchema extends DBSchema {
  outbox: { key: string; value: OutboxEntry; indexes: { onceKey: string } }
  drafts: { key: string; value: SavedDraft }
  days: { key: string; value: SavedDay }
  files: { key: string; value: SavedFile }
  fileBytes: { key: string; value: SavedBytes }
  positions: { key: number; value: BufferedFix }
  doorPhotos: { key: string; value: DoorPhoto }
  settings: { key: string; value: unknown }
}
export type DriverDatabase = IDBPDatabase<DriverSchema>
export const databaseName = 'luckygas-driver'

/**
 * Opens the phone's memory. Versions only ever add: an app that was killed in the middle of an update finds what it
 * wrote before.
 * @param onBlocked another tab holds an older version open, this one must give way to a newer, or the system has cut
 *   the connection: the app has to start again
 */
export function openDatabase(name = databaseName, onBlocked: () => void = () => {}): Promise<DriverDatabase> {
  return openDB<DriverSchema>(name, 1, {
    upgrade(database) {
      const outbox = database.createObjectStore('outbox', { keyPath: 'id' })
      outbox.createIndex('onceKey', 'onceKey')
      database.createObjectStore('drafts', { keyPath: 'key' })
      database.createObjectStore('days', { keyPath: 'authorId' })
      database.createObjectStore('files', { keyPath: 'id' })
      database.createObjectStore('fileBytes', { keyPath: 'id' })
      database.createObjectStore('positions', { keyPath: 'sequence', autoIncrement: true })
      database.createObjectStore('doorPhotos', { keyPath: 'fileId' })
      database.createObjectStore('settings')
    },
    blocked: onBlocked,
    terminated: onBlocked,
    blocking: (_current, _next, event) => {
      ;(event.target as IDBDatabase).close()
      onBlocked()
    },
  })
}

/** Asks the browser to keep the memory even when the phone runs short of space; answers whether it promised. */
export async function requestPersistence(): Promise<boolean> {
  const storage = globalThis.navigator?.storage
  if (storage?.persist === undefined) return false
  try {
    return (await storage.persisted()) || (await storage.persist())
  } catch {
    return false
  }
}

/**
 * Runs a transaction to its end. Where the end itself fails (a full phone says so only then), that is the error; a
 * fault in the middle rolls everything back.
 */
export async function settled<T>(
  transaction: { done: Promise<void>; abort(): void },
  work: () => Promise<T>,
): Promise<T> {
  const done = transaction.done.then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  try {
    const result = await work()
    const fault = await done
    if (fault !== undefined) throw fault.error
    return result
  } catch (error) {
    try {
      transaction.abort()
    } catch {
      // It has ended already, by itself or by the fault.
    }
    const fault = await done
    throw fault !== undefined && isStorageFull(fault.error) ? fault.error : error
  }
}

/** Whether a write failed because the phone has no room left. */
export function isStorageFull(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'QuotaExceededError' || error.code === 22)
}
