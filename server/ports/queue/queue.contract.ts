import { describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../platform/database/database.ts'
import type {
  AwaitedJobs,
  JobDesk,
  JobHandler,
  JobLimits,
  JobOptions,
  Queue,
  RunningJob,
} from './queue.port.ts'

export interface ContractPace {
  concurrency: number
  limits: JobLimits
  awaited: AwaitedJobs
  beatMs: number
  stuckAfterMs: number
}
export type MadeQueue = { queue: Queue & JobDesk; db: Database }
type Make = (
  pace: ContractPace,
) => Promise<MadeQueue & { again(pace: ContractPace): Promise<Queue & JobDesk> }>

type Handler = JobHandler<'platform.prune'>
const pace: ContractPace = { concurrency: 2, limits: {}, awaited: [], beatMs: 100, stuckAfterMs: 20_000 }
const patience = { timeout: 20_000, interval: 50 }
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const enqueue = ({ queue, db }: MadeQueue, options: JobOptions = {}) =>
  db.transaction().execute(tx => queue.enqueue(tx, 'platform.prune', {}, options))
const onDesk = <T>(db: Database, work: Parameters<ReturnType<Database['transaction']>['execute']>[0]) =>
  db.transaction().execute(work) as Promise<T>

/** Until the signal fires. */
const stopped = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  )

