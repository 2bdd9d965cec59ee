import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../../server/platform/database/database.ts'
import { migrate } from '../../server/platform/database/migrate.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres/embedded-postgres.ts'
import { type RabbitCluster, startRabbitCluster } from '../../server/testkit/engines/rabbitmq.ts'
import { openDrillQueue } from './drill-queue.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const history = join(import.meta.dirname, 'history.csv')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
/** Without a new effect for so long, what is missing is lost. */
const lostAfterMs = 120_000

interface Worker {
  child: ChildProcess
  isKilled: boolean
}

async function startWorker(folder: string, number: number, words: readonly string[]): Promise<Worker> {
  const program = join(import.meta.dirname, 'job-worker.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr?.pipe(createWriteStream(join(folder, `worker${number}.log`), { flags: 'a' }))
  const worker = { child, isKilled: false }
  child.once('exit', () => {
    if (!worker.isKilled) say({ fault: `worker ${number} ended by itself: see worker${number}.log` })
  })
  await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')])
  return worker
}

async function kill(worker: Worker): Promise<void> {
  worker.isKilled = true
  if (worker.child.exitCode !== null || worker.child.signalCode !== null) return
  const ended = once(worker.child, 'exit')
  worker.child.kill('SIGKILL')
  await ended
}

const countEffects = async (db: Database) =>
  (await sql<{ n: number }>`select count(distinct number)::int as n from drill_effect`.execute(db)).rows[0]
    ?.n ?? 0

/** How many jobs have no effect and how many more than one. */
async function judge(db: Database, jobs: number): Promise<{ lost: number; doubled: number; taken: number }> {
  const { rows } = await sql<{ lost: number; doubled: number; taken: number }>`
    select count(*) filter (where e.n is null)::int as lost, count(*) filter (where e.n > 1)::int as doubled,
      (select count(distinct worker)::int from drill_effect) as taken
    from generate_series(1, ${jobs}::int) s (number)
    left join (select number, count(*) as n from drill_effect group by number) e using (number)`.execute(db)
  if (!rows[0]) throw new Error('the database did not answer')
  return rows[0]
}

function readOptions(options: Readonly<Record<string, string>>) {
  const whole = (name: string, usual: number, least: number) => {
    const value = Number(options[name] ?? usual)
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} must be ${least} or more.`)
    return value
  }
  const queue = options.queue ?? 'postgres'
  if (queue !== 'postgres' && queue !== 'rabbitmq') throw new Error('--queue must be postgres or rabbitmq.')
  return {
    jobs: whole('jobs', 10_000, 1),
    workers: whole('workers', 4, 2),
    kills: whole('kills', 8, 1),
    queue,
  }
}

/**
 * Workers share a queue of jobs that each write one row; all the while workers are killed and replaced, and with RabbitMQ
 * nodes of the broker too, one at a time. Passes when each job wrote its row exactly once (S20) and nothing is left.
 */
export async function runJobs(given: Readonly<Record<string, string>>): Promise<boolean> {
  const { jobs, workers, kills, queue } = readOptions(given)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-jobs-'))
  const undo: (() => Promise<unknown>)[] = [
    async () => {
      if (given.keep) say({ folder })
      else rmSync(folder, { recursive: true, force: true })
    },
  ]
  try {
    const postgres = await startEmbeddedPostgres({
      dataFolder: join(folder, 'data'),
      settings: { max_connections: '200' },
    })
    undo.push(postgres.stop)
    const { connectionString } = postgres
    await migrate(connectionString)
    const broker = queue === 'rabbitmq' ? await startRabbitCluster(folder, 3) : undefined
    if (broker) undo.push(broker.stop)
    const { db, close } = openDatabase({ connectionString })
    undo.push(close)
    await sql`create table drill_effect (number integer not null, worker integer not null)`.execute(db)
    const queueUrl = broker?.url ?? ''
    const desk = await openDrillQueue({ db, connectionString, queueUrl })
    const words = [connectionString, queueUrl]
    const crew: Worker[] = []
    undo.push(async () => Promise.all(crew.map(kill)))
    for (let each = 0; each < workers; each += 1) crew.push(await startWorker(folder, each, words))
    const begunAt = performance.now()
    const filling = fill(db, desk, jobs)
    const brokerKills = await breakThings({
      db,
      jobs,
      kills,
      crew,
      broker,
      start: at => startWorker(folder, at, words),
    })
    await filling
    const drained = await drain(db, jobs, async () =>
      (await desk.count(db)).reduce((sum, { jobs }) => sum + jobs, 0),
    )
    const seconds = Math.round((performance.now() - begunAt) / 100) / 10
    const verdict = await judge(db, jobs)
    // Nothing is proved where one worker did it all, or where no node of the broker fell.
    const isTried = verdict.taken >= workers && (broker === undefined || brokerKills > 0)
    const isPassed = isTried && verdict.lost === 0 && verdict.doubled === 0 && drained === 0
    say({
      drill: 'jobs',
      queue,
      jobs,
      workers,
      kills,
      brokerKills,
      ...verdict,
      left: drained,
      seconds,
      isPassed,
    })
    if (!existsSync(history))
      appendFileSync(history, 'at,queue,jobs,workers,kills,broker_kills,lost,doubled,left,seconds,passed\n')
    appendFileSync(
      history,
      `${new Date().toISOString()},${queue},${jobs},${workers},${kills},${brokerKills},${verdict.lost},${verdict.doubled},${drained},${seconds},${isPassed}\n`,
    )
    return isPassed
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}

/** Enqueues all jobs while the workers work, a hundred in each transaction; every tenth transaction is undone. */
async function fill(
  db: Database,
  desk: Awaited<ReturnType<typeof openDrillQueue>>,
  jobs: number,
): Promise<void> {
  const batch = 100
  for (let first = 1; first <= jobs; first += batch) {
    const last = Math.min(first + batch - 1, jobs)
    const enqueue = (isUndone: boolean) =>
      db.transaction().execute(async tx => {
        for (let number = first; number <= last; number += 1)
          await desk.enqueue(tx, 'drill.effect', { number }, { maxAttempts: 20 })
        if (isUndone) throw new Error('undone')
      })
    if (Math.floor(first / batch) % 10 === 9) await enqueue(true).catch(() => undefined)
    await enqueue(false)
  }
}

/** Kills a worker at even steps of the work, and between two such steps a node of the broker; answers how many nodes. */
async function breakThings(scene: {
  db: Database
  jobs: number
  kills: number
  crew: Worker[]
  broker: RabbitCluster | undefined
  start(at: number): Promise<Worker>
}): Promise<number> {
  const { db, jobs, kills, crew, broker } = scene
  let brokerKills = 0
  let returning: Promise<void> = Promise.resolve()
  for (let time = 0; time < kills; time += 1) {
    const wanted = Math.floor((jobs * (time + 1)) / (kills + 2))
    const deadline = performance.now() + lostAfterMs
    while ((await countEffects(db)) < wanted && performance.now() < deadline) await pause(50)
    const at = time % crew.length
    const worker = crew[at]
    if (worker) await kill(worker)
    crew[at] = await scene.start(at)
    const isBrokerTurn = broker && time % 3 === 1
    const node = isBrokerTurn ? broker.nodes[brokerKills % broker.nodes.length] : undefined
    if (broker && node) {
      // A majority must stand: the next node falls once the one before is back.
      await returning
      await broker.kill(node)
      brokerKills += 1
      returning = broker.startAgain(node)
    }
    say({ kill: time + 1, effects: await countEffects(db), ...(node && { broker: node.name }) })
  }
  await returning
  return brokerKills
}

/** Waits until every job is done or nothing moves any more; answers how many jobs are left in the queue. */
async function drain(db: Database, jobs: number, countLeft: () => Promise<number>): Promise<number> {
  let seen = -1
  let seenAt = performance.now()
  for (;;) {
    const [effects, left] = [await countEffects(db), await countLeft()]
    if (effects >= jobs && left === 0) return 0
    if (effects + left !== seen) {
      seen = effects + left
      seenAt = performance.now()
    }
    if (performance.now() - seenAt > lostAfterMs) return left
    await pause(250)
  }
}
