import { type DriverDatabase, isStorageFull } from './database.ts'
import { noteDropped } from './files.store.ts'

/**
 * What a full phone gives up, in this order, so that a fact always finds room: the photos of doors (the office has
 * them), the room that was set aside for this moment, the trail of positions, and last the driver's own photos, the
 * largest first. Facts and signatures are never given up.
 */
export type Sacrifice = 'doorPhotos' | 'spareRoom' | 'positions' | 'photos'
/** `fact` may take everything above; `extra` (a photo, a fresh day) only what the office can give again. */
export type Worth = 'fact' | 'extra'

/** Set aside in the phone's memory: some hundred facts. Random bytes, because others would shrink on disk. */
const spareBytes = 512 * 1024
const spareId = 'spare-room'
/** The longest piece that `getRandomValues` fills at once. (Web Cryptography API, 65,536 bytes) */
const randomPieceBytes = 65_536

interface Step {
  gives: Sacrifice
  worth: readonly Worth[]
  /** Frees something; false when there is nothing (more) of it. */
  free(database: DriverDatabase): Promise<boolean>
}
const steps: readonly Step[] = [
  {
    gives: 'doorPhotos',
    worth: ['fact', 'extra'],
    async free(database) {
      if ((await database.count('doorPhotos')) === 0) return false
      await database.clear('doorPhotos')
      return true
    },
  },
  {
    gives: 'spareRoom',
    worth: ['fact'],
    async free(database) {
      if ((await database.getKey('fileBytes', spareId)) === undefined) return false
      await database.delete('fileBytes', spareId)
      return true
    },
  },
  {
    gives: 'positions',
    worth: ['fact'],
    async free(database) {
      if ((await database.count('positions')) === 0) return false
      await database.clear('positions')
      return true
    },
  },
  { gives: 'photos', worth: ['fact'], free: dropLargestPhoto },
]

/** The bytes of the largest photo go; what is known of it stays, so that the driver is told. */
async function dropLargestPhoto(database: DriverDatabase): Promise<boolean> {
  const held = new Set(await database.getAllKeys('fileBytes'))
  const photos = (await database.getAll('files')).filter(
    file => file.purpose === 'photo' && held.has(file.id),
  )
  const [largest] = photos.sort((a, b) => b.sizeBytes - a.sizeBytes)
  if (largest === undefined) return false
  await database.delete('fileBytes', largest.id)
  try {
    await noteDropped(database, largest.id)
  } catch (error) {
    // Not even room for a word about it; the next start finds a photo without bytes and says so then.
    if (!isStorageFull(error)) throw error
  }
  return true
}

/**
 * Runs a write; where the phone has no room for it, something goes and the write is tried again, until it fits or
 * nothing is left to give up.
 * @param onGiven hears of each thing that was given up
 */
export async function withRoom<T>(
  database: DriverDatabase,
  worth: Worth,
  write: () => Promise<T>,
  onGiven: (gives: Sacrifice) => void = () => {},
): Promise<T> {
  let fault: unknown
  const attempt = async (): Promise<{ result: T } | undefined> => {
    try {
      return { result: await write() }
    } catch (error) {
      if (!isStorageFull(error)) throw error
      fault = error
      return undefined
    }
  }
  const first = await attempt()
  if (first !== undefined) return first.result
  for (const step of steps.filter(one => one.worth.includes(worth))) {
    while (await step.free(database)) {
      onGiven(step.gives)
      const next = await attempt()
      if (next !== undefined) return next.result
    }
  }
  throw fault
}

/** Sets room aside while there is some; answers whether it is there. */
export async function keepSpareRoom(database: DriverDatabase): Promise<boolean> {
  if ((await database.getKey('fileBytes', spareId)) !== undefined) return true
  const bytes = new Uint8Array(spareBytes)
  for (let at = 0; at < bytes.length; at += randomPieceBytes)
    globalThis.crypto.getRandomValues(bytes.subarray(at, at + randomPieceBytes))
  try {
    await database.put('fileBytes', { id: spareId, bytes: bytes.buffer })
    return true
  } catch (error) {
    if (!isStorageFull(error)) throw error
    return false
  }
}

export interface Room {
  /** Bytes that the browser would still give; null where it does not say. */
  freeBytes: number | null
  /** The browser promised to keep the memory when the phone runs short of space. */
  isPersisted: boolean
}
/** Less than this, about forty photos, and the driver is told to make room. */
export const scarceBytes = 20_000_000

/** How much room the browser says there is. (Storage Standard, `estimate` and `persisted`) */
export async function readRoom(): Promise<Room> {
  const storage = globalThis.navigator?.storage
  try {
    const { quota, usage } = (await storage?.estimate?.()) ?? {}
    const freeBytes = quota === undefined || usage === undefined ? null : Math.max(0, quota - usage)
    return { freeBytes, isPersisted: (await storage?.persisted?.()) ?? false }
  } catch {
    return { freeBytes: null, isPersisted: false }
  }
}
