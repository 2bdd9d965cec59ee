import type { DriverCommand } from '@luckygas/contract/messages/driver-commands.ts'

export type {
  DriverCommand,
  DriverCommandKind,
  DriverDay,
} from '@luckygas/contract/messages/driver-commands.ts'

/** What the outbox itself puts into a command; screens give the rest. */
export type StampField = 'id' | 'deviceId' | 'deviceSequence' | 'deviceAt' | 'clockOffsetMs'
export type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
/** A fact as a screen states it. */
export type CommandDraft = DistributiveOmit<DriverCommand, StampField>

/** A person who has signed in on this phone. Only the author of a command ever sends it. */
export interface Author {
  userId: string
  driverId: string
  name: string
  login: string
}

export interface Refusal {
  /** The server's stable code. */
  code: string
  /** This phone's clock when the answer came, in milliseconds. */
  atMs: number
}

/**
 * `waiting` to be sent · `parked` refused, waits for the driver's decision · `replaced` the driver stated it anew ·
 * `posted` the server has it, but the day on this phone is older than that.
 */
export type OutboxStatus = 'waiting' | 'parked' | 'replaced' | 'posted'

export interface OutboxEntry {
  id: string
  command: DriverCommand
  authorId: string
  authorName: string
  /** The stop as it was called when the driver tapped; null for the day's own facts. */
  stop: { number: number; name: string } | null
  status: OutboxStatus
  /** Being finished on the screen that made it (a signature may follow); everything behind it waits too. */
  isHeld: boolean
  /** How often it has left this phone. */
  attempts: number
  refusal: Refusal | null
  /** One fact, one entry: a second tap meets this key and changes nothing. */
  onceKey: string
}
