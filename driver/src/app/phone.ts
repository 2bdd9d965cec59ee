import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { logout } from '@luckygas/ui/api/routes/identity.ts'
import type { Me } from '@luckygas/ui/api/session.ts'
import { nowMs } from '@luckygas/ui/clock.ts'
import { observable } from '@luckygas/ui/observable.ts'
import { type DriverDatabase, isStorageFull } from '../offline/database.ts'
import { projectDay } from '../offline/day.rules.ts'
import { readDay } from '../offline/day.store.ts'
import { createDraftWriter, draftKey, readDrafts } from '../offline/drafts.store.ts'
import { type FileNote, keepDraftFile, newFile, readFileNotes } from '../offline/files.store.ts'
import { type OutboxSummary, pendingOf, summarise } from '../offline/outbox.rules.ts'
import * as outbox from '../offline/outbox.store.ts'
import type { Author, CommandDraft, DriverCommand, DriverDay, OutboxEntry } from '../offline/outbox.types.ts'
import { createPositionSender } from '../offline/position-sender.ts'
import { createSender } from '../offline/sender.ts'
import { forgetSetting, readSetting, writeSetting } from '../offline/settings.store.ts'

export type Phase = 'signed-out' | 'ready' | 'not-a-driver'
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
  /** The phone has no room: what is typed cannot be kept. */
  isStorageFull: boolean
}
export interface StateOptions {
  stop?: OutboxEntry['stop']
  /** Things whose drafts this fact settles. */
  settles?: readonly string[]
  claimsFiles?: readonly string[]
  replaces?: string | null
  isHeld?: boolean
}

const nothing = summarise([], undefined)

