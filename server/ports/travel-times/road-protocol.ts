import type { TravelFaultCode, TravelPoint, TravelSource } from './travel-times.port.ts'
import type { Block, Pair } from './wanted-pairs.ts'

/** A way as a service measured it: whole seconds and metres. */
export interface RoadLeg {
  from: number
  to: number
  seconds: number
  metres: number
}

/** What `makeTravelTimes` needs of one road service's protocol. */
export interface RoadService {
  source: Exclude<TravelSource, 'estimate'>
  /** Set where each element costs money: most elements a day. Then only pairs that matter are asked. */
  dailyElements?: number
  /** Whether its answers depend on the hour of departure. */
  isHourly: boolean
  /** How long an answer may be kept. */
  keepDays: number
  /** A call with its retries ends within this. */
  timeoutMs: number
  /** All calls of one question end within this; what is missing then is estimated. */
  questionMs: number
  /** Calls at the same time, of all questions of this process. */
  mostCalls: number
  blocksOf(pairs: readonly Pair[]): Block[]
  /**
   * Asks one block. Pairs without a way are left out. Throws `TravelFault`.
   * @param pointOf of a row of the question
   */
  ask(
    block: Block,
    pointOf: (row: number) => TravelPoint,
    departAt: Date,
    signal: AbortSignal,
  ): Promise<RoadLeg[]>
}

/** A service did not answer as it should. Says nothing of the request, which may carry a key. */
export class TravelFault extends Error {
  override readonly name = 'TravelFault'
  readonly code: TravelFaultCode
  /** The service asked to be left alone this long, ms. */
  readonly retryAfterMs: number | undefined

  constructor(code: TravelFaultCode, detail: string, retryAfterMs?: number) {
    super(`${code}: ${detail}`)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** More than a day on the road between two stops of one depot is a mistake, not a way. */
const mostSeconds = 86_400
const mostMetres = 5_000_000

/** Whole seconds and metres, or a fault where a service says what cannot be. */
export function checkedLeg(from: number, to: number, seconds: unknown, metres: unknown): RoadLeg {
  const isWay = (value: unknown, most: number): value is number =>
    typeof value === 'number' && value >= 0 && value <= most
  if (!isWay(seconds, mostSeconds) || !isWay(metres, mostMetres))
    throw new TravelFault('travel.bad-answer', 'a time or a distance is missing, negative or absurd')
  return { from, to, seconds: Math.round(seconds), metres: Math.round(metres) }
}
