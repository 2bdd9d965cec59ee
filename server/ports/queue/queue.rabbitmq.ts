import { Connection, type Consumer } from 'rabbitmq-client'
import type { Database } from '../../platform/database/database.ts'
import { awaitedHands, type JobAccount, type JobHandler, runOne } from './account-jobs.ts'
import type { AmqpAddress } from './amqp-address.ts'
import { type Hands, makeHands } from './hands.ts'
import { priorityNumbers } from './job-desk.ts'
import {
  claimJob,
  claimSlot,
  failHeld,
  insertJob,
  readNow,
  releaseSilent,
  removeHeld,
  type Sending,
  sendAgain,
  withdrawJob,
} from './job-outbox.store.ts'
import { makeJobPublisher, queueOptions } from './job-publisher.ts'
import { startJobRelay } from './job-relay.ts'
import { outboxDesk } from './outbox-desk.ts'
import type { JobDesk, JobHandlers, JobName, Queue, Timetable } from './queue.port.ts'
import { forgetEffects, isCancelled } from './running-jobs.store.ts'
import { keepRunningJobs, type RunningJobs } from './running-jobs.ts'
import { frequentAttempts, latestSlot } from './timetable.rules.ts'
import { joinWorkers } from './workers-present.ts'

const drainMs = 10_000
const timetableMs = 5_000
/** What was sent so long ago and never came is sent again. */
const lostAfterMs = 300_000
const afterFaultMs = 500
/** What the client understands as acknowledged, and as given back. */
const ack = 0
const requeue = 1

export interface RabbitAccount extends JobAccount {
  address: AmqpAddress
  /** What the names of the queues begin with; installations that share a virtual host must differ. */
  prefix?: string
}

/**
 * Jobs through RabbitMQ. A job is a row of the outbox, written with the change that asked for it; a relay publishes it
 * when it is due; a worker takes the row before it works. The broker may lose, double or delay what it likes: the row
 * decides, so a job is neither lost nor runs twice.
 */
export function makeRabbitQueue(options: RabbitAccount): Queue & JobDesk {
  return {
    enqueue: (db, name, payload, job = {}) =>
      insertJob(db, {
        name,
        key: job.key ?? null,
        payload,
        priority: priorityNumbers[job.priority ?? 'normal'],
        runAt: job.runAt ?? null,
        maxAttempts: job.maxAttempts ?? 8,
      }),
    withdraw: withdrawJob,
    work: (handlers, timetable) => startWorker(options, handlers, timetable),
    ...outboxDesk,
  }
}

function connect({ hosts, username, password, vhost, isTls }: AmqpAddress, onFault: (error: Error) => void) {
  const connection = new Connection({
    hosts: [...hosts],
    username,
    password,
    vhost,
    tls: isTls,
    connectionName: 'luckygas-worker',
    heartbeat: 10,
    connectionTimeout: 3_000,
    acquireTimeout: 10_000,
    retryLow: 200,
    retryHigh: 3_000,
  })
  // Without a listener an error ends the process; the client connects again by itself.
  connection.on('error', onFault)
  return connection
}

async function startWorker(
  options: RabbitAccount,
  handlers: JobHandlers,
  timetable: readonly Timetable[],
): Promise<() => Promise<void>> {
  const { db, onFault, stuckAfterMs, limits, concurrency } = options
  const names = Object.keys(handlers) as JobName[]
  const queueOf = (name: string) => `${options.prefix ?? 'luckygas.job.'}${name}`
  const leaveWorkers = await joinWorkers(options.connectionString, async () => {
    await releaseSilent(db, 0)
  })
  const connection = connect(options.address, onFault)
  const publisher = makeJobPublisher(connection, queueOf, names)
  const relay = startJobRelay({ db, names, publish: publisher.publish, onFault })
  const running = keepRunningJobs({ db, beatMs: options.beatMs, onFault })
  const [leaving, stopping] = [new AbortController(), new AbortController()]
  const part: Part = {
    options,
    running,
    hands: { ordinary: makeHands(concurrency), awaited: makeHands(awaitedHands) },
    leaving: leaving.signal,
    stopping: stopping.signal,
    worker: crypto.randomUUID(),
    poke: relay.poke,
  }
  const consumers = names.map(name => {
    const hands = options.awaited.includes(name) ? awaitedHands : concurrency
    const limit = Math.min(limits[name] ?? hands, hands)
    const consumer = connection.createConsumer(
      {
        queue: queueOf(name),
        queueOptions: queueOptions(queueOf(name)),
        qos: { prefetchCount: limit },
        concurrency: limit,
      },
      message => takeJob(part, handlers[name] as JobHandler, message.body as Sending),
    )
    consumer.on('error', onFault)
    return consumer
  })
  const timers = [
    setInterval(() => void keepTimetable(db, timetable).catch(onFault), timetableMs),
    setInterval(
      () =>
        void Promise.all([
          releaseSilent(db, stuckAfterMs),
          sendAgain(db, lostAfterMs),
          forgetEffects(db),
        ]).catch(onFault),
      stuckAfterMs / 4,
    ),
  ]
  await keepTimetable(db, timetable)
  return async () => {
    for (const timer of timers) clearInterval(timer)
    leaving.abort()
    await relay.stop()
    await endConsumers(consumers, stopping)
    running.stop()
    await Promise.race([publisher.close().catch(onFault), pause(1_000)])
    await closeSoon(connection)
    await leaveWorkers()
  }
}

