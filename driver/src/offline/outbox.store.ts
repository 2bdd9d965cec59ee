import { clockOffsetMs, newId, nowMs } from '@luckygas/ui/clock.ts'
import { type OfficeAsk, withAsks } from './asks.rules.ts'
import { type DriverDatabase, settled } from './database.ts'
import { type NewFile, rowsOf } from './files.store.ts'
import { inOrder, onceKeyOf } from './outbox.rules.ts'
import type { Author, CommandDraft, DriverCommand, OutboxEntry, Refusal } from './outbox.types.ts'
import { type Device, newDevice } from './settings.store.ts'

export interface Statement {
  command: CommandDraft
  author: Author
  stop: OutboxEntry['stop']
  /** Drafts that this fact settles; they go in the same transaction, so that nothing is stated twice or lost. */
  settlesDrafts?: readonly string[]
  /** A fact that stands in for a refused one. */
  replaces?: string
  isHeld?: boolean
  /** Files of the draft that now belong to this fact. */
  claimsFiles?: readonly string[]
}

/**
 * States a fact: id, device sequence, command, files and the end of its draft in one transaction. Whatever is killed
 * before the answer leaves everything as it was, whatever is killed after it finds the fact in the outbox.
 * The same fact again (a second tap) answers the entry that is there.
 */
export async function state(database: DriverDatabase, statement: Statement): Promise<OutboxEntry> {
  const { author } = statement
  const onceKey = onceKeyOf(statement.command)
  const transaction = database.transaction(['outbox', 'drafts', 'settings', 'files'], 'readwrite')
  return settled(transaction, async () => {
    const outbox = transaction.objectStore('outbox')
    const settings = transaction.objectStore('settings')
    const existing = await outbox.index('onceKey').getAll(onceKey)
    const standing = existing.find(entry => entry.status !== 'replaced' && entry.id !== statement.replaces)
    if (standing !== undefined) return standing
    const device = ((await settings.get('device')) as Device | undefined) ?? newDevice()
    const deviceSequence = device.lastSequence + 1
    const stamp = {
      id: newId(),
      deviceId: device.deviceId,
      deviceSequence,
      deviceAt: new Date(nowMs()).toISOString(),
      clockOffsetMs: clockOffsetMs(),
    }
    const entry: OutboxEntry = {
      id: stamp.id,
      command: { ...statement.command, ...stamp } as DriverCommand,
      authorId: author.userId,
      authorName: author.name,
      stop: statement.stop,
      status: 'waiting',
      isHeld: statement.isHeld ?? false,
      attempts: 0,
      refusal: null,
      onceKey,
    }
    await settings.put({ ...device, lastSequence: deviceSequence }, 'device')
    for (const fileId of statement.claimsFiles ?? []) {
      const file = await transaction.objectStore('files').get(fileId)
      if (file !== undefined) await transaction.objectStore('files').put({ ...file, commandId: entry.id })
      if (file?.status === 'dropped') entry.command = withoutFile(entry.command, fileId)
    }
    await outbox.put(entry)
    for (const key of statement.settlesDrafts ?? []) await transaction.objectStore('drafts').delete(key)
    if (statement.replaces !== undefined) {
      const replaced = await outbox.get(statement.replaces)
      if (replaced !== undefined) await outbox.put({ ...replaced, status: 'replaced' })
    }
    return entry
  })
}

/** A command that no longer names a file which cannot come. */
const withoutFile = (command: DriverCommand, fileId: string): DriverCommand =>
  'files' in command ? { ...command, files: command.files.filter(file => file.fileId !== fileId) } : command

/** Every entry of every author, in device order. */
export async function readEntries(database: DriverDatabase): Promise<OutboxEntry[]> {
  return (await database.getAll('outbox')).sort(inOrder)
}

/** Changes one entry in its own transaction; an entry that is gone stays gone. */
async function change(
  database: DriverDatabase,
  id: string,
  how: (entry: OutboxEntry) => OutboxEntry,
): Promise<OutboxEntry | undefined> {
  const transaction = database.transaction('outbox', 'readwrite')
  const entry = await transaction.store.get(id)
  const changed = entry === undefined ? undefined : how(entry)
  if (changed !== undefined) await transaction.store.put(changed)
  await transaction.done
  return changed
}

/** Before the bytes leave: from here on the server may have it. */
export const markSending = (database: DriverDatabase, id: string) =>
  change(database, id, entry => ({ ...entry, attempts: entry.attempts + 1 }))

