import type { Today } from '../../../contract/endpoints/today.ts'

/** An arrival expected this much after the plan is late, as on the board. */
const lateMinutes = 10
/** A stop finished at most this long after its published minute was on time: ETA ±15 minutes is the promise. */
export const graceMinutes = 15
const stepMinutes = 30

export interface CountedStop {
  state: string
  plannedMinute: number | null
  finishedMinute: number | null
  lateMinutes: number | null
  risk: string | null
  gasGrams: number
}

const isFinished = (stop: CountedStop) => stop.state === 'done' || stop.state === 'failed'
const isOpen = (stop: CountedStop) => !isFinished(stop) && stop.state !== 'unplanned'

/** The stops of a day as figures. */
export function countStops(stops: readonly CountedStop[]): Today['stops'] {
  const count = (is: (stop: CountedStop) => boolean) => stops.filter(is).length
  const isTimed = (stop: CountedStop) =>
    stop.state === 'done' && stop.plannedMinute !== null && stop.finishedMinute !== null
  return {
    total: count(stop => stop.state !== 'unplanned'),
    done: count(stop => stop.state === 'done'),
    failed: count(stop => stop.state === 'failed'),
    late: count(stop => isOpen(stop) && (stop.lateMinutes ?? 0) > lateMinutes),
    atRisk: count(stop => isOpen(stop) && stop.risk !== null),
    unplanned: count(stop => stop.state === 'unplanned'),
    onTime: count(
      stop => isTimed(stop) && (stop.finishedMinute ?? 0) <= (stop.plannedMinute ?? 0) + graceMinutes,
    ),
    timed: count(isTimed),
  }
}

/** Planned and delivered gas of a day, in grams. */
export function sumGas(stops: readonly CountedStop[]): Today['gas'] {
  const sum = (is: (stop: CountedStop) => boolean) =>
    stops.filter(is).reduce((total, stop) => total + stop.gasGrams, 0)
  return {
    plannedGrams: sum(stop => stop.state !== 'unplanned'),
    doneGrams: sum(stop => stop.state === 'done'),
  }
}

/** Stops by half hour, from the first in which anything was planned or finished to the last, without gaps. */
export function progressOf(stops: readonly CountedStop[]): Today['progress'] {
  const stepOf = (minute: number) => Math.floor(Math.min(1439, Math.max(0, minute)) / stepMinutes)
  const planned = stops.flatMap(stop =>
    stop.plannedMinute === null || stop.state === 'unplanned' ? [] : [stepOf(stop.plannedMinute)],
  )
  const finished = stops.flatMap(stop =>
    isFinished(stop) && stop.finishedMinute !== null
      ? [{ step: stepOf(stop.finishedMinute), state: stop.state }]
      : [],
  )
  const steps = [...planned, ...finished.map(each => each.step)]
  if (steps.length === 0) return []
  const first = Math.min(...steps)
  return Array.from({ length: Math.max(...steps) - first + 1 }, (_, index) => {
    const step = first + index
    const inStep = (state: string) =>
      finished.filter(each => each.step === step && each.state === state).length
    return {
      minute: step * stepMinutes,
      planned: planned.filter(each => each === step).length,
      done: inStep('done'),
      failed: inStep('failed'),
    }
  })
}
