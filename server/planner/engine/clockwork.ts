/**
 * How time passes on the way and at the door. All functions are pure, whole seconds in and out, and monotone
 * (leaving later never arrives earlier), which makes the earliest and latest times kept per node exact.
 */
import { FAR, type Model, NEVER } from './model.ts'

/** Set-up seconds on arrival, which speed varying by hour keeps apart from the way. */
function setupOn(model: Model, from: number, to: number): number {
  const building = model.building[to] as number
  return from === to || (building !== -1 && building === model.building[from])
    ? 0
    : (model.setup[to] as number)
}

/** When a vehicle of `profile` that leaves place `from` at `leave` is ready to serve at place `to`. */
export function arrive(model: Model, profile: number, from: number, to: number, leave: number): number {
  const seconds = (model.seconds[profile] as Int32Array)[from * model.placeCount + to] as number
  const { hourly } = model
  if (hourly === null) return leave + seconds
  if (leave + 1 >= hourly.work.length) return FAR
  const target = (hourly.work[leave] as number) + seconds * 1000
  const step = Math.floor(target / 1000)
  if (step >= hourly.instant.length) return FAR
  let second = hourly.instant[step] as number
  while (second < hourly.work.length && (hourly.work[second] as number) < target) second++
  return second >= hourly.work.length ? FAR : second + setupOn(model, from, to)
}

/** The latest moment to leave `from` and be ready at `to` by `bound`; `NEVER` when that lies before midnight. */
export function latestLeave(model: Model, profile: number, from: number, to: number, bound: number): number {
  if (bound < 0) return NEVER
  const seconds = (model.seconds[profile] as Int32Array)[from * model.placeCount + to] as number
  const { hourly } = model
  if (hourly === null) return bound - seconds
  const ready = Math.min(bound - setupOn(model, from, to), hourly.work.length - 1)
  if (ready < 0) return NEVER
  const most = (hourly.work[ready] as number) - seconds * 1000
  if (most < 0) return NEVER
  let second = hourly.instant[Math.floor(most / 1000)] as number
  while (second + 1 < hourly.work.length && (hourly.work[second + 1] as number) <= most) second++
  return (hourly.work[second] as number) <= most ? second : second - 1
}

/** When service at stop `x` begins for somebody ready at `ready`; `FAR` when it has closed. */
export function beginService(model: Model, x: number, ready: number): number {
  if (ready > (model.openTo[x] as number)) return FAR
  if (model.hasGaps[x] === 0) return Math.max(ready, model.openFrom[x] as number)
  const end = model.windowAt[x + 1] as number
  for (let window = model.windowAt[x] as number; window < end; window++) {
    if (ready <= (model.windowTo[window] as number))
      return Math.max(ready, model.windowFrom[window] as number)
  }
  return FAR
}

/** The latest moment at or before `bound` at which service at stop `x` may begin; `NEVER` when there is none. */
export function latestBegin(model: Model, x: number, bound: number): number {
  if (bound < (model.openFrom[x] as number)) return NEVER
  if (model.hasGaps[x] === 0) return Math.min(bound, model.openTo[x] as number)
  const first = model.windowAt[x] as number
  for (let window = (model.windowAt[x + 1] as number) - 1; window >= first; window--) {
    if (bound >= (model.windowFrom[window] as number))
      return Math.min(bound, model.windowTo[window] as number)
  }
  return NEVER
}

/** Arrival when the break is taken on this leg: before setting off, or on arrival before service. */
export function arriveAfterBreak(
  model: Model,
  driver: number,
  from: number,
  to: number,
  leave: number,
): number {
  const length = model.breakLength[driver] as number
  const open = model.breakFrom[driver] as number
  const close = model.breakTo[driver] as number
  if (leave > close) return FAR
  const profile = model.profileOf[driver] as number
  let best = arrive(model, profile, from, to, Math.max(leave, open) + length)
  const ready = arrive(model, profile, from, to, leave)
  if (ready <= close) best = Math.min(best, Math.max(ready, open) + length)
  return best
}

/** `arriveAfterBreak` where the way takes the same seconds at any time. */
export function restedArrival(model: Model, driver: number, leave: number, way: number): number {
  const close = model.breakTo[driver] as number
  if (leave > close) return FAR
  const open = model.breakFrom[driver] as number
  const arrived = leave + way
  const begun = arrived <= close ? Math.max(arrived, open) : Math.max(leave, open) + way
  return begun + (model.breakLength[driver] as number)
}

/** The inverse of `arriveAfterBreak`: the latest moment to be free at `from` and be ready at `to` by `bound`. */
export function latestLeaveBeforeBreak(
  model: Model,
  driver: number,
  from: number,
  to: number,
  bound: number,
): number {
  const length = model.breakLength[driver] as number
  const open = model.breakFrom[driver] as number
  const close = model.breakTo[driver] as number
  const profile = model.profileOf[driver] as number
  const before = Math.min(close, latestLeave(model, profile, from, to, bound) - length)
  const onArrival = Math.min(close, bound - length)
  const left = before >= open ? before : NEVER
  const reached = onArrival >= open ? latestLeave(model, profile, from, to, onArrival) : NEVER
  return Math.max(left, reached)
}

/** Seconds by which a service beginning at `begin` misses the promised windows of stop `x` with a soft one. */
export function lateness(model: Model, x: number, begin: number): number {
  const first = model.promiseAt[x] as number
  const end = model.promiseAt[x + 1] as number
  let missedEnd = -1
  for (let window = first; window < end; window++) {
    const to = model.promiseTo[window] as number
    if (begin >= (model.promiseFrom[window] as number) && begin <= to) return 0
    if (to < begin && to > missedEnd) missedEnd = to
  }
  return missedEnd < 0 ? 0 : begin - missedEnd
}
