const minuteMs = 60_000
const dayMs = 86_400_000

/** How far a corrected phone clock may run ahead of the server before it is not believed: network delay and drift. */
export const futureToleranceMs = 5 * minuteMs
/** How long a fact may have waited on a phone. Longer is a clock that was set back, not a day without signal. */
export const longestWaitMs = 30 * dayMs

/**
 * When a fact happened: the phone's clock corrected by the offset it measured against the server. A time that cannot be
 * (ahead of now, or older than 30 days) is replaced by the time of receipt; what is ahead within the tolerance is now.
 * @param offsetMs server minus phone, in milliseconds; null when the phone has never met the server
 */
export function occurredAt(
  deviceAt: Date,
  offsetMs: number | null,
  receivedAt: Date,
): { at: Date; isPlausible: boolean } {
  const at = new Date(deviceAt.getTime() + (offsetMs ?? 0))
  const aheadMs = at.getTime() - receivedAt.getTime()
  const isPlausible = aheadMs <= futureToleranceMs && -aheadMs <= longestWaitMs
  if (!isPlausible) return { at: receivedAt, isPlausible }
  return { at: aheadMs > 0 ? receivedAt : at, isPlausible }
}
