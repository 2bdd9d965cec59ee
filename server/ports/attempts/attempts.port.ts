/** How many attempts a key has, when they are forgotten, and how long it is blocked after the last one. */
export interface AttemptRule {
  allowed: number
  /** Milliseconds after the first attempt; `Infinity` remembers for as long as there is room. */
  forgetMs: number
  blockMs: number
}

/**
 * Counts attempts by key. Promises: many at once are counted one by one; a count is never lost while the process lives,
 * whatever else is away; nobody is refused because a counter could not be asked.
 */
export interface Attempts {
  /** Counts one attempt; answers until when the key is blocked, or undefined when the attempt may go on. */
  take(key: string, rule: AttemptRule, now: Date): Promise<Date | undefined>
  /** Takes back one attempt that turned out to be good. */
  giveBack(key: string): Promise<void>
}

/** Counters of their own by name: what one counts, another does not see. */
export type MakeAttempts = (name: string) => Attempts