/** Running jobs get their time; then their signals fire, and what still goes on is left to whoever takes it over. */
async function endConsumers(consumers: readonly Consumer[], stopping: AbortController): Promise<void> {
  const closed = Promise.all(consumers.map(consumer => consumer.close().catch(() => undefined)))
  const late = () => new Promise<'late'>(resolve => setTimeout(resolve, drainMs, 'late').unref())
  if ((await Promise.race([closed, late()])) !== 'late') return
  stopping.abort()
  await Promise.race([closed, late()])
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** A broker that is away need not answer before this process may end. */
async function closeSoon(connection: Connection): Promise<void> {
  const closed = connection.close().catch(() => undefined)
  await Promise.race([closed, pause(2_000)])
  connection.unsafeDestroy()
}

interface Part {
  options: JobAccount
  running: RunningJobs
  hands: { ordinary: Hands; awaited: Hands }
  /** Fires when this worker takes nothing more. */
  leaving: AbortSignal
  /** Fires when what runs must end now. */
  stopping: AbortSignal
  worker: string
  poke(): void
}

/** Works off one message. A failed job is not given back to the broker: its next attempt comes from the outbox. */
async function takeJob(part: Part, handler: JobHandler, sending: Sending): Promise<number> {
  const { options, worker, leaving } = part
  const isAwaited = (options.awaited as readonly string[]).includes(sending.name)
  const free = await part.hands[isAwaited ? 'awaited' : 'ordinary'].take(sending.priority)
  try {
    const claimed = await whileAway(part, leaving, () => claimJob(options.db, sending, worker))
    if (claimed === 'left') return requeue
    part.poke()
    if (claimed) await runClaimed(part, handler, sending, claimed.payload)
    return ack
  } finally {
    free()
  }
}

async function runClaimed(
  part: Part,
  handler: JobHandler,
  { id, name, revision }: Sending,
  payload: unknown,
) {
  const { options, running, stopping, worker } = part
  const { db, onJob } = options
  const held = { id, worker }
  const job = running.begin(held, `${id}.${revision}`, stopping)
  const request = { name, onJob, work: () => handler(payload, job), isCancelled: () => isCancelled(db, held) }
  const settle = await runOne(request).then(
    () => () => removeHeld(db, held),
    (error: unknown) => () => failHeld(db, held, error instanceof Error ? error.message : String(error)),
  )
  await whileAway(part, stopping, settle)
  job.end()
}

/** Does something with the database, again and again while it is away; answers `left` when this worker goes first. */
async function whileAway<T>(part: Part, until: AbortSignal, work: () => Promise<T>): Promise<T | 'left'> {
  for (;;) {
    if (until.aborted) return 'left'
    try {
      return await work()
    } catch (error) {
      part.options.onFault(error as Error)
      await new Promise(resolve => setTimeout(resolve, afterFaultMs))
    }
  }
}

/** Enqueues what is due, each slot once over all workers. What repeats soon anyway waits as one job at most. */
async function keepTimetable(db: Database, timetable: readonly Timetable[]): Promise<void> {
  const now = await readNow(db)
  for (const item of timetable) {
    const isFrequent = 'everyMinutes' in item
    await db.transaction().execute(async tx => {
      if (!(await claimSlot(tx, item.name, latestSlot(item, now)))) return
      await insertJob(tx, {
        name: item.name,
        key: isFrequent ? item.name : null,
        payload: {},
        priority: 0,
        runAt: null,
        maxAttempts: isFrequent ? frequentAttempts : 8,
      })
    })
  }
}
