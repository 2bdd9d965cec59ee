import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { observable } from '@luckygas/ui/observable.ts'
import { type DriverDatabase, isStorageFull } from '../offline/database.ts'
import { projectDay } from '../offline/day.rules.ts'
import { readDay } from '../offline/day.store.ts'
import { type FileNote, readFileNotes } from '../offline/files.store.ts'
import { type OutboxSummary, pendingOf, summarise } from '../offline/outbox.rules.ts'
import { readEntries } from '../offline/outbox.store.ts'
import type { Author, DriverDay } from '../offline/outbox.types.ts'
import { createPositionSender } from '../offline/position-sender.ts'
import { createSender } from '../offline/sender.ts'

export type Phase = 'signed-out' | 'new-password' | 'ready' | 'not-a-driver'

/** Everything the screens show, read from the phone's memory after each change of it. */
export interface PhoneState {
  phase: Phase
  author: Author | undefined
  /** The day with everything stated since; null until it has been fetched once. */
  day: DriverDay | null
  fetchedAtMs: number
  summary: OutboxSummary
  files: FileNote[]
  drafts: ReadonlyMap<string, unknown>
  /** The last write did not reach the phone's memory: it has no room, or would not take it. */
  keepFault: 'full' | 'other' | null
}

/** The phone's memory as the screens see it, and the sender that empties it. */
export function createMemory(database: DriverDatabase, client: ApiClient) {
  const state = observable<PhoneState>({
    phase: 'signed-out',
    author: undefined,
    day: null,
    fetchedAtMs: 0,
    summary: summarise([], undefined),
    files: [],
    drafts: new Map(),
    keepFault: null,
  })
  const set = (change: Partial<PhoneState>) => state.set({ ...state.get(), ...change })
  const positions = createPositionSender(database, client)

  const load = async () => {
    const { author } = state.get()
    const entries = await readEntries(database)
    const files = await readFileNotes(database)
    const saved = author === undefined ? undefined : await readDay(database, author.userId)
    if (saved !== undefined) positions.setInterval(saved.day.gpsIntervalSeconds)
    if (state.get().author !== author) return
    const isKnown = author !== undefined && saved !== undefined
    set({
      day: isKnown ? projectDay(saved.day, pendingOf(entries, author.userId)) : null,
      fetchedAtMs: saved?.fetchedAtMs ?? 0,
      summary: summarise(entries, author?.userId),
      files: files.filter(file => file.authorId === author?.userId),
    })
  }
  let turn: Promise<void> = Promise.resolve()
  /** Reads everything again, one reading after the other, so that an older one never overwrites a newer. */
  const reload = (): Promise<void> => {
    turn = turn.then(load, load)
    return turn
  }
  const sender = createSender({
    database,
    client,
    positions,
    authorId: () => state.get().author?.userId,
    onChange: reload,
  })
  return {
    database,
    client,
    state,
    sender,
    set,
    reload,
    author: () => state.get().author,
    /** Runs a write and tells the screens when it was not kept. */
    async keep<T>(write: () => Promise<T>): Promise<T> {
      try {
        const result = await write()
        if (state.get().keepFault !== null) set({ keepFault: null })
        return result
      } catch (error) {
        set({ keepFault: isStorageFull(error) ? 'full' : 'other' })
        throw error
      }
    },
  }
}
export type Memory = ReturnType<typeof createMemory>

/** Whoever is at the wheel; a screen that states facts is never shown without. */
export function atTheWheel(memory: Memory): Author {
  const author = memory.author()
  if (author === undefined) throw new Error('nobody is signed in on this phone')
  return author
}
