import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import {
  type PatroniNode,
  type PostgresCluster,
  productionTiming,
  quickTiming,
  startPostgresCluster,
} from '../../server/testkit/engines/postgres-cluster.ts'
import { startRedis } from '../../server/testkit/engines/redis.ts'
import { type Program, startProgram } from '../program.ts'
import { judge } from '../verdict.ts'
import { type Acknowledged, openShop, startClerks } from '../workload.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const history = join(import.meta.dirname, 'history.csv')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)

const timings: Readonly<Record<string, typeof quickTiming>> = {
  quick: quickTiming,
  production: productionTiming,
}

interface Outage {
  node: string
  /** Seconds from the kill to the next order that a clerk was told is placed. */
  writableSeconds: number
}

/** The uid of a user of this machine. */
const uidOf = (name: string) => Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }))

const isAlive = (pid: number) => existsSync(`/proc/${pid}`)

/** Kills a node's Patroni and its PostgreSQL at once, without a word. */
async function killNode(cluster: PostgresCluster, node: PatroniNode): Promise<void> {
  const postmaster = cluster.postmasterOf(node)
  node.engine.signal('SIGKILL')
  process.kill(postmaster, 'SIGKILL')
  await node.engine.ended
  while (isAlive(postmaster)) await pause(50)
}

/** When the first order that was sent after a moment was confirmed. */
async function nextOrder(acknowledged: Acknowledged, after: number, limitMs: number): Promise<number> {
  for (;;) {
    if ([...acknowledged.orders.values()].slice(-200).some(order => order.sentAt > after))
      return performance.now()
    if (performance.now() - after > limitMs)
      throw new Error(`no order was placed for ${limitMs} ms: ${acknowledged.wrong.slice(-2).join(' ')}`)
    await pause(50)
  }
}

async function standbysFollow(cluster: PostgresCluster): Promise<void> {
  for (const node of cluster.nodes) {
    const deadline = performance.now() + 120_000
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${node.restPort}/health`).catch(() => undefined)
      if (answer?.ok) break
      if (performance.now() > deadline) throw new Error(`${node.name} did not come back`)
      await pause(200)
    }
  }
  // A primary in strict mode takes writes once a standby is synchronous again.
  const deadline = performance.now() + 120_000
  for (;;) {
    const leader = await cluster.primary()
    const answer =
      leader && (await fetch(`http://127.0.0.1:${leader.restPort}/cluster`).catch(() => undefined))
    const body = answer && ((await answer.json()) as { members: { role: string }[] })
    if (body?.members.some(member => member.role === 'sync_standby')) return
    if (performance.now() > deadline) throw new Error('no standby is synchronous')
    await pause(300)
  }
}

/**
 * Two API, two realtime and two worker processes behind PgBouncer, HAProxy and three Patroni nodes in strict synchronous
 * mode; clerks place orders all the while; the primary is killed again and again. Passes when no acknowledged order is
 * lost or doubled and writing goes on within the limit of S17: 20 s in the median, none over 25 s.
 */
export async function runFailover(options: Readonly<Record<string, string>>): Promise<boolean> {
  const kills = Number(options.kills ?? '5')
  const timing = timings[options.timing ?? 'quick']
  if (!Number.isInteger(kills) || kills < 1)
    throw new Error('--kills must be 1 or more: without a kill nothing is proved.')
  if (!timing) throw new Error(`--timing must be one of ${Object.keys(timings).join(', ')}.`)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-failover-'))
  chmodSync(folder, 0o755)
  const undo: (() => Promise<void>)[] = [
    async () => {
      if (options.keep) say({ folder })
      else rmSync(folder, { recursive: true, force: true })
    },
  ]
  try {
    const cluster = await startPostgresCluster({
      folder,
      password: crypto.randomUUID(),
      user: { uid: uidOf('postgres') },
      timing,
    })
    undo.push(cluster.stop)
    await standbysFollow(cluster)
    const redis = await startRedis(folder, crypto.randomUUID())
    undo.push(redis.stop)
    const dataFolder = join(folder, 'data')
    const environment = {
      DATABASE_URL: cluster.url,
      LUCKYGAS_POOLER_URL: cluster.poolerUrl,
      LUCKYGAS_REDIS_URL: redis.url,
    }
    const programs: Program[] = []
    for (const [name, roles] of [
      ['api1', 'api'],
      ['api2', 'api'],
      ['realtime1', 'realtime'],
      ['realtime2', 'realtime'],
      ['worker1', 'worker'],
      ['worker2', 'worker'],
    ] as const) {
      const program = await startProgram({ name, folder, dataFolder, roles, environment })
      programs.push(program)
      undo.push(program.stop)
    }
    const apis = programs.filter(({ name }) => name.startsWith('api')).map(({ origin }) => origin)
    const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8'))
    const today = businessDateOf(new Date())
    const session = await openShop(apis[0] ?? '', logins, 20, today)
    const clerks = startClerks({ origins: () => apis, session, clerks: 8, requestedOn: today })
    undo.push(clerks.stop)
    await pause(3_000)
    const outages: Outage[] = []
    for (let kill = 0; kill < kills; kill += 1) {
      const leader = await cluster.primary()
      if (!leader) throw new Error('nobody leads')
      const before = performance.now()
      await killNode(cluster, leader)
      const writable = await nextOrder(clerks.acknowledged, before, 90_000)
      const outage = { node: leader.name, writableSeconds: Math.round((writable - before) / 100) / 10 }
      outages.push(outage)
      say({ kill: kill + 1, ...outage, acknowledged: clerks.acknowledged.orders.size })
      await cluster.startNode(leader)
      await standbysFollow(cluster)
      await pause(1_500)
    }
    await clerks.stop()
    const verdict = await judge(cluster.url, clerks.acknowledged)
    const seconds = outages.map(each => each.writableSeconds).sort((a, b) => a - b)
    const median = seconds[Math.floor(seconds.length / 2)] ?? 0
    const worst = seconds.at(-1) ?? 0
    const isLossless = verdict.lost.length + verdict.doubled.length + verdict.foreign.length === 0
    const isPassed = isLossless && clerks.acknowledged.wrong.length === 0 && median <= 20 && worst <= 25
    say({
      drill: 'failover',
      timing,
      kills,
      acknowledged: verdict.acknowledged,
      retried: clerks.acknowledged.retried,
      lost: verdict.lost.length,
      doubled: verdict.doubled.length,
      foreign: verdict.foreign.length,
      wrong: clerks.acknowledged.wrong.slice(0, 5),
      writableSeconds: { median, worst },
      isPassed,
    })
    appendFileSync(
      history,
      `${new Date().toISOString()},${timing.ttl}/${timing.loopWait}/${timing.retryTimeout},${kills},${verdict.acknowledged},${verdict.lost.length},${verdict.doubled.length},${median},${worst}\n`,
    )
    return isPassed
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}
