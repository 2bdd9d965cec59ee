import type { CommandDraft, DriverCommand, OutboxEntry } from './outbox.types.ts'

/**
 * How the outbox behaves, without any storage or network: what goes next, what an answer means, how long to wait.
 * Facts are never dropped: the server posts every well-formed one, and one that it cannot read waits for the driver.
 */

type KeysByKind = { [K in CommandDraft['kind']]: (command: Extract<CommandDraft, { kind: K }>) => string }
const onceKeys: KeysByKind = {
  // Checked anew after a repair is another fact; the same finding twice is one.
  vehicle_check: ({ runId, items }) =>
    `vehicle_check:${runId}:${items.flatMap(({ item, isOk }) => (isOk ? [] : item)).join()}`,
  load_out: command => `load_out:${command.runId}:${command.depotVisit?.id ?? command.trip}`,
  arrive: command => `arrive:${command.stopId}`,
  deliver: command => `delivery:${command.deliveryId}`,
  fail: command => `delivery:${command.deliveryId}`,
  undo: command => `undo:${command.deliveryId}`,
  close_day: command => `close_day:${command.dayCloseId}`,
}

/** Two commands with the same key state the same fact; a delivery id is either delivered or failed, once. */
export function onceKeyOf(command: CommandDraft | DriverCommand): string {
  return (onceKeys[command.kind] as (command: CommandDraft) => string)(command)
}

export const inOrder = (a: OutboxEntry, b: OutboxEntry) => a.command.deviceSequence - b.command.deviceSequence

/**
 * The entry to send now: the oldest waiting one of this author. Stop-and-wait: an entry that is still being finished
 * holds back everything behind it, because the office must hear things in the order in which they happened.
 */
export function nextToSend(entries: readonly OutboxEntry[], authorId: string): OutboxEntry | undefined {
  const first = entries
    .filter(entry => entry.authorId === authorId && entry.status === 'waiting')
    .sort(inOrder)[0]
  return first?.isHeld ? undefined : first
}

export type AnswerMeaning =
  /** Nothing is decided; the same command again later. */
  | 'try-again'
  /** The session has ended; the command waits for its author to sign in. */
  | 'sign-in'
  /** The server cannot take it as it is; the driver decides. */
  | 'park'
  /** Another phone has used this device's number before (a restored backup); take a new device id. */
  | 'new-device'

/** How often our mistakes (500) are tried again before the entry steps aside for those behind it. */
export const defectLimit = 5

const meaningByCode: Record<string, AnswerMeaning> = {
  'deliveries.sequence-reused': 'new-device',
  'idempotency.in-progress': 'try-again',
}

/**
 * What a failed answer means for the command.
 * @param status HTTP status; 0 where no answer came
 * @param attempts how often this command has been sent, this time included
 */
export function meaningOf(status: number, code: string, attempts: number): AnswerMeaning {
  const known = meaningByCode[code]
  if (known !== undefined) return known
  if (status === 401 || status === 403) return 'sign-in'
  if (status === 500) return attempts >= defectLimit ? 'park' : 'try-again'
  if (status === 408 || status === 425 || status === 429) return 'try-again'
  return status >= 400 && status < 500 ? 'park' : 'try-again'
}

export const retryBackoff = { baseMs: 1_000, capMs: 60_000 }

/**
 * Exponential with full jitter, never below what the server asked for.
 * @param failures failures in a row before this wait, from 1
 * @param random in [0, 1)
 * @param retryAfterS seconds, as a 429 or 503 states
 */
export function retryDelayMs(failures: number, random: number, retryAfterS = 0): number {
  const ceiling = Math.min(retryBackoff.capMs, retryBackoff.baseMs * 2 ** Math.min(failures, 16))
  return Math.max(retryAfterS * 1000, Math.round(ceiling / 2 + (random * ceiling) / 2))
}

export interface OutboxSummary {
  /** The author's entries that the server does not have yet, oldest first; parked ones apart. */
  waiting: OutboxEntry[]
  parked: OutboxEntry[]
  /** Phone clock of the oldest waiting entry. */
  sinceAt: string | null
  /** Other drivers who left records on this phone. */
  others: { name: string; count: number }[]
}

/** What the badge and the list say. */
export function summarise(entries: readonly OutboxEntry[], authorId: string | undefined): OutboxSummary {
  const own = entries.filter(entry => entry.authorId === authorId).sort(inOrder)
  const waiting = own.filter(entry => entry.status === 'waiting')
  const others = new Map<string, { name: string; count: number }>()
  for (const entry of entries) {
    if (entry.authorId === authorId || (entry.status !== 'waiting' && entry.status !== 'parked')) continue
    const seen = others.get(entry.authorId) ?? { name: entry.authorName, count: 0 }
    others.set(entry.authorId, { ...seen, count: seen.count + 1 })
  }
  return {
    waiting,
    parked: own.filter(entry => entry.status === 'parked'),
    sinceAt: waiting[0]?.command.deviceAt ?? null,
    others: [...others.values()],
  }
}

/** Entries whose effect the day on this phone does not contain yet, in order: what the projection applies. */
export function pendingOf(entries: readonly OutboxEntry[], authorId: string): DriverCommand[] {
  return entries
    .filter(entry => entry.authorId === authorId && entry.status !== 'replaced')
    .sort(inOrder)
    .map(entry => entry.command)
}
