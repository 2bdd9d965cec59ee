/** How many attempts a key has, when they are forgotten, and how long it is blocked after the last one. */
export interface AttemptRule {
  allowed: number
  /** Milliseconds after the first attempt; `Infinity` remembers for as long as there is room. */
  forgetMs: number
  blockMs: number
}

/**
 * Counts attempts by key in this process's memory; with several processes each counts its own share, and a restart
 * forgets. Holds at most `capacity` keys, dropping the oldest, so that a flood of keys cannot fill the memory.
 */
export class AttemptCounter {
  readonly #entries = new Map<string, { count: number; untilMs: number }>()
  readonly #capacity: number

  constructor(capacity = 20_000) {
    this.#capacity = capacity
  }

  /** Counts one attempt; answers until when the key is blocked, or undefined when the attempt may go on. */
  take(key: string, rule: AttemptRule, now: Date): Date | undefined {
    const nowMs = now.getTime()
    const entry = this.#entries.get(key)
    if (!entry || entry.untilMs <= nowMs) {
      this.#remember(key, 1, nowMs + (rule.allowed <= 1 ? rule.blockMs : rule.forgetMs))
      return undefined
    }
    if (entry.count >= rule.allowed) return new Date(entry.untilMs)
    const count = entry.count + 1
    this.#remember(key, count, count >= rule.allowed ? nowMs + rule.blockMs : entry.untilMs)
    return undefined
  }

  /** Takes back one attempt that turned out to be good. */
  giveBack(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    if (entry.count <= 1) this.#entries.delete(key)
    else entry.count -= 1
  }

  #remember(key: string, count: number, untilMs: number): void {
    this.#entries.delete(key)
    this.#entries.set(key, { count, untilMs })
    const oldest = this.#entries.size > this.#capacity ? this.#entries.keys().next().value : undefined
    if (oldest !== undefined) this.#entries.delete(oldest)
  }
}

/** The network that one subscriber commands: an IPv4 address, or an IPv6 /64. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const filler = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(Math.max(0, filler)).fill('0'), ...right].slice(0, 4).join(':')
}
