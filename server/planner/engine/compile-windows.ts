import type { Stop } from '../problem.ts'
import type { Model } from './model.ts'

type CompiledWindows = Pick<
  Model,
  | 'openFrom'
  | 'openTo'
  | 'hasGaps'
  | 'windowAt'
  | 'windowFrom'
  | 'windowTo'
  | 'promiseAt'
  | 'promiseFrom'
  | 'promiseTo'
  | 'promiseIsSoft'
> & { isBounded: boolean }

type Interval = { from: number; to: number }

/**
 * Opening intervals of every stop in seconds: the union of its windows, a soft one being open until the end of
 * the day, cut at `notBeforeMinute`. `promise*` keeps the windows as given for stops with a soft one.
 */
export function compileWindows(stops: Stop[], horizonSeconds: number): CompiledWindows {
  const windowAt = [0]
  const opened: Interval[] = []
  const promiseAt = [0]
  const promised: (Interval & { isSoft: boolean })[] = []
  const openFrom = new Int32Array(stops.length)
  const openTo = new Int32Array(stops.length)
  const hasGaps = new Uint8Array(stops.length)
  stops.forEach((stop, index) => {
    const intervals = openIntervals(stop, horizonSeconds)
    opened.push(...intervals)
    windowAt.push(opened.length)
    openFrom[index] = intervals[0]?.from ?? 1
    openTo[index] = intervals.at(-1)?.to ?? 0
    hasGaps[index] = intervals.length > 1 ? 1 : 0
    if (stop.windows?.some(window => window.hard === false)) {
      for (const window of stop.windows) {
        promised.push({ ...inSeconds(window), isSoft: window.hard === false })
      }
    }
    promiseAt.push(promised.length)
  })
  return {
    openFrom,
    openTo,
    hasGaps,
    windowAt: Int32Array.from(windowAt),
    windowFrom: Int32Array.from(opened, interval => interval.from),
    windowTo: Int32Array.from(opened, interval => interval.to),
    promiseAt: Int32Array.from(promiseAt),
    promiseFrom: Int32Array.from(promised, interval => interval.from),
    promiseTo: Int32Array.from(promised, interval => interval.to),
    promiseIsSoft: Uint8Array.from(promised, interval => (interval.isSoft ? 1 : 0)),
    isBounded: stops.some(stop => (stop.windows?.length ?? 0) > 0 || (stop.notBeforeMinute ?? 0) > 0),
  }
}

function inSeconds(window: { fromMinute: number; toMinute: number }): Interval {
  return { from: Math.round(window.fromMinute * 60), to: Math.round(window.toMinute * 60) }
}

/** Sorted, disjoint, not touching; empty when `notBeforeMinute` lies after every window. */
function openIntervals(stop: Stop, horizonSeconds: number): Interval[] {
  const notBefore = Math.round((stop.notBeforeMinute ?? 0) * 60)
  const raw: Interval[] = stop.windows?.length
    ? stop.windows.map(window => {
        const { from, to } = inSeconds(window)
        return { from, to: window.hard === false ? Math.max(to, horizonSeconds) : to }
      })
    : [{ from: 0, to: horizonSeconds }]
  const merged: Interval[] = []
  for (const { from, to } of raw.sort((one, other) => one.from - other.from)) {
    if (to < notBefore) continue
    const last = merged.at(-1)
    const begin = Math.max(from, notBefore)
    if (last && begin <= last.to + 1) last.to = Math.max(last.to, to)
    else merged.push({ from: begin, to })
  }
  return merged
}
