import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres/embedded-postgres.ts'
import { eventsChannel } from '../../server/platform/events/relay.ts'
import {
  connectRedis,
  type RedisClient,
  readRedisAddress,
} from '../../server/platform/redis/connect-redis.ts'
import { startRedisSentinel } from '../../server/testkit/engines/redis.ts'
import { type Program, startProgram } from '../program.ts'
import { openShop, type Session } from '../workload.ts'
import type { CrowdReport, FromCrowd, ToCrowd } from './crowd-messages.ts'
import { merge, summarise } from './latencies.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const history = join(import.meta.dirname, 'history.csv')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
const phaseNames = ['before', 'during', 'after'] as const
/** Of the sockets, so many are cut in the middle of the failover and have to resume. */
const cutShare = 0.05
/** What is not delivered after so long is lost. */
const settleMs = 60_000

interface Crowd {
  node: string
  child: ChildProcess
  tell(message: ToCrowd): void
  hear<K extends FromCrowd['kind']>(kind: K, timeoutMs: number): Promise<Extract<FromCrowd, { kind: K }>>
}

function startCrowd(node: string): Crowd {
  const child = fork(join(import.meta.dirname, 'crowd.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  return {
    node,
    child,
    tell: message => child.send(message),
    hear: async (kind, timeoutMs) => {
      const signal = AbortSignal.timeout(timeoutMs)
      for (;;) {
        const [message] = (await once(child, 'message', { signal })) as [FromCrowd]
        if (message.kind === kind) return message as Extract<FromCrowd, { kind: typeof kind }>
      }
    },
  }
}

const ask = (crowds: readonly Crowd[]): Promise<CrowdReport[]> =>
  Promise.all(
    crowds.map(crowd => {
      const heard = crowd.hear('report', 30_000)
      crowd.tell({ kind: 'report' })
      return heard
    }),
  )

/** Requests that make a process collect its garbage on the way. */
const memorySamples = 80

/** Bytes of heap and buffers that a node holds: the least of many looks, for between them there is garbage. */
async function memoryOf({ origin }: Program): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let each = 0; each < memorySamples; each += 1) {
    const text = await (await fetch(`${origin}/metrics`)).text()
    const read = (name: string) =>
      Number(new RegExp(`^luckygas_nodejs_${name}_bytes (\\S+)`, 'm').exec(text)?.[1])
    least = Math.min(least, read('heap_size_used') + read('external_memory'))
  }
  return least
}

/** Places orders at one node at an even pace until stopped; answers how many were confirmed and what was not. */
function startWriter(origin: string, session: Session, perSecond: number) {
  const told = { confirmed: 0, wrong: [] as string[] }
  let isStopping = false
  const running = (async () => {
    for (let each = 0; !isStopping; each += 1) {
      const began = performance.now()
      const body = {
        id: randomUUID(),
        siteId: session.siteIds[each % session.siteIds.length],
        requestedOn: businessDateOf(new Date()),
        lines: [{ product: '20', quantity: 1 }],
        isDuplicateAccepted: true,
      }
      const answer = await fetch(`${origin}/api/orders`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${session.token}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify(body),
      })
      if (answer.ok) told.confirmed += 1
      else told.wrong.push(`${answer.status} ${(await answer.text()).slice(0, 200)}`)
      await pause(Math.max(0, 1_000 / perSecond - (performance.now() - began)))
    }
  })()
  const stop = async () => {
    isStopping = true
    await running
  }
  return { told, stop }
}

/** Waits until both nodes listen on a Redis that takes commands. */
async function untilSubscribed(redis: RedisClient): Promise<void> {
  const deadline = performance.now() + 150_000
  for (;;) {
    const answer = await redis.call('PUBSUB', 'NUMSUB', eventsChannel).catch(() => [])
    if (Number((answer as unknown[])[1] ?? 0) >= 2) return
    if (performance.now() > deadline) throw new Error('the nodes do not listen to Redis again')
    await pause(100)
  }
}

