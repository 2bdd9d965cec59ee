import { type DriverDatabase, type SavedDraft, settled } from './database.ts'
import { type Sacrifice, withRoom } from './room.store.ts'

/** Where a draft lives: one for each driver and thing being typed. */
export const draftKey = (authorId: string, thing: string) => `${authorId}/${thing}`

export async function readDrafts(database: DriverDatabase, authorId: string): Promise<Map<string, unknown>> {
  const drafts = (await database.getAll('drafts')).filter(draft => draft.authorId === authorId)
  return new Map(drafts.map(draft => [draft.key, draft.value]))
}

/**
 * Writes drafts in the order of the changes, the newest value of each; a write that is overtaken by a newer one is
 * left out. `settled` resolves when everything so far is on disk.
 */
export function createDraftWriter(
  database: DriverDatabase,
  onError: (error: unknown) => void,
  onGiven: (gives: Sacrifice) => void = () => {},
) {
  const dirty = new Map<string, SavedDraft | null>()
  let running: Promise<void> = Promise.resolve()
  const writeAll = (batch: readonly [string, SavedDraft | null][]) => {
    const transaction = database.transaction('drafts', 'readwrite')
    return settled(transaction, async () => {
      for (const [key, draft] of batch) {
        if (draft === null) await transaction.store.delete(key)
        else await transaction.store.put(draft)
      }
    })
  }
  const flush = async () => {
    const batch = [...dirty]
    dirty.clear()
    if (batch.length === 0) return
    try {
      await withRoom(database, 'fact', () => writeAll(batch), onGiven)
    } catch (error) {
      for (const [key, draft] of batch) if (!dirty.has(key)) dirty.set(key, draft)
      onError(error)
    }
  }
  const schedule = (key: string, draft: SavedDraft | null) => {
    dirty.set(key, draft)
    running = running.then(flush)
  }
  return {
    write: (draft: SavedDraft) => schedule(draft.key, draft),
    remove: (key: string) => schedule(key, null),
    /** Keys that a fact settles are removed with the fact; a late write must not bring them back. */
    forget: (keys: readonly string[]) => {
      for (const key of keys) dirty.delete(key)
    },
    settled: () => running,
  }
}
export type DraftWriter = ReturnType<typeof createDraftWriter>
