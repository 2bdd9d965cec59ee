import { productionTiming, quickTiming, type Timing } from '../../server/testkit/engines/patroni-node.ts'
import { type Target, targets } from './schedule.ts'

export interface Options {
  seeds: readonly number[]
  runMs: number
  timing: Timing
  /** The folder of a set-up stays, and so does the database of a seed that failed. */
  isKept: boolean
  /** Only these targets, where they are named. */
  only: readonly Target[]
}

const timings: Readonly<Record<string, Timing>> = { quick: quickTiming, production: productionTiming }

/** `--seed 7 --seeds 50` from seed 7 on, or `--seed 6,44` those. @throws with what may be given */
export function readOptions(given: Readonly<Record<string, string>>): Options {
  const least = (name: string, text: string, floor: number) => {
    const value = Number(text)
    if (text === '' || !(value >= floor)) throw new Error(`--${name} must be ${floor} or more.`)
    return value
  }
  const timing = timings[given.timing ?? 'quick']
  if (!timing) throw new Error(`--timing must be one of ${Object.keys(timings).join(', ')}.`)
  const only = (given.only ?? '').split(',').filter(name => name !== '')
  const unknown = only.find(name => !targets.some(target => target === name))
  if (unknown !== undefined) throw new Error(`--only may name ${targets.join(', ')}, not ${unknown}.`)
  const named = (given.seed ?? '1').split(',').map(text => least('seed', text, 0))
  const [first = 1] = named
  const count = least('seeds', given.seeds ?? '1', 1)
  return {
    seeds: named.length > 1 ? named : Array.from({ length: count }, (_none, index) => first + index),
    runMs: least('minutes', given.minutes ?? '2', 1) * 60_000,
    timing,
    isKept: given.keep !== undefined,
    only: only as Target[],
  }
}
