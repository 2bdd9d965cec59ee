import { seededRandom } from '../../server/testkit/fault-proxy.ts'

/** The processes of LuckyGas. */
export const targetsOfOurs = ['api', 'realtime', 'worker'] as const
export type TargetOfOurs = (typeof targetsOfOurs)[number]
export const targets = [...targetsOfOurs, 'database', 'cache', 'broker', 'search', 'files', 'roads'] as const
export type Target = (typeof targets)[number]

export const kinds = ['kill', 'freeze', 'partition', 'slow-disk', 'disk-full', 'clock-skew'] as const
export type Kind = (typeof kinds)[number]

/** A fault that can be done: what kind to whom. */
export interface Cell {
  target: Target
  kind: Kind
}

/** One fault of a run; times are milliseconds from the run's beginning. */
export interface Strike extends Cell {
  atMs: number
  /** How long it lasts before it is lifted. */
  lastsMs: number
  /** 0 to 1: which of the target's members is struck. */
  share: number
}

/** Undisturbed work at the beginning and at the end, so that there is a before and an after; milliseconds. */
export const calmMs = { before: 8_000, after: 12_000 }
/** From the beginning of one fault to that of the next. */
const gapMs = { least: 5_000, most: 13_000 }
const lengthMs = { least: 4_000, most: 14_000 }
/** After a fault its target is left alone for so long: a majority must stand again before the next of its members falls. */
const restMs = 25_000
/** So many faults last at the same time at most. */
const mostAtOnce = 2

const busyUntil = ({ atMs, lastsMs }: Strike) => atMs + lastsMs

/**
 * The faults of a run, the same for the same seed. Each target comes once before any comes twice, as the length of the
 * run and its rest allow; what is done to it is drawn from what can be. @param cells what can be done at all
 */
export function scheduleOf(seed: number, runMs: number, cells: readonly Cell[]): Strike[] {
  const random = seededRandom(seed)
  const between = ({ least, most }: { least: number; most: number }) =>
    Math.round(least + random() * (most - least))
  const strikes: Strike[] = []
  const struck = new Map<Target, number>()
  const known = targets.filter(target => cells.some(cell => cell.target === target))
  for (let atMs = calmMs.before; ; atMs += between(gapMs)) {
    const lastsMs = between(lengthMs)
    if (atMs + lastsMs > runMs - calmMs.after) return strikes
    const [turn, choice, share] = [random(), random(), random()]
    if (strikes.filter(strike => busyUntil(strike) > atMs).length >= mostAtOnce) continue
    const rested = known.filter(target => {
      const last = strikes.findLast(strike => strike.target === target)
      return last === undefined || busyUntil(last) + restMs <= atMs
    })
    const fewest = Math.min(...rested.map(target => struck.get(target) ?? 0))
    const turns = rested.filter(target => (struck.get(target) ?? 0) === fewest)
    const target = turns[Math.floor(turn * turns.length)]
    if (target === undefined) continue
    const possible = cells.filter(cell => cell.target === target)
    const kind = possible[Math.floor(choice * possible.length)]?.kind
    if (kind === undefined) continue
    struck.set(target, (struck.get(target) ?? 0) + 1)
    strikes.push({ target, kind, atMs, lastsMs, share })
  }
}
