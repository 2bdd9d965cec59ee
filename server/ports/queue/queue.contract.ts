import { describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../platform/database/database.ts'
import type { Queue } from './queue.port.ts'

/** What every adapter of the queue port promises. `platform.prune` serves as the job, because it carries nothing. */
export function queueContract(name: string, make: () => Promise<{ queue: Queue; db: Database }>): void {
  async function working(handler: () => Promise<void>) {
    const made = await make()
    const stop = await made.queue.work({ 'platform.prune': handler }, [
      { name: 'platform.prune', minuteOfDay: 200 },
    ])
    onTestFinished(stop)
    return made
  }
  const enqueue = (queue: Queue, db: Database, key?: string) =>
    db.transaction().execute(tx => queue.enqueue(tx, 'platform.prune', {}, key ? { key } : {}))

  describe(`queue: ${name}`, () => {
    test('[S20] a job enqueued in a transaction that commits runs; one that is undone never does', async () => {
      let runs = 0
      const { queue, db } = await working(async () => {
        runs += 1
      })
      const undone = db.transaction().execute(async tx => {
        await queue.enqueue(tx, 'platform.prune', {})
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
      await enqueue(queue, db)
      await expect.poll(() => runs).toBe(1)
      await new Promise(resolve => setTimeout(resolve, 300))
      expect(runs).toBe(1)
    })

    test('[S20] a job that fails runs again by itself', async () => {
      let runs = 0
      const { queue, db } = await working(async () => {
        runs += 1
        if (runs === 1) throw new Error('not yet')
      })
      await enqueue(queue, db)
      await expect.poll(() => runs, { timeout: 15_000 }).toBe(2)
    })

    test('[S20] a waiting job of the same key is replaced, not doubled', async () => {
      const { queue, db } = await make()
      for (let time = 0; time < 5; time += 1) await enqueue(queue, db, 'same')
      let runs = 0
      const count = async () => {
        runs += 1
      }
      const stop = await queue.work({ 'platform.prune': count }, [])
      onTestFinished(stop)
      await expect.poll(() => runs).toBe(1)
      await new Promise(resolve => setTimeout(resolve, 300))
      expect(runs).toBe(1)
    })

    test('[S20] stopping waits for the job that runs', async () => {
      let isDone = false
      const { queue, db } = await make()
      let begun = false
      const stop = await queue.work(
        {
          'platform.prune': async () => {
            begun = true
            await new Promise(resolve => setTimeout(resolve, 400))
            isDone = true
          },
        },
        [],
      )
      await enqueue(queue, db)
      await expect.poll(() => begun).toBe(true)
      await stop()
      expect(isDone).toBe(true)
    })
  })
}
