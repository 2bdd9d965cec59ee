/** The hands of one process: so many jobs at a time, and of those that wait the most urgent first. */
export interface Hands {
  /** Waits for a free hand; the returned function frees it. */
  take(priority: number): Promise<() => void>
}

/** @param count at least one */
export function makeHands(count: number): Hands {
  let free = count
  const waiting: { priority: number; begin: () => void }[] = []
  const release = () => {
    const next = waiting.shift()
    if (next) next.begin()
    else free += 1
  }
  return {
    take: async priority => {
      if (free > 0) free -= 1
      else
        await new Promise<void>(begin => {
          const at = waiting.findIndex(other => other.priority > priority)
          waiting.splice(at < 0 ? waiting.length : at, 0, { priority, begin })
        })
      return release
    },
  }
}