function readOptions(options: Readonly<Record<string, string>>) {
  const whole = (name: string, usual: number, least: number) => {
    const value = Number(options[name] ?? usual)
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} must be ${least} or more.`)
    return value
  }
  return {
    sockets: whole('sockets', 5_000, 2),
    seconds: whole('seconds', 25, 2),
    rate: whole('rate', 2, 1),
    isKept: options.history !== 'off',
  }
}

/**
 * Two nodes with live sockets, a worker with the relay, Redis with sentinels. Clients stand on both nodes and hear one
 * depot's office; orders are placed at node A; the master of Redis is killed while they are. Passes when every socket on
 * either node was sent every event once and in order, those that were cut in the middle included (S23).
 */
export async function runSockets(given: Readonly<Record<string, string>>): Promise<boolean> {
  const { sockets, seconds, rate, isKept } = readOptions(given)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-sockets-'))
  const undo: (() => Promise<unknown>)[] = [
    async () => {
      if (given.keep) say({ folder })
      else rmSync(folder, { recursive: true, force: true })
    },
  ]
  try {
    const postgres = await startEmbeddedPostgres({
      dataFolder: join(folder, 'database'),
      settings: { max_connections: '200' },
    })
    undo.push(postgres.stop)
    const redis = await startRedisSentinel(folder, randomUUID())
    undo.push(redis.stop)
    const watcher = connectRedis(readRedisAddress(redis.url), { onFault: () => undefined })
    undo.push(async () => watcher.disconnect())
    const environment = { DATABASE_URL: postgres.connectionString, LUCKYGAS_REDIS_URL: redis.url }
    const dataFolder = join(folder, 'data')
    const start = async (name: string, roles: string) => {
      const program = await startProgram({ name, folder, dataFolder, roles, environment })
      undo.push(program.stop)
      return program
    }
    const nodeA = await start('A', 'api,realtime')
    const nodeB = await start('B', 'realtime')
    await start('worker', 'worker')
    const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8'))
    const session = await openShop(nodeA.origin, logins, 20, businessDateOf(new Date()))
    await pause(2_000)

    const memoryBefore = await Promise.all([nodeA, nodeB].map(memoryOf))
    const crowds = [startCrowd('A'), startCrowd('B')]
    undo.push(async () => crowds.map(({ child }) => child.disconnect()))
    const share = Math.floor(sockets / 2)
    const openedAt = performance.now()
    const firsts = await Promise.all(
      crowds.map(async (crowd, index) => {
        const url = `${(index === 0 ? nodeA : nodeB).origin.replace(/^http/, 'ws')}/api/live`
        const opened = crowd.hear('opened', 240_000)
        crowd.tell({ kind: 'open', url, accessToken: session.token, sockets: share })
        return (await opened).sequence
      }),
    )
    const openSeconds = Math.round((performance.now() - openedAt) / 100) / 10
    const first = Math.min(...firsts)
    const memoryAfter = await Promise.all([nodeA, nodeB].map(memoryOf))
    const memoryPerSocket = memoryAfter.map((bytes, index) =>
      Math.round((bytes - (memoryBefore[index] ?? 0)) / share / 1_024),
    )
    say({ opened: share * 2, openSeconds, kilobytesPerSocket: memoryPerSocket, load: loadavg()[0] })

    const enter = (name: (typeof phaseNames)[number]) => {
      for (const crowd of crowds) crowd.tell({ kind: 'phase', name, fromMs: Date.now() })
    }
    enter('before')
    const writer = startWriter(nodeA.origin, session, rate)
    undo.push(writer.stop)
    await pause(seconds * 1_000)
    const [master] = redis.nodes
    if (!master) throw new Error('no Redis runs')
    enter('during')
    master.signal('SIGKILL')
    const killedAt = performance.now()
    await master.ended
    await pause(500)
    for (const crowd of crowds) crowd.tell({ kind: 'cut', share: cutShare })
    await untilSubscribed(watcher)
    const outageSeconds = Math.round((performance.now() - killedAt) / 100) / 10
    enter('after')
    await pause(seconds * 1_000)
    await writer.stop()

    const last = await readLast(postgres.connectionString)
    const deadline = performance.now() + settleMs
    let reports = await ask(crowds)
    while (reports.some(report => report.least < last) && performance.now() < deadline) {
      await pause(500)
      reports = await ask(crowds)
    }
    const sum = (of: (report: CrowdReport) => number) => reports.reduce((all, each) => all + of(each), 0)
    const expected = (last - first) * share * 2
    const figures = {
      sockets: share * 2,
      open: sum(({ open }) => open),
      events: last - first,
      delivered: sum(({ delivered }) => delivered),
      expected,
      gaps: sum(({ gaps }) => gaps),
      reordered: sum(({ reordered }) => reordered),
      resumed: sum(({ resumed }) => resumed),
      resets: sum(({ resets }) => resets),
    }
    const latencies = Object.fromEntries(
      phaseNames.map(name => [name, summarise(merge(reports.map(each => each.latencies[name] ?? {})))]),
    ) as Record<(typeof phaseNames)[number], ReturnType<typeof summarise>>
    const { told } = writer
    const isPassed =
      figures.delivered === expected &&
      figures.events >= told.confirmed &&
      told.confirmed > 0 &&
      told.wrong.length === 0 &&
      phaseNames.every(name => latencies[name].deliveries > 0) &&
      figures.open === figures.sockets &&
      figures.resumed > 0 &&
      figures.gaps + figures.reordered + figures.resets === 0 &&
      reports.every(({ least, most }) => least === last && most === last)
    const load = Math.round((loadavg()[0] ?? 0) * 10) / 10
    const orders = { confirmed: told.confirmed, wrong: told.wrong.slice(0, 3) }
    say({ drill: 'sockets', ...figures, orders, outageSeconds, latencies, memoryPerSocket, load, isPassed })
    if (isKept)
      keep([
        sockets,
        figures.events,
        figures.delivered,
        figures.gaps,
        figures.reordered,
        figures.resumed,
        outageSeconds,
        ...phaseNames.flatMap(name => [latencies[name].p50, latencies[name].p95, latencies[name].p99]),
        Math.max(...memoryPerSocket),
        openSeconds,
        load,
        isPassed,
      ])
    return isPassed
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}

/** The last sequence of the busiest office, once the relay has numbered everything. */
async function readLast(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    for (;;) {
      const { rows } = await client.query<{ waiting: number; last: number }>(
        `select (select count(*)::int from outbox_event where sequence is null) as waiting,
           (select max(last_sequence)::int from outbox_stream where stream like 'office:%') as last`,
      )
      if (rows[0]?.waiting === 0) return rows[0].last
      await pause(100)
    }
  } finally {
    await client.end()
  }
}

function keep(figures: readonly unknown[]): void {
  const times = phaseNames.flatMap(name => ['p50', 'p95', 'p99'].map(rank => `${name}_${rank}_ms`)).join()
  if (!existsSync(history))
    appendFileSync(
      history,
      `at,sockets,events,delivered,gaps,reordered,resumed,outage_s,${times},kb_per_socket,open_s,load,passed\n`,
    )
  appendFileSync(history, `${new Date().toISOString()},${figures.join()}\n`)
}
