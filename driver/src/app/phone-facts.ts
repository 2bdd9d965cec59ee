import { dropFile, newFile } from '../offline/files.store.ts'
import * as outbox from '../offline/outbox.store.ts'
import type { CommandDraft, DriverCommand, OutboxEntry } from '../offline/outbox.types.ts'
import type { Drafts } from './phone-drafts.ts'
import { atTheWheel, type Memory } from './phone-memory.ts'

export interface ReportOptions {
  stop?: OutboxEntry['stop']
  /** Things whose drafts this fact settles. */
  settles?: readonly string[]
  claimsFiles?: readonly string[]
  /** A refused record that this one stands in for. */
  replaces?: string | null
  /** Stays open on its finishing screen before it goes. */
  isHeld?: boolean
}

/** What the driver states, and his answers to what the office could not take. */
export function createFacts(memory: Memory, drafts: Drafts) {
  const { database, state, reload, sender } = memory
  const send = async (isNow: boolean) => {
    await reload()
    void sender.kick(isNow)
  }
  return {
    /** States a fact; when this returns it is in the phone's memory, and it goes out as soon as it can. */
    report: (command: CommandDraft, options: ReportOptions = {}): Promise<OutboxEntry> =>
      memory.keep(async () => {
        const keys = await drafts.settling(options.settles ?? [])
        const entry = await outbox.state(database, {
          command,
          author: atTheWheel(memory),
          stop: options.stop ?? null,
          settlesDrafts: keys,
          claimsFiles: options.claimsFiles ?? [],
          isHeld: options.isHeld ?? false,
          ...(options.replaces ? { replaces: options.replaces } : {}),
        })
        drafts.forget(keys)
        await send(false)
        return entry
      }),
    /** A signature for a delivery that is still on its finishing screen; answers whether it was in time. */
    sign: (entryId: string, blob: Blob): Promise<boolean> =>
      memory.keep(async () => {
        const isInTime = await outbox.attachFile(database, entryId, await newFile('signature', blob))
        await reload()
        return isInTime
      }),
    async release(entryId: string): Promise<void> {
      await outbox.release(database, entryId)
      await send(false)
    },
    /** Facts held open on their finishing screen, of other stops than this one, go out as they are. */
    async releaseOthers(stopId: string | undefined): Promise<void> {
      const held = state.get().summary.waiting.filter(({ isHeld, command }) => {
        return isHeld && !('stopId' in command && command.stopId === stopId)
      })
      for (const { id } of held) await outbox.release(database, id)
      if (held.length > 0) await send(false)
    },
    /** The driver has seen what the office asks. */
    async seeAsk(id: string): Promise<void> {
      await outbox.dropAsk(database, id)
      await reload()
    },
    /** The driver has seen that photos had to go. */
    async seeDropped(): Promise<void> {
      for (const file of state.get().files) if (file.status === 'dropped') await dropFile(database, file.id)
      memory.set({ given: null })
      await reload()
    },
    async sendAgain(entryId: string): Promise<void> {
      await outbox.sendAgain(database, entryId)
      await send(true)
    },
    /** A delivery as it was stated, while this phone still has it. */
    async factOf(deliveryId: string): Promise<DriverCommand | undefined> {
      const entries = await outbox.readEntries(database)
      return entries.find(({ command }) => command.kind === 'deliver' && command.deliveryId === deliveryId)
        ?.command
    },
  }
}
