import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { productionTiming, quickTiming, type Timing } from '../../server/testkit/engines/patroni-node.ts'
import { type PostgresCluster, startPostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'
import { startRedis } from '../../server/testkit/engines/redis.ts'
import { faultsOfFailover } from '../limits.ts'
import { type Program, startProgram } from '../program.ts'
import { countsOf, judge } from '../verdict.ts'
import { type Acknowledged, openShop, startClerks } from '../workload.ts'
import { type Fault, faults, uidOf } from './faults.ts'
import { longestSilence, type Stretch, seconds, spreadOf, waitingOf } from './figures.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const history = join(import.meta.dirname, 'history.csv')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)

const timings: Readonly<Record<string, Timing>> = { quick: quickTiming, production: productionTiming }
/** A clerk's first order after a fault is waited for this long at most. */
const patienceMs = 120_000

interface Outage extends Stretch {
  node: string
  /** The longest time without a confirmed order from the fault until all three nodes ran again, in seconds. */
  writableSeconds: number
}

/** When the first order that was sent after a moment was confirmed. */
async function nextOrder(acknowledged: Acknowledged, after: number): Promise<void> {
  while (![...acknowledged.orders.values()].slice(-200).some(order => order.sentAt > after)) {
    if (performance.now() - after > patienceMs)
      throw new Error(`no order was placed for ${patienceMs} ms: ${acknowledged.wrong.slice(-2).join(' ')}`)
    await pause(50)
  }
}

/** Waits until another node than the struck one leads. */
async function successor(cluster: PostgresCluster, struck: string): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const others = cluster.nodes.filter(node => node.name !== struck)
    const answers = await Promise.all(
      others.map(node =>
        fetch(`http://127.0.0.1:${node.restPort}/primary`, { signal: AbortSignal.timeout(1_000) }).catch(
          () => undefined,
        ),
      ),
    )
    if (answers.some(answer => answer?.ok)) return
    if (performance.now() > deadline) throw new Error('nobody took over')
    await pause(100)
  }
}

/** Does one fault to whoever leads, waits until clerks place orders again, undoes it, and waits for all three nodes. */
async function strikeOnce(
  cluster: PostgresCluster,
  fault: Fault,
  acknowledged: Acknowledged,
): Promise<Outage> {
  const leader = await cluster.primary()
  if (!leader) throw new Error('nobody leads')
  const from = performance.now()
  await fault.strike(leader, cluster)
  if (fault.isLeaderLost) await successor(cluster, leader.name)
  await nextOrder(acknowledged, performance.now())
  await pause(Math.max(0, from + fault.lastsMs - performance.now()))
  await fault.heal(leader)
  await cluster.settled()
  await nextOrder(acknowledged, performance.now())
  const to = performance.now()
  const writableSeconds = seconds(longestSilence(acknowledged.orders.values(), { from, to }))
  return { node: leader.name, from, to, writableSeconds }
}

interface Stage {
  cluster: PostgresCluster
  clerks: ReturnType<typeof startClerks>
}

/** The distributed set-up on this machine, and eight clerks at work. */
async function openStage(
  folder: string,
  undo: (() => Promise<void>)[],
  timing: Timing,
  needs: Fault['needs'],
): Promise<Stage> {
  const user = { uid: uidOf('postgres') }
  const cluster = await startPostgresCluster({
    folder,
    password: crypto.randomUUID(),
    user,
    timing,
    ...needs,
  })
  undo.push(cluster.stop)
  await cluster.settled()
  const redis = await startRedis(folder, crypto.randomUUID())
  undo.push(redis.stop)
  const dataFolder = join(folder, 'data')
  const environment = {
    DATABASE_URL: cluster.url,
    LUCKYGAS_POOLER_URL: cluster.poolerUrl,
    LUCKYGAS_REDIS_URL: redis.url,
  }
  const programs: Program[] = []
  for (const role of ['api', 'realtime', 'worker'])
    for (const number of [1, 2]) {
      const name = `${role}${number}`
      const program = await startProgram({ name, folder, dataFolder, roles: role, environment })
      programs.push(program)
      undo.push(program.stop)
    }
  const apis = programs.filter(({ name }) => name.startsWith('api')).map(({ origin }) => origin)
  const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8'))
  const today = businessDateOf(new Date())
  const session = await openShop(apis[0] ?? '', logins, 20, today)
  const clerks = startClerks({ origins: () => apis, session, clerks: 8, requestedOn: today })
  undo.push(clerks.stop)
  return { cluster, clerks }
}

/**
 * Two processes of each role on a Patroni cluster, clerks placing orders without end; the primary is struck again and
 * again. Passes when no order that a clerk was told is placed is missing or twice, and writes are possible again in time.
 */
export async function runFailover(options: Readonly<Record<string, string>>): Promise<boolean> {
  const times = Number(options.kills ?? '5')
  const name = options.fault ?? 'kill'
  const timingName = options.timing ?? 'quick'
  const [fault, timing] = [faults[name], timings[timingName]]
  if (!(times >= 1)) throw new Error('--kills must be 1 or more: without a fault nothing is proved.')
  if (!timing) throw new Error(`--timing must be one of ${Object.keys(timings).join(', ')}.`)
  if (!fault) throw new Error(`--fault must be one of ${Object.keys(faults).join(', ')}.`)
  const obstacle = fault.impossible?.()
  if (obstacle) throw new Error(`--fault ${name} cannot be done here: ${obstacle}.`)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-failover-'))
  chmodSync(folder, 0o755)
  const undo: (() => Promise<void>)[] = [
    async () => {
      if (options.keep) say({ folder })
      else rmSync(folder, { recursive: true, force: true })
    },
  ]
  try {
    const { cluster, clerks } = await openStage(folder, undo, timing, fault.needs)
    const { acknowledged } = clerks
    await pause(10_000)
    const outages: Outage[] = []
    for (let each = 1; each <= times; each += 1) {
      const outage = await strikeOnce(cluster, fault, acknowledged)
      outages.push(outage)
      const { node, writableSeconds } = outage
      say({ [name]: each, node, writableSeconds, acknowledged: acknowledged.orders.size })
      await pause(10_000)
    }
    await clerks.stop()
    const verdict = await judge(cluster.url, acknowledged)
    const writableSeconds = spreadOf(outages.map(outage => outage.writableSeconds))
    const p95Ms = waitingOf(acknowledged.orders.values(), outages)
    const counts = countsOf(verdict, acknowledged)
    const reasons = faultsOfFailover({ ...counts, writableSeconds })
    const isPassed = reasons.length === 0
    say({
      drill: 'failover',
      fault: name,
      timing,
      times,
      ...counts,
      wrongFirst: acknowledged.wrong.slice(0, 3),
      writableSeconds,
      p95Ms,
      faults: reasons,
      isPassed,
    })
    const { min, median, max } = writableSeconds
    const { before, during, after } = p95Ms
    const words = [
      ...[new Date().toISOString(), name, `${timing.ttl}/${timing.loopWait}/${timing.retryTimeout}`, times],
      ...[verdict.acknowledged, acknowledged.retried, counts.lost, counts.doubled],
      ...[counts.wrong, min, median, max, before, during, after, isPassed],
    ]
    appendFileSync(history, `${words.join(',')}\n`)
    return isPassed
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}
