import type { Timetable } from './queue.port.ts'

const minuteMs = 60_000
const dayMs = 1_440 * minuteMs
/** Taipei is eight hours ahead of UTC all year. */
const taipeiMs = 8 * 3_600_000

/**
 * Tries of a job that comes again soon: half a minute (e + e² + e³ seconds), as long as a database needs to find its next
 * primary. Its next slot takes the place of one that still waits.
 */
export const frequentAttempts = 4

/** The latest moment, now or before, at which a job of the timetable is due. */
export function latestSlot(item: Timetable, now: Date): Date {
  const local = now.getTime() + taipeiMs
  if ('everyMinutes' in item) {
    const everyMs = item.everyMinutes * minuteMs
    return new Date(Math.floor(local / everyMs) * everyMs - taipeiMs)
  }
  const offset = item.minuteOfDay * minuteMs
  return new Date(Math.floor((local - offset) / dayMs) * dayMs + offset - taipeiMs)
}
