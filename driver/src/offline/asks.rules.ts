import type { ConflictKind } from '@luckygas/contract/messages/driver-commands.ts'
import type { OutboxEntry } from './outbox.types.ts'

/** Something the office has to decide about a fact of this driver, told to him when the fact was received. */
export interface OfficeAsk {
  /** The office's own id of the question. */
  id: string
  kind: ConflictKind
  authorId: string
  stop: OutboxEntry['stop']
  /** The phone's clock when the fact happened. */
  deviceAt: string
  /** This phone's clock when the office answered, in milliseconds. */
  toldAtMs: number
}

/** More than a day with trouble brings, and few enough to be read. */
const mostAsks = 30
/** After a day the question is the office's alone. */
const staleMs = 24 * 3_600_000

/** The questions that are still worth showing, with new ones added; each once, newest last. */
export function withAsks(
  known: readonly OfficeAsk[],
  fresh: readonly OfficeAsk[],
  nowMs: number,
): OfficeAsk[] {
  const all = new Map([...known, ...fresh].map(ask => [ask.id, ask]))
  return [...all.values()].filter(ask => Math.abs(nowMs - ask.toldAtMs) < staleMs).slice(-mostAsks)
}
