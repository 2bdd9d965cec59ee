import type { JobLimits } from './queue.port.ts'

export interface KindSlots {
  /** Kinds that run as often as they may. */
  full(): string[]
  /** Waits until the kind is below its limit; the returned function makes room again. */
  enter(name: string): Promise<() => void>
}

/** Counts the jobs of each kind that run in this process against their limits. */
export function kindSlots(limits: JobLimits): KindSlots {
  const most = new Map(Object.entries(limits))
  const running = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()
  const countOf = (name: string) => running.get(name) ?? 0
  const isFull = (name: string) => countOf(name) >= (most.get(name) ?? Number.POSITIVE_INFINITY)
  return {
    full: () => [...most.keys()].filter(isFull),
    enter: async name => {
      while (isFull(name))
        await new Promise<void>(resolve => waiting.set(name, [...(waiting.get(name) ?? []), resolve]))
      running.set(name, countOf(name) + 1)
      return () => {
        running.set(name, countOf(name) - 1)
        waiting.get(name)?.shift()?.()
      }
    },
  }
}
