/** Where the primary's log stood at a moment. Positions are bytes; moments are of the process's own monotonic clock. */
export interface Mark {
  atMs: number
  position: bigint
}

/** A position of the log as PostgreSQL writes it, `16/B374D848`, in bytes. */
export function logPosition(text: string): bigint {
  const [high, low] = text.split('/')
  if (high === undefined || low === undefined) throw new Error(`"${text}" is no position of the log`)
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

/**
 * How far a standby is behind, in milliseconds: the age of the newest mark that it has reached; undefined when it has
 * reached none. A primary on which nothing happens does not look late, as it would by the time of its last transaction,
 * and clocks of other machines do not enter.
 */
export function lagMs(marks: readonly Mark[], replayed: bigint, nowMs: number): number | undefined {
  const reached = marks.findLast(mark => mark.position <= replayed)
  return reached && Math.max(0, nowMs - reached.atMs)
}

/** The marks that are still needed to judge a standby that may be `maxLagMs` behind, oldest first. */
export function keepMarks(marks: readonly Mark[], next: Mark, maxLagMs: number): Mark[] {
  return [...marks.filter(mark => next.atMs - mark.atMs <= maxLagMs), next]
}
