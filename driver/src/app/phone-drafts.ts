import { isStorageFull } from '../offline/database.ts'
import { createDraftWriter, draftKey } from '../offline/drafts.store.ts'
import { keepDraftFile, newFile } from '../offline/files.store.ts'
import { atTheWheel, type Memory } from './phone-memory.ts'
import { scantPicture } from './picture.ts'

/** Everything typed and not yet stated: on screen at once, on disk right after. */
export function createDrafts(memory: Memory) {
  const { database, state, set } = memory
  const onError = (error: unknown) => set({ keepFault: isStorageFull(error) ? 'full' : 'other' })
  const writer = createDraftWriter(database, onError, memory.onGiven)
  const keyOf = (thing: string) => draftKey(atTheWheel(memory).userId, thing)
  return {
    settled: writer.settled,
    draft: (thing: string): unknown =>
      memory.author() === undefined ? undefined : state.get().drafts.get(keyOf(thing)),
    saveDraft(thing: string, value: unknown): void {
      const { userId } = atTheWheel(memory)
      const key = keyOf(thing)
      set({ drafts: new Map(state.get().drafts).set(key, value) })
      writer.write({ key, authorId: userId, value })
    },
    /** Keys of things that a fact is about to settle; no late write brings them back. */
    async settling(things: readonly string[]): Promise<string[]> {
      await writer.settled()
      const keys = things.map(keyOf)
      writer.forget(keys)
      return keys
    },
    /** The fact stands; its drafts are gone from disk and go from the screen. */
    forget(keys: readonly string[]): void {
      const drafts = new Map(state.get().drafts)
      for (const key of keys) drafts.delete(key)
      set({ drafts })
    },
    /** Keeps a picture with the draft it belongs to; answers its id. */
    async keepPicture(purpose: 'photo' | 'signature', blob: Blob): Promise<string> {
      const keep = async (picture: Blob) => {
        const file = await newFile(purpose, picture)
        await keepDraftFile(database, atTheWheel(memory).userId, file)
        return file.id
      }
      try {
        return await memory.keep(() => keep(blob), purpose === 'signature' ? 'fact' : 'extra')
      } catch (error) {
        if (!isStorageFull(error) || purpose === 'signature') throw error
      }
      try {
        return await memory.keep(async () => keep(await scantPicture(blob)), 'extra')
      } catch (error) {
        if (isStorageFull(error)) memory.noteFault('photo')
        throw error
      }
    },
  }
}
export type Drafts = ReturnType<typeof createDrafts>
