export interface Taken {
  /** How many the key has had in this window, this one included. */
  current: number
  /** Milliseconds until the window ends. */
  ttl: number
}

const usualCapacity = 5_000

/**
 * Counts requests by key in windows that begin with the first request, in this process's memory, for at most `capacity`
 * keys.
 */
export function makeOwnWindows(
  monotonicMs: () => number = () => performance.now(),
  capacity = usualCapacity,
) {
  const windows = new Map<string, { count: number; endsMs: number }>()
  return (key: string, windowMs: number): Taken => {
    const nowMs = monotonicMs()
    const known = windows.get(key)
    const current = known && known.endsMs > nowMs ? known : { count: 0, endsMs: nowMs + windowMs }
    current.count += 1
    windows.delete(key)
    windows.set(key, current)
    const oldest = windows.size > capacity ? windows.keys().next().value : undefined
    if (oldest !== undefined) windows.delete(oldest)
    return { current: current.count, ttl: current.endsMs - nowMs }
  }
}