/** The office has it, and what it wants to know about it stays until the driver has seen it. */
export async function markPosted(
  database: DriverDatabase,
  id: string,
  asks: readonly OfficeAsk[] = [],
): Promise<void> {
  const transaction = database.transaction(['outbox', 'settings'], 'readwrite')
  await settled(transaction, async () => {
    const entry = await transaction.objectStore('outbox').get(id)
    if (entry !== undefined)
      await transaction.objectStore('outbox').put({ ...entry, status: 'posted', refusal: null })
    if (asks.length === 0) return
    const settings = transaction.objectStore('settings')
    const known = ((await settings.get('asks')) as OfficeAsk[] | undefined) ?? []
    await settings.put(withAsks(known, asks, nowMs()), 'asks')
  })
}

/** The driver has seen a question of the office. */
export async function dropAsk(database: DriverDatabase, id: string): Promise<void> {
  const transaction = database.transaction('settings', 'readwrite')
  const known = ((await transaction.store.get('asks')) as OfficeAsk[] | undefined) ?? []
  await transaction.store.put(
    known.filter(ask => ask.id !== id),
    'asks',
  )
  await transaction.done
}

/** The number under which this phone reports; made with its first command, or when first asked for. */
export async function deviceIdOf(database: DriverDatabase): Promise<string> {
  const transaction = database.transaction('settings', 'readwrite')
  const known = (await transaction.store.get('device')) as Device | undefined
  const device = known ?? newDevice()
  if (known === undefined) await transaction.store.put(device, 'device')
  await transaction.done
  return device.deviceId
}

export const markParked = (database: DriverDatabase, id: string, refusal: Refusal) =>
  change(database, id, entry => ({ ...entry, status: 'parked', refusal }))

/** The driver's answer to a refusal: the same fact once more. */
export const sendAgain = (database: DriverDatabase, id: string) =>
  change(database, id, entry => ({ ...entry, status: 'waiting', attempts: 0, refusal: null }))

export const release = (database: DriverDatabase, id: string) =>
  change(database, id, entry => ({ ...entry, isHeld: false }))

/** At start: whatever a killed app left on its finishing screen goes out as it is. */
export async function releaseAll(database: DriverDatabase): Promise<void> {
  const transaction = database.transaction('outbox', 'readwrite')
  for (const entry of await transaction.store.getAll()) {
    if (entry.isHeld) await transaction.store.put({ ...entry, isHeld: false })
  }
  await transaction.done
}

/**
 * Adds a file to a delivery that is still held on its finishing screen.
 * @returns whether it was still possible
 */
export async function attachFile(database: DriverDatabase, id: string, file: NewFile): Promise<boolean> {
  const transaction = database.transaction(['outbox', 'files', 'fileBytes'], 'readwrite')
  return settled(transaction, async () => {
    const entry = await transaction.objectStore('outbox').get(id)
    const isOpen = entry?.isHeld === true && entry.attempts === 0 && entry.command.kind === 'deliver'
    if (isOpen && entry.command.kind === 'deliver') {
      const isReplaced = (other: { purpose: string }) =>
        other.purpose === 'signature' && file.purpose === 'signature'
      for (const { fileId } of entry.command.files.filter(isReplaced)) {
        await transaction.objectStore('files').delete(fileId)
        await transaction.objectStore('fileBytes').delete(fileId)
      }
      const others = entry.command.files.filter(other => !isReplaced(other))
      const files = [...others, { fileId: file.id, purpose: file.purpose }]
      await transaction.objectStore('outbox').put({ ...entry, command: { ...entry.command, files } })
      const rows = rowsOf(file, entry.authorId, id)
      await transaction.objectStore('files').put(rows.note)
      await transaction.objectStore('fileBytes').put(rows.bytes)
    }
    return isOpen
  })
}

/**
 * A device number that another phone has used: a new one, for everything that is not there yet. Sequences stay, so
 * that the order stays.
 */
export async function takeNewDevice(database: DriverDatabase): Promise<void> {
  const transaction = database.transaction(['outbox', 'settings'], 'readwrite')
  const settings = transaction.objectStore('settings')
  const { lastSequence } = ((await settings.get('device')) as Device | undefined) ?? newDevice()
  const { deviceId } = newDevice()
  for (const entry of await transaction.objectStore('outbox').getAll()) {
    if (entry.status === 'posted') continue
    await transaction.objectStore('outbox').put({ ...entry, command: { ...entry.command, deviceId } })
  }
  await settings.put({ deviceId, lastSequence }, 'device')
  await transaction.done
}
