import { type DriverDatabase, type SavedDay, settled } from './database.ts'
import { keepStops } from './day.rules.ts'
import type { DriverDay } from './outbox.types.ts'

export async function readDay(database: DriverDatabase, authorId: string): Promise<SavedDay | undefined> {
  return database.get('days', authorId)
}

const stopIdOf = (value: unknown): string | undefined => {
  const stopId = (value as { stopId?: unknown } | null)?.stopId
  return typeof stopId === 'string' ? stopId : undefined
}

/**
 * Takes a fresh day from the server. It contains every command that was posted when it was asked for, so those go in
 * the same transaction, and the rest is applied on top. Commands leave one at a time, so at most the first of the rest
 * may be in it as well (its answer got lost), and applying that one again changes nothing.
 * @param postedBefore ids that were posted when the request left; one posted since is not in this day
 */
export async function saveDay(
  database: DriverDatabase,
  authorId: string,
  day: DriverDay,
  fetchedAtMs: number,
  postedBefore: ReadonlySet<string>,
): Promise<void> {
  const transaction = database.transaction(['days', 'outbox', 'drafts'], 'readwrite')
  await settled(transaction, async () => {
    const previous = await transaction.objectStore('days').get(authorId)
    const wanted = new Set<string>()
    for (const entry of await transaction.objectStore('outbox').getAll()) {
      if (entry.authorId !== authorId) continue
      if (entry.status === 'posted' && postedBefore.has(entry.id)) {
        await transaction.objectStore('outbox').delete(entry.id)
      } else if (entry.status !== 'replaced') {
        const stopId = stopIdOf(entry.command)
        if (stopId !== undefined) wanted.add(stopId)
      }
    }
    for (const draft of await transaction.objectStore('drafts').getAll()) {
      const stopId = draft.authorId === authorId ? stopIdOf(draft.value) : undefined
      if (stopId !== undefined) wanted.add(stopId)
    }
    await transaction
      .objectStore('days')
      .put({ authorId, day: keepStops(previous?.day, day, wanted), fetchedAtMs })
  })
}
