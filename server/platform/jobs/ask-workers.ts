import { randomUUID } from 'node:crypto'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import type { Queue } from '../../ports/queue/queue.port.ts'
import type { Database } from '../database/database.ts'
import { findReplay } from '../database/write.ts'
import type { Route } from '../http/route.ts'
import { forget, holdOpen, noteAsked, type Outcome, readOutcome } from './asked-work.store.ts'
import { type AskedWork, problemOf, settledChannel, stillWorking } from './asked-work.ts'

/** A request that somebody waits for. Of a write, the key with which it may come again. */
export interface Asking extends Omit<AskedWork, 'key' | 'idempotency'> {
  idempotency?: { key: string; requestHash: Buffer }
}

/**
 * Has a worker answer a request; what the route's handler answers comes back, and what it refuses is thrown.
 * @param gone fires when the asker went away: work that has not begun is then taken back
 * @throws Problem `request.still-working` when the wait runs out; the work goes on
 */
export type AskWorkers = (route: Route, asking: Asking, gone: AbortSignal) => Promise<unknown>

export interface AskWorkersDeps {
  db: Database
  queue: Pick<Queue, 'enqueue' | 'withdraw'>
  pubsub: Pick<PubSub, 'subscribe'>
  /** Longest wait; shorter than the proxies before us wait for an answer. */
  waitMs?: number
  onFault(error: Error): void
}

const usualWaitMs = 55_000
/** Tidings may be lost: the waiting look for themselves so often. */
const lookEveryMs = 1_000
/** A worker that is killed over it leaves it to the next one, twice. */
const maxAttempts = 3

const jobKeyOf = (key: string) => `asked/${key}`

/** The asking side: enqueues the work and waits until some worker has settled it. */
export function makeAskWorkers(deps: AskWorkersDeps): AskWorkers {
  const { db, queue, waitMs = usualWaitMs } = deps
  const bells = makeBells(deps)

  /** Takes back what no worker has begun, unless somebody else asks for the same meanwhile. */
  async function takeBack(key: string, asker: string): Promise<void> {
    await db.transaction().execute(async tx => {
      if ((await holdOpen(tx, key, asker)) && (await queue.withdraw(tx, jobKeyOf(key)))) await forget(tx, key)
    })
  }

  async function answerOf(asking: Asking, key: string, { problem, file }: Outcome): Promise<unknown> {
    if (problem) throw problemOf(problem)
    if (asking.idempotency) return (await findReplay(db, asking.actor.id, asking.idempotency))?.answer
    await forget(db, key)
    return file
  }

  return async (route, asking, gone) => {
    const { job } = route
    if (!job) throw new Error(`${route.endpoint.id} is not for workers`)
    const { actor, traceId, input, idempotency } = asking
    const asker = randomUUID()
    const key = idempotency ? `${actor.id}/${idempotency.key}` : asker
    const work: AskedWork = {
      key,
      actor,
      traceId,
      input,
      idempotency: idempotency
        ? { key: idempotency.key, requestHash: idempotency.requestHash.toString('hex') }
        : null,
    }
    const bell = await bells.hang(key)
    try {
      await db.transaction().execute(async tx => {
        await noteAsked(tx, key, asker)
        await queue.enqueue(tx, job, work, {
          key: jobKeyOf(key),
          mayOverlap: true,
          priority: 'high',
          maxAttempts,
        })
      })
      const deadline = performance.now() + waitMs
      for (let left = waitMs; left > 0 && !gone.aborted; left = deadline - performance.now()) {
        await bell.wait(Math.min(left, lookEveryMs), gone)
        const outcome = await readOutcome(db, key)
        if (outcome) return await answerOf(asking, key, outcome)
      }
      if (gone.aborted) await takeBack(key, asker)
      throw stillWorking()
    } finally {
      bell.takeDown()
    }
  }
}

interface Bell {
  /** Until it rings (or has rung since the last time), the time is over, or the signal fires. */
  wait(ms: number, gone: AbortSignal): Promise<void>
  takeDown(): void
}

/** One subscription for all who wait in this process. */
function makeBells({ pubsub, onFault }: Pick<AskWorkersDeps, 'pubsub' | 'onFault'>) {
  const hung = new Map<string, Set<() => void>>()
  let listening: Promise<unknown> | undefined
  const ring = (key: string) => {
    // An empty message says that some were lost.
    const rung = key === '' ? [...hung.values()] : [hung.get(key) ?? new Set<() => void>()]
    for (const bells of rung) for (const bell of bells) bell()
  }
  return {
    hang: async (key: string): Promise<Bell> => {
      let hasRung = false
      let wake: () => void = () => undefined
      const bell = () => {
        hasRung = true
        wake()
      }
      const mates = hung.get(key) ?? new Set()
      hung.set(key, mates.add(bell))
      listening ??= pubsub.subscribe(settledChannel, ring).catch(error => {
        listening = undefined
        onFault(error as Error)
      })
      await listening
      return {
        wait: async (ms, gone) => {
          if (!hasRung && !gone.aborted)
            await new Promise<void>(resolve => {
              const timer = setTimeout(resolve, ms)
              wake = () => {
                clearTimeout(timer)
                resolve()
              }
              gone.addEventListener('abort', wake, { once: true })
            })
          gone.removeEventListener('abort', wake)
          hasRung = false
        },
        takeDown: () => {
          mates.delete(bell)
          if (mates.size === 0) hung.delete(key)
        },
      }
    },
  }
}
