import type { Histogram } from './latencies.ts'

/** What the drill tells a crowd. */
export type ToCrowd =
  | { kind: 'open'; url: string; accessToken: string; sockets: number }
  /** Events stamped from now on count to this phase. */
  | { kind: 'phase'; name: string; fromMs: number }
  /** Cuts this share of the sockets, which then resume. */
  | { kind: 'cut'; share: number }
  | { kind: 'report' }

export interface CrowdReport {
  kind: 'report'
  sockets: number
  open: number
  /** The last sequence of the socket that is furthest back, and of the one furthest on. */
  least: number
  most: number
  delivered: number
  /** A sequence was left out. */
  gaps: number
  /** A sequence came again, or after a later one. */
  reordered: number
  /** Sockets that were cut, by us or the other side, and went on from where they were. */
  resumed: number
  /** Streams whose missed events a server said it no longer keeps. */
  resets: number
  latencies: Record<string, Histogram>
}

/** What a crowd tells the drill. */
export type FromCrowd = { kind: 'opened'; sequence: number } | CrowdReport
