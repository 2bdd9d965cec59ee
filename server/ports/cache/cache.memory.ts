import type { Cache } from './cache.port.ts'

/** UTF-16 characters of keys and texts together: 8 MB at two bytes each. */
const usualCapacity = 4_000_000

/** In this process's memory, at most `capacity` characters; what was asked for longest ago goes first. */
export function makeOwnCache(
  capacity = usualCapacity,
  monotonicMs: () => number = () => performance.now(),
): Cache {
  const kept = new Map<string, { text: string; untilMs: number }>()
  let size = 0
  const drop = (key: string) => {
    const entry = kept.get(key)
    if (!entry) return
    kept.delete(key)
    size -= key.length + entry.text.length
  }
  return {
    get: async key => {
      const entry = kept.get(key)
      if (!entry) return undefined
      if (entry.untilMs <= monotonicMs()) {
        drop(key)
        return undefined
      }
      kept.delete(key)
      kept.set(key, entry)
      return entry.text
    },
    put: async (key, text, keepMs) => {
      drop(key)
      if (key.length + text.length > capacity) return
      kept.set(key, { text, untilMs: monotonicMs() + keepMs })
      size += key.length + text.length
      for (const oldest of kept.keys()) {
        if (size <= capacity) return
        drop(oldest)
      }
    },
  }
}
