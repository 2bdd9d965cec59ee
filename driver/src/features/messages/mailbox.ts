import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import {
  markDriverMessages,
  readDriverMessages,
  sendDriverMessage,
} from '@luckygas/ui/api/routes/messages.ts'
import { newId, nowMs } from '@luckygas/ui/clock.ts'
import { observable } from '@luckygas/ui/observable.ts'
import type { DriverDatabase } from '../../offline/database.ts'
import {
  acknowledged,
  emptyMailbox,
  type Mailbox,
  marksTold,
  marksToTell,
  opened,
  received,
  type Written,
} from './mailbox.rules.ts'

/**
 * A driver's messages in the phone's memory and on their way. Words are kept before they are sent, under the id that
 * is also their idempotency key, and go out in the order in which they were written.
 */
export function createMailbox(database: DriverDatabase, client: ApiClient, authorId: string) {
  const key = `mailbox/${authorId}`
  const state = observable<Mailbox>(emptyMailbox())
  let running: Promise<void> | undefined
  let isWanted = false

  /** One transaction reads and writes, so that a second tab never overwrites what this one kept. */
  const change = async (by: (mailbox: Mailbox) => Mailbox): Promise<void> => {
    const tx = database.transaction('settings', 'readwrite')
    const before = ((await tx.store.get(key)) as Mailbox | undefined) ?? emptyMailbox()
    const after = by(before)
    await tx.store.put(after, key)
    await tx.done
    state.set(after)
  }
  const sendOne = async (written: Written): Promise<void> => {
    const { id, body, stopId, writtenAt } = written
    try {
      await client.call(
        sendDriverMessage,
        { body: { id, body, stopId, writtenAt } },
        { idempotencyKey: id, retries: 0 },
      )
    } catch (error) {
      if (!isProblem(error) || (error.kind !== 'invalid' && error.kind !== 'refused')) throw error
      await change(mailbox => ({
        ...mailbox,
        outbox: mailbox.outbox.map(each => (each.id === id ? { ...each, isRefused: true } : each)),
      }))
    }
  }
  const work = async (): Promise<void> => {
    const sent = new Set<string>()
    for (;;) {
      const next = state.get().outbox.find(({ id, isRefused }) => !isRefused && !sent.has(id))
      if (next === undefined) break
      await sendOne(next)
      sent.add(next.id)
    }
    const answer = await client.call(readDriverMessages, {}, { retries: 0 })
    await change(mailbox => received(mailbox, answer.messages, answer.phrases))
    const marks = marksToTell(state.get())
    if (marks === null) return
    await client.call(markDriverMessages, { body: marks }, { idempotencyKey: newId(), retries: 0 })
    await change(mailbox => marksTold(mailbox, marks))
  }
  /** Sends, fetches and marks; without signal nothing happens and nothing is lost. */
  const sync = (): Promise<void> => {
    isWanted = true
    running ??= (async () => {
      try {
        while (isWanted) {
          isWanted = false
          await work()
        }
      } catch {
        isWanted = false
      } finally {
        running = undefined
      }
    })()
    return running
  }
  return {
    authorId,
    state,
    sync,
    load: () => change(mailbox => mailbox),
    async say(body: string, stop: { id: string; name: string } | null): Promise<void> {
      const written: Written = {
        id: newId(),
        body,
        stopId: stop?.id ?? null,
        stopName: stop?.name ?? null,
        writtenAt: new Date(nowMs()).toISOString(),
        isRefused: false,
      }
      await change(mailbox => ({ ...mailbox, outbox: [...mailbox.outbox, written] }))
      void sync()
    },
    async open(): Promise<void> {
      if (opened(state.get()) === state.get()) return
      await change(opened)
      void sync()
    },
    async acknowledge(id: string): Promise<void> {
      await change(mailbox => acknowledged(mailbox, id))
      void sync()
    },
    async drop(id: string): Promise<void> {
      await change(mailbox => ({ ...mailbox, outbox: mailbox.outbox.filter(each => each.id !== id) }))
    },
  }
}
export type MailboxHandle = ReturnType<typeof createMailbox>