/** The app's one door to the phone's memory and the office: screens read `state` and call these verbs. */
export function createPhone(database: DriverDatabase, client: ApiClient) {
  const state = observable<PhoneState>({
    phase: 'signed-out',
    author: undefined,
    day: null,
    fetchedAtMs: 0,
    summary: nothing,
    files: [],
    drafts: new Map(),
    isStorageFull: false,
  })
  const set = (change: Partial<PhoneState>) => state.set({ ...state.get(), ...change })
  const noteFault = (error: unknown) => {
    if (isStorageFull(error)) set({ isStorageFull: true })
  }
  const writer = createDraftWriter(database, noteFault)
  const author = () => state.get().author
  const positions = createPositionSender(database, client)

  const reload = async () => {
    const who = author()
    const entries = await outbox.readEntries(database)
    const saved = who === undefined ? undefined : await readDay(database, who.userId)
    if (saved !== undefined) positions.setInterval(saved.day.gpsIntervalSeconds)
    set({
      day:
        who === undefined || saved === undefined
          ? null
          : projectDay(saved.day, pendingOf(entries, who.userId)),
      fetchedAtMs: saved?.fetchedAtMs ?? 0,
      summary: summarise(entries, who?.userId),
      files: (await readFileNotes(database)).filter(file => file.authorId === who?.userId),
    })
  }
  const sender = createSender({
    database,
    client,
    positions,
    authorId: () => author()?.userId,
    onChange: reload,
  })

  const enter = async (who: Author) => {
    await writeSetting(database, 'author', who)
    set({ phase: 'ready', author: who, drafts: await readDrafts(database, who.userId) })
    await reload()
  }
  /** The session that was just opened or renewed decides who is at the wheel of this phone. */
  const welcome = async (me: Me) => {
    if (me.driverId === null || me.role !== 'driver') return set({ phase: 'not-a-driver' })
    await enter({ userId: me.id, driverId: me.driverId, name: me.name, login: me.login })
    await sender.wantDay(true)
  }
  return {
    state,
    sender,
    database,
    client,
    reload,
    enter,
    welcome,
    async signIn(login: string, password: string): Promise<void> {
      const session = await client.login({ login, password })
      await forgetSetting(database, 'isSignOutOwed')
      void welcome(session.me)
    },
    /** Nothing is lost by leaving: what waits stays here until its author comes back. */
    async signOut(): Promise<void> {
      await writer.settled()
      await forgetSetting(database, 'author')
      await forgetSetting(database, 'route')
      await writeSetting(database, 'isSignOutOwed', true)
      set({ phase: 'signed-out', author: undefined, day: null, drafts: new Map() })
      await reload()
      await this.payOwedSignOut()
    },
    /** Tells the office about a sign-out that it has not heard of; answers whether it has now. */
    async payOwedSignOut(): Promise<boolean> {
      if ((await readSetting(database, 'isSignOutOwed')) !== true) return true
      client.session.end()
      try {
        await client.call(logout, {}, { retries: 0 })
        await forgetSetting(database, 'isSignOutOwed')
        return true
      } catch {
        return false
      }
    },
    /** States a fact; when this returns it is in the phone's memory, and it goes out as soon as it can. */
    async report(command: CommandDraft, options: StateOptions = {}): Promise<OutboxEntry> {
      const who = author()
      if (who === undefined) throw new Error('nobody is signed in on this phone')
      const keys = (options.settles ?? []).map(thing => draftKey(who.userId, thing))
      await writer.settled()
      writer.forget(keys)
      try {
        const entry = await outbox.state(database, {
          command,
          author: who,
          stop: options.stop ?? null,
          settlesDrafts: keys,
          claimsFiles: options.claimsFiles ?? [],
          isHeld: options.isHeld ?? false,
          ...(options.replaces ? { replaces: options.replaces } : {}),
        })
        const drafts = new Map(state.get().drafts)
        for (const key of keys) drafts.delete(key)
        set({ drafts, isStorageFull: false })
        await reload()
        void sender.kick()
        return entry
      } catch (error) {
        noteFault(error)
        throw error
      }
    },
    draft: (thing: string): unknown => {
      const who = author()
      return who === undefined ? undefined : state.get().drafts.get(draftKey(who.userId, thing))
    },
    saveDraft(thing: string, value: unknown): void {
      const who = author()
      if (who === undefined) return
      const key = draftKey(who.userId, thing)
      set({ drafts: new Map(state.get().drafts).set(key, value) })
      writer.write({ key, authorId: who.userId, value })
    },
    dropDraft(thing: string): void {
      const who = author()
      if (who === undefined) return
      const key = draftKey(who.userId, thing)
      const drafts = new Map(state.get().drafts)
      drafts.delete(key)
      set({ drafts })
      writer.remove(key)
    },
    /** Keeps a picture with the draft it belongs to; answers its id. */
    async keepPicture(purpose: 'photo' | 'signature', blob: Blob): Promise<string> {
      const who = author()
      if (who === undefined) throw new Error('nobody is signed in on this phone')
      try {
        const file = await newFile(purpose, blob)
        await keepDraftFile(database, who.userId, file)
        return file.id
      } catch (error) {
        noteFault(error)
        throw error
      }
    },
    /** A signature for a delivery that is still on its finishing screen. */
    async sign(entryId: string, blob: Blob): Promise<boolean> {
      const isSigned = await outbox.attachFile(database, entryId, await newFile('signature', blob))
      await reload()
      return isSigned
    },
    async release(entryId: string): Promise<void> {
      await outbox.release(database, entryId)
      await reload()
      void sender.kick()
    },
    async sendAgain(entryId: string): Promise<void> {
      await outbox.sendAgain(database, entryId)
      await reload()
      void sender.kick(true)
    },
    /** A delivery as it was stated, while this phone still has it. */
    async factOf(deliveryId: string): Promise<DriverCommand | undefined> {
      const entries = await outbox.readEntries(database)
      return entries.find(({ command }) => command.kind === 'deliver' && command.deliveryId === deliveryId)
        ?.command
    },
    /** Facts held open on their finishing screen, of other stops than this one, go out as they are. */
    async releaseOthers(stopId: string | undefined): Promise<void> {
      const held = state.get().summary.waiting.filter(({ isHeld, command }) => {
        return isHeld && !('stopId' in command && command.stopId === stopId)
      })
      for (const { id } of held) await outbox.release(database, id)
      if (held.length === 0) return
      await reload()
      void sender.kick()
    },
    refresh: () => sender.wantDay(true),
    ageMs: () => nowMs() - state.get().fetchedAtMs,
  }
}
export type Phone = ReturnType<typeof createPhone>
