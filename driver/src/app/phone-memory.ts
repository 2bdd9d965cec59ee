import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { observable } from '@luckygas/ui/observable.ts'
import type { OfficeAsk } from '../offline/asks.rules.ts'
import { type DriverDatabase, isStorageFull } from '../offline/database.ts'
import { projectDay } from '../offline/day.rules.ts'
import { readDay } from '../offline/day.store.ts'
import { type FileNote, readFileNotes } from '../offline/files.store.ts'
import { type OutboxSummary, pendingOf, summarise } from '../offline/outbox.rules.ts'
import { readEntries } from '../offline/outbox.store.ts'
import type { Author, DriverDay } from '../offline/outbox.types.ts'
import { createPositionSender } from '../offline/position-sender.ts'
import { type Room, readRoom, type Sacrifice, type Worth, withRoom } from '../offline/room.store.ts'
import { createSender } from '../offline/sender.ts'
import { readSetting, type SettingValues } from '../offline/settings.store.ts'

export type Phase = 'signed-out' | 'new-password' | 'ready' | 'not-a-driver'

/**
 * Why the last thing is not in the phone's memory: no room · no room for a photo · it is no picture · the phone would
 * not take it.
 */
export type KeepFault = 'full' | 'photo' | 'picture' | 'other'

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
  keepFault: KeepFault | null
  /** The phone was full, and this had to go so that a fact could stay; null when nothing did since it was seen. */
  given: Sacrifice | null
  /** How much room is left, as the browser says. */
  room: Room
  /** What the office has to decide about this driver's facts. */
  asks: OfficeAsk[]
  /** Which app leads the way. */
  guide: SettingValues['guide']
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
    given: null,
    room: { freeBytes: null, isPersisted: false },
    asks: [],
    guide: 'google',
  })
  const set = (change: Partial<PhoneState>) => state.set({ ...state.get(), ...change })
  const positions = createPositionSender(database, client)

  /** Photos weigh more than the rest: the driver hears of the worst that had to go. */
  const onGiven = (given: Sacrifice) => {
    if (state.get().given !== 'photos') set({ given })
  }
  const load = async () => {
    const { author } = state.get()
    const entries = await readEntries(database)
    const files = await readFileNotes(database)
    const asks = (await readSetting(database, 'asks')) ?? []
    const guide = (await readSetting(database, 'guide')) ?? 'google'
    const saved = author === undefined ? undefined : await readDay(database, author.userId)
    if (saved !== undefined) positions.setInterval(saved.day.gpsIntervalSeconds)
    if (state.get().author !== author) return
    const isKnown = author !== undefined && saved !== undefined
    set({
      day: isKnown ? projectDay(saved.day, pendingOf(entries, author.userId)) : null,
      fetchedAtMs: saved?.fetchedAtMs ?? 0,
      summary: summarise(entries, author?.userId),
      files: files.filter(file => file.authorId === author?.userId),
      asks: asks.filter(ask => ask.authorId === author?.userId),
      guide,
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
    onGiven,
  })
  return {
    database,
    client,
    state,
    sender,
    set,
    reload,
    author: () => state.get().author,
    onGiven,
    noteFault: (keepFault: KeepFault) => set({ keepFault }),
    /** Asks again how much room there is. */
    async measureRoom(): Promise<void> {
      set({ room: await readRoom() })
    },
    /** Runs a write, making room for it where there is none, and tells the screens when it was not kept. */
    async keep<T>(write: () => Promise<T>, worth: Worth = 'fact'): Promise<T> {
      try {
        const result = await withRoom(database, worth, write, onGiven)
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
