import type { Today } from '@luckygas/contract/endpoints/today.ts'

export interface Progress {
  minutes: number[]
  /** Stops that should have been reached by the end of each half hour. */
  planned: number[]
  /** Stops finished by then, as far as the day has come. */
  done: number[]
}

/** A day's progress added up; the finished ones end at `nowMinute`, or run through where the day is over. */
export function addUp(steps: Today['progress'], nowMinute: number | null): Progress {
  const progress: Progress = { minutes: [], planned: [], done: [] }
  let planned = 0
  let done = 0
  for (const step of steps) {
    planned += step.planned
    done += step.done + step.failed
    progress.minutes.push(step.minute)
    progress.planned.push(planned)
    if (nowMinute === null || step.minute <= nowMinute) progress.done.push(done)
  }
  return progress
}

/** A share of a whole in per cent, null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 10
}
