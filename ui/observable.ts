/** A value that tells when it changes; small enough to serve every framework. */
export interface Observable<T> {
  get(): T
  /** Calls the listener after each change; the answer ends it. */
  subscribe(listener: (value: T) => void): () => void
}

export interface WritableObservable<T> extends Observable<T> {
  set(value: T): void
}

export function observable<T>(initial: T): WritableObservable<T> {
  let current = initial
  const listeners = new Set<(value: T) => void>()
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return
      current = value
      for (const listener of [...listeners]) listener(value)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