/** What every adapter of the queue port promises. `platform.prune` serves as the job, because it carries nothing. */
export function queueContract(name: string, make: Make): void {
  async function working(handler: Handler, own: Partial<ContractPace> = {}) {
    const made = await make({ ...pace, ...own })
    const stop = await made.queue.work({ 'platform.prune': handler }, [
      { name: 'platform.prune', minuteOfDay: 200 },
    ])
    onTestFinished(stop)
    return made
  }
  const only = async ({ queue, db }: MadeQueue) => (await queue.list(db, { limit: 10 }))[0]

  describe(`queue: ${name}`, () => {
    test('[S20] a job enqueued in a transaction that commits runs; one that is undone never does', async () => {
      let runs = 0
      const made = await working(async () => {
        runs += 1
      })
      const undone = made.db.transaction().execute(async tx => {
        await made.queue.enqueue(tx, 'platform.prune', {})
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
      await enqueue(made)
      await expect.poll(() => runs, patience).toBe(1)
      await pause(300)
      expect(runs).toBe(1)
    })

    test('[S20] a job that fails runs again by itself', async () => {
      let runs = 0
      const made = await working(async () => {
        runs += 1
        if (runs === 1) throw new Error('not yet')
      })
      await enqueue(made)
      await expect.poll(() => runs, patience).toBe(2)
    })

    test('[S20] a waiting job of the same key is replaced, not doubled', async () => {
      const made = await make(pace)
      for (let time = 0; time < 5; time += 1) await enqueue(made, { key: 'same', mayOverlap: time % 2 === 0 })
      let runs = 0
      const count = async () => {
        runs += 1
      }
      onTestFinished(await made.queue.work({ 'platform.prune': count }, []))
      await expect.poll(() => runs, patience).toBe(1)
      await pause(500)
      expect(runs).toBe(1)
    })

    test('[S20] jobs of the same key run one after the other, and the newer order is not lost', async () => {
      let running = 0
      let most = 0
      let runs = 0
      const made = await working(async () => {
        running += 1
        most = Math.max(most, running)
        await pause(500)
        running -= 1
        runs += 1
      })
      await enqueue(made, { key: 'same' })
      await expect.poll(() => running, patience).toBe(1)
      await enqueue(made, { key: 'same' })
      await expect.poll(() => runs, patience).toBe(2)
      expect(most).toBe(1)
    })

    test('[S20] a job waits for its moment', async () => {
      let ranAt = 0
      const made = await working(async () => {
        ranAt = performance.now()
      })
      const begun = performance.now()
      await enqueue(made, { runAt: new Date(performance.timeOrigin + begun + 1_500) })
      await expect.poll(() => ranAt, patience).toBeGreaterThan(0)
      expect(ranAt - begun).toBeGreaterThan(1_300)
    })

    test('[S20] stopping waits for the job that runs', async () => {
      let isDone = false
      let begun = false
      const made = await make(pace)
      const stop = await made.queue.work(
        {
          'platform.prune': async () => {
            begun = true
            await pause(400)
            isDone = true
          },
        },
        [],
      )
      await enqueue(made)
      await expect.poll(() => begun, patience).toBe(true)
      await stop()
      expect(isDone).toBe(true)
    })

    test('[S20] urgent jobs go before the others', async () => {
      const order: string[] = []
      const made = await make({ ...pace, concurrency: 1 })
      const note = (word: string) => async () => void order.push(word)
      for (const priority of ['low', 'normal', 'high'] as const) {
        const job = {
          high: 'platform.prune',
          normal: 'platform.backup',
          low: 'tracking.prepare-days',
        } as const
        await made.db.transaction().execute(tx => made.queue.enqueue(tx, job[priority], {}, { priority }))
      }
      const handlers = {
        'platform.prune': note('high'),
        'platform.backup': note('normal'),
        'tracking.prepare-days': note('low'),
      }
      const seen = (await made.queue.list(made.db, { limit: 10 })).map(job => job.priority)
      expect(seen).toEqual(['high', 'normal', 'low'])
      onTestFinished(await made.queue.work(handlers, []))
      await expect.poll(() => order.length, patience).toBe(3)
      expect(order.indexOf('high')).toBeLessThan(order.indexOf('low'))
    })

    test('[S20] a worker runs no more jobs of a kind at a time than its limit', async () => {
      const running = { limited: 0, free: 0 }
      const most = { limited: 0, free: 0 }
      const take = (kind: keyof typeof running) => async () => {
        running[kind] += 1
        most[kind] = Math.max(most[kind], running[kind])
        await pause(200)
        running[kind] -= 1
      }
      const made = await make({ ...pace, concurrency: 4, limits: { 'platform.prune': 1 } })
      for (let time = 0; time < 4; time += 1) {
        await enqueue(made)
        await made.db.transaction().execute(tx => made.queue.enqueue(tx, 'platform.backup', {}))
      }
      const handlers = { 'platform.prune': take('limited'), 'platform.backup': take('free') }
      onTestFinished(await made.queue.work(handlers, []))
      const left = async () => (await made.queue.list(made.db, { limit: 10 })).length
      await expect.poll(left, patience).toBe(0)
      expect(most.limited).toBe(1)
      expect(most.free).toBeGreaterThan(1)
    })

    test('[S20] a job that waits is cancelled: it never runs', async () => {
      let runs = 0
      const made = await make(pace)
      await enqueue(made)
      const job = await only(made)
      expect(job).toMatchObject({ name: 'platform.prune', state: 'waiting', attempts: 0 })
      expect(await onDesk(made.db, tx => made.queue.cancel(tx, job?.id ?? ''))).toBe('removed')
      expect(await onDesk(made.db, tx => made.queue.cancel(tx, job?.id ?? ''))).toBe(false)
      const count = async () => {
        runs += 1
      }
      onTestFinished(await made.queue.work({ 'platform.prune': count }, []))
      await pause(800)
      expect(runs).toBe(0)
    })

    test('[S20] a job is withdrawn by its key while it waits, and not once it runs', async () => {
      let runs = 0
      let isOver = false
      const made = await make(pace)
      const withdraw = (key: string) => onDesk(made.db, tx => made.queue.withdraw(tx, key))
      await enqueue(made, { key: 'unwanted' })
      await enqueue(made, { key: 'wanted' })
      expect(await withdraw('unwanted')).toBe(true)
      expect(await withdraw('unwanted')).toBe(false)
      const work = async () => {
        runs += 1
        while (!isOver) await pause(20)
      }
      onTestFinished(await made.queue.work({ 'platform.prune': work }, []))
      onTestFinished(() => {
        isOver = true
      })
      await expect.poll(() => runs, patience).toBe(1)
      expect(await withdraw('wanted')).toBe(false)
      isOver = true
      await expect.poll(() => only(made), patience).toBeUndefined()
      expect(runs).toBe(1)
    })

    test('[S20] what somebody waits for runs though all other hands are full', async () => {
      let isOver = false
      let busy = 0
      let answered = 0
      const made = await make({ ...pace, concurrency: 1, awaited: ['platform.backup'] })
      const handlers = {
        'platform.prune': async () => {
          busy += 1
          while (!isOver) await pause(20)
        },
        'platform.backup': async () => {
          answered += 1
        },
      }
      onTestFinished(await made.queue.work(handlers, []))
      onTestFinished(() => {
        isOver = true
      })
      for (let time = 0; time < 3; time += 1) await enqueue(made)
      await expect.poll(() => busy, patience).toBe(1)
      await made.db.transaction().execute(tx => made.queue.enqueue(tx, 'platform.backup', {}))
      await expect.poll(() => answered, patience).toBe(1)
      expect(busy).toBe(1)
      isOver = true
      await expect.poll(() => only(made), patience).toBeUndefined()
    })

    test('[S20] a job that runs is cancelled: its signal fires and it is not tried again', async () => {
      let runs = 0
      const made = await working(async (_payload, { signal }) => {
        runs += 1
        await stopped(signal)
      })
      await enqueue(made)
      await expect.poll(() => runs, patience).toBe(1)
      const job = await only(made)
      expect(job?.state).toBe('running')
      expect(await onDesk(made.db, tx => made.queue.cancel(tx, job?.id ?? ''))).toBe('asked')
      await expect.poll(() => only(made), patience).toBeUndefined()
      expect(runs).toBe(1)
    })

    test('[S20] a running job tells how far it is', async () => {
      let isOver = false
      const made = await working(async (_payload, job) => {
        job.progress(0.25, '25 of 100')
        while (!isOver) await pause(20)
      })
      onTestFinished(() => {
        isOver = true
      })
      await enqueue(made)
      const told = { state: 'running', progress: 0.25, progressWords: '25 of 100' }
      await expect.poll(() => only(made), patience).toMatchObject(told)
      isOver = true
      await expect.poll(() => only(made), patience).toBeUndefined()
    })

    test('[S19] a job that fails for good stays as dead; it may be replayed, and discarded', async () => {
      let isWell = false
      let runs = 0
      const made = await working(async () => {
        runs += 1
        if (!isWell) throw new Error('no gas today')
      })
      for (let time = 0; time < 2; time += 1) await enqueue(made, { maxAttempts: 1 })
      const states = async () => (await made.queue.list(made.db, { limit: 10 })).map(job => job.state)
      await expect.poll(states, patience).toEqual(['dead', 'dead'])
      const [first, second] = await made.queue.list(made.db, { state: 'dead', limit: 10 })
      expect(first).toMatchObject({
        attempts: 1,
        maxAttempts: 1,
        lastError: expect.stringContaining('no gas'),
      })
      expect(await made.queue.count(made.db)).toMatchObject([
        { name: 'platform.prune', state: 'dead', jobs: 2 },
      ])
      isWell = true
      expect(await onDesk(made.db, tx => made.queue.discard(tx, second?.id ?? ''))).toBe(true)
      expect(await onDesk(made.db, tx => made.queue.replay(tx, first?.id ?? ''))).toBe(true)
      expect(await onDesk(made.db, tx => made.queue.replay(tx, second?.id ?? ''))).toBe(false)
      await expect.poll(states, patience).toEqual([])
      expect(runs).toBe(3)
    })

    test('[S19] an effect happens once though its job runs twice', async () => {
      let runs = 0
      const effects: boolean[] = []
      const made = await working(async (_payload, job) => {
        runs += 1
        effects.push(await job.once(async () => undefined))
        if (runs === 1) throw new Error('after the effect')
      })
      await enqueue(made)
      await expect.poll(() => effects, patience).toEqual([true, false])
    })

    test('[S20] a worker that falls silent loses its job to another, and can do no effect any more', async () => {
      const silent = await make({ ...pace, beatMs: 3_600_000, stuckAfterMs: 3_600_000 })
      let held: RunningJob | undefined
      let isOver = false
      const stop = await silent.queue.work(
        {
          'platform.prune': async (_payload, job) => {
            held = job
            while (!isOver) await pause(20)
          },
        },
        [],
      )
      onTestFinished(async () => {
        isOver = true
        await stop()
      })
      await enqueue(silent)
      await expect.poll(() => held !== undefined, patience).toBe(true)
      const other = await silent.again({ ...pace, stuckAfterMs: 1_000 })
      const effects: boolean[] = []
      const take: Handler = async (_payload, job) => void effects.push(await job.once(async () => undefined))
      onTestFinished(await other.work({ 'platform.prune': take }, []))
      await expect.poll(() => effects, patience).toEqual([true])
      await expect(held?.once(async () => undefined)).rejects.toThrow('taken-over')
    })
  })
}
