/** Does something and notes how long it took, under a name. */
export type Clock = <T>(phase: string, work: () => Promise<T>) => Promise<T>

/** A clock and what it has noted, in seconds. */
export function openClock(): { clock: Clock; tookSeconds: Record<string, number> } {
  const tookSeconds: Record<string, number> = {}
  return {
    tookSeconds,
    clock: async (phase, work) => {
      const from = performance.now()
      try {
        return await work()
      } finally {
        tookSeconds[phase] = Math.round((performance.now() - from) / 100) / 10
      }
    },
  }
}
