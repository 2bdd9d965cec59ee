import type { RunningJob } from '../ports/queue/queue.port.ts'

/** What a handler gets that a test calls by itself. Its effects are for the queue's own tests. */
export const idleJob = (): RunningJob => ({
  signal: new AbortController().signal,
  progress: () => undefined,
  once: () => Promise.reject(new Error('only a queue does an effect once')),
})
