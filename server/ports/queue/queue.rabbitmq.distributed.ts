import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type RabbitCluster, startRabbitCluster } from '../../testkit/engines/rabbitmq.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { usualPace } from './account-jobs.ts'
import { readAmqpAddress } from './amqp-address.ts'
import { queueContract } from './queue.contract.ts'
import { makeRabbitQueue } from './queue.rabbitmq.ts'

const folder = mkdtempSync(join(tmpdir(), 'luckygas-rabbitmq-'))
let cluster: RabbitCluster
const quiet = { ...usualPace, beatMs: 100, onJob: () => undefined, onFault: () => undefined }
const ownQueue = (connection: Awaited<ReturnType<typeof testDatabase>>) => {
  const { db, connectionString } = connection
  const prefix = `${new URL(connectionString).pathname.slice(1)}.`
  return { ...quiet, db, connectionString, prefix, address: readAmqpAddress(cluster.url) }
}

describe('a RabbitMQ cluster of three', () => {
  beforeAll(async () => {
    cluster = await startRabbitCluster(folder, 3)
  }, 300_000)
  afterAll(async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  queueContract('rabbitmq', async pace => {
    const own = ownQueue(await testDatabase())
    const again = async (other: typeof pace) => makeRabbitQueue({ ...own, ...other })
    return { db: own.db, queue: await again(pace), again }
  })

  test('[S20] a job that a killed process had taken runs as soon as somebody works again', async () => {
    const own = ownQueue(await testDatabase())
    const queue = makeRabbitQueue(own)
    await own.db.transaction().execute(tx => queue.enqueue(tx, 'platform.prune', {}))
    await sql`with held as (update job_outbox set is_running = true, attempts = 1 returning id)
      insert into job_run (job_ref, worker) select id, 'killed' from held`.execute(own.db)
    let runs = 0
    const count = async () => {
      runs += 1
    }
    onTestFinished(await queue.work({ 'platform.prune': count }, []))
    await expect.poll(() => runs, { timeout: 20_000 }).toBe(1)
  })

  test('[S19] each time of the timetable is one job, however many workers keep it', async () => {
    const own = ownQueue(await testDatabase())
    let runs = 0
    const count = async () => {
      runs += 1
    }
    await sql`insert into job_timetable values ('platform.prune', now() - interval '2 days')`.execute(own.db)
    for (let worker = 0; worker < 3; worker += 1)
      onTestFinished(
        await makeRabbitQueue(own).work({ 'platform.prune': count }, [
          { name: 'platform.prune', minuteOfDay: 200 },
        ]),
      )
    await expect.poll(() => runs, { timeout: 20_000 }).toBe(1)
    await new Promise(resolve => setTimeout(resolve, 500))
    expect(runs).toBe(1)
  })

  test('[S19] the broker loses any one of its nodes and no job is lost', async () => {
    const own = ownQueue(await testDatabase())
    const queue = makeRabbitQueue(own)
    let runs = 0
    const count = async () => {
      runs += 1
    }
    onTestFinished(await queue.work({ 'platform.prune': count }, []))
    const enqueue = () => own.db.transaction().execute(tx => queue.enqueue(tx, 'platform.prune', {}))
    await enqueue()
    await expect.poll(() => runs, { timeout: 20_000 }).toBe(1)
    for (const node of [...cluster.nodes]) {
      const before = runs
      await cluster.kill(node)
      for (let time = 0; time < 5; time += 1) await enqueue()
      await expect.poll(() => runs, { timeout: 90_000 }).toBe(before + 5)
      await cluster.startAgain(node)
    }
  }, 600_000)
})
