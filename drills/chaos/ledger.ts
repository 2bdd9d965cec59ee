import { randomUUID } from 'node:crypto'

/** What people do that must happen once or not at all. */
export const deeds = [
  'order',
  'order-change',
  'board-move',
  'publish',
  'driver-fact',
  'photo',
  'import',
  'other',
] as const
export type Deed = (typeof deeds)[number]

/** `doubtful`: sent and, as far as the sender knows, neither done nor refused. */
export type Outcome = 'doubtful' | 'acknowledged' | 'refused'

/** One operation as its sender knows it; instants are milliseconds of `performance.now()`. */
export interface Operation {
  deed: Deed
  /** Its Idempotency-Key, which every try carries. */
  key: string
  /** What it makes or marks: an order's id, the word left in an order's trail, a fact's id. */
  effect: string
  outcome: Outcome
  tries: number
  firstSentAt: number
  answeredAt: number
  /** The delivery a driver's fact records. */
  deliveryId?: string
  /** The order that is changed. */
  orderId?: string
  /** What was sent of an order's or a delivery's goods, as `goodsText` writes it; absent where they are left as they are. */
  goods?: string
}
export type Given = Partial<Pick<Operation, 'key' | 'deliveryId' | 'orderId' | 'goods'>>

/** What everybody was told, and what went wrong in telling it. */
export interface Ledger {
  operations: Operation[]
  /** Answers that say that the program itself is at fault, or that are no answer to what was asked. */
  wrong: string[]
  /** Refusals that belong to the work, by their code. */
  refusals: Record<string, number>
  /** Reads by what was read: answered, and told to try again or not answered at all. */
  reads: Record<string, { answered: number; missed: number }>
  begin(deed: Deed, effect: string, given?: Given): Operation
}

export function openLedger(): Ledger {
  const operations: Operation[] = []
  return {
    operations,
    wrong: [],
    refusals: {},
    reads: {},
    begin: (deed, effect, { key = randomUUID(), ...given } = {}) => {
      const operation: Operation = {
        ...{ deed, key, effect, outcome: 'doubtful', tries: 0 },
        ...{ firstSentAt: performance.now(), answeredAt: 0, ...given },
      }
      operations.push(operation)
      return operation
    },
  }
}
