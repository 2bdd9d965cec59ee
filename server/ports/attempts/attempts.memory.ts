import type { AttemptRule, Attempts } from './attempts.port.ts'

const usualCapacity = 20_000

/**
 * Counts in this process's memory; a restart forgets. Holds at most `capacity` keys, dropping the oldest, so that a
 * flood of keys cannot fill the memory.
 */
export function makeOwnAttempts(capacity = usualCapacity): Attempts {
  const entries = new Map<string, { count: number; untilMs: number }>()
  const remember = (key: string, count: number, untilMs: number) => {
    entries.delete(key)
    entries.set(key, { count, untilMs })
    const oldest = entries.size > capacity ? entries.keys().next().value : undefined
    if (oldest !== undefined) entries.delete(oldest)
  }
  return {
    take: async (key: string, rule: AttemptRule, now: Date) => {
      const nowMs = now.getTime()
      const entry = entries.get(key)
      if (!entry || entry.untilMs <= nowMs) {
        remember(key, 1, nowMs + (rule.allowed <= 1 ? rule.blockMs : rule.forgetMs))
        return undefined
      }
      if (entry.count >= rule.allowed) return new Date(entry.untilMs)
      const count = entry.count + 1
      remember(key, count, count >= rule.allowed ? nowMs + rule.blockMs : entry.untilMs)
      return undefined
    },
    giveBack: async key => {
      const entry = entries.get(key)
      if (!entry) return
      if (entry.count <= 1) entries.delete(key)
      else entry.count -= 1
    },
  }
}
