/**
 * Minutes by which the rest of a run shifts when something happened at `actual` that was planned for `planned`. A
 * driver who is early does not pull later promises forward by more than a quarter of an hour: windows may hold him.
 */
export function carriedDelayMinutes(actual: Date, planned: Date): number {
  const minutes = Math.round((actual.getTime() - planned.getTime()) / 60_000)
  return Math.max(-15, Math.min(minutes, 600))
}
