import type { BrowserContext } from 'playwright-core'

const dayMs = 86_400_000
const taipeiMs = 8 * 3_600_000

/**
 * How far back the clocks of a journey stand, so that a delivery day can be lived at any hour of the real one.
 * Always backwards: what the database dates by its own clock then never lies in the journey's future by much.
 * @param minute minute of the day in Taipei at which the journey begins
 * @returns milliseconds, zero or negative
 */
export function shiftBackTo(minute: number): number {
  const sinceMidnight = (Date.now() + taipeiMs) % dayMs
  const back = sinceMidnight - minute * 60_000
  return back >= 0 ? -back : -(back + dayMs)
}

/** What a server process needs in its environment to live at a shifted time. */
export function shiftedEnvironment(shiftMs: number): Record<string, string> {
  return {
    NODE_OPTIONS: `--import ${new URL('./shifted-clock.mjs', import.meta.url)}`,
    JOURNEY_CLOCK_SHIFT_MS: String(shiftMs),
  }
}

/** Lets every page of a context live at a shifted time. Timers keep their pace. */
export async function shiftClockOf(context: BrowserContext, shiftMs: number): Promise<void> {
  await context.addInitScript(shift => {
    const RealDate = globalThis.Date
    class ShiftedDate extends RealDate {
      constructor(...parts: unknown[]) {
        if (parts.length === 0) super(RealDate.now() + shift)
        else super(...(parts as [number]))
      }
      static override now() {
        return RealDate.now() + shift
      }
    }
    globalThis.Date = ShiftedDate as DateConstructor
  }, shiftMs)
}

/** The business day in Taipei at a shifted time, `YYYY-MM-DD`. */
export const shiftedToday = (shiftMs: number): string =>
  new Date(Date.now() + shiftMs + taipeiMs).toISOString().slice(0, 10)
