import { execFile } from 'node:child_process'
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import type { PostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'
import { uidOf } from '../failover/faults.ts'
import { ask, differing, digestsOf, luckygas, readPatiently } from '../installation.ts'
import { faultsOf, limitsOf } from '../limits.ts'
import { startProgram } from '../program.ts'
import { openShop, startClerks } from '../workload.ts'
import { confirmWritable, destroyNodes, makeRepository, type Site, startOn } from './restored-cluster.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const history = join(import.meta.dirname, 'history.csv')
const root = join(import.meta.dirname, '../..')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
const secondsSince = (ms: number) => Math.round((performance.now() - ms) / 100) / 10

/** Backs up on the node that leads, with the very script that runs beside Patroni in its container. */
async function backUp(cluster: PostgresCluster, uid: number): Promise<number> {
  const started = performance.now()
  const leader = await cluster.primary()
  if (!leader) throw new Error('nobody leads')
  const script = join(root, 'infra/engines/keep-backups.sh')
  await promisify(execFile)('sh', [script, 'once', 'full'], {
    cwd: '/',
    uid,
    gid: uid,
    env: {
      PATH: process.env.PATH ?? '',
      NODE_FOLDER: leader.home,
      PGBACKREST_CONFIG: join(leader.home, 'pgbackrest.conf'),
    },
  })
  return secondsSince(started)
}

interface Restored {
  /** From the start of the restore until three nodes follow each other and a write is confirmed. */
  rtoSeconds: number
  digests: Record<string, string>
  orders: Set<string>
  isClean: boolean
}

/** Brings the cluster back from its repository, looks at every row, and destroys it again. */
async function restoreOnce(site: Site, target: string, dataFolder: string): Promise<Restored> {
  const started = performance.now()
  const { cluster, remove } = await startOn(site, target)
  try {
    await cluster.settled()
    await confirmWritable(cluster.url)
    const rtoSeconds = secondsSince(started)
    const orders = await readPatiently(() => ask(cluster.url, 'select id::text from sales_order'))
    const digests = await digestsOf(cluster.url)
    const environment = { DATABASE_URL: cluster.url, LUCKYGAS_DATA: dataFolder }
    const integrity = (await readPatiently(() => luckygas(['integrity'], environment))) as {
      isClean: boolean
    }
    say({ restored: target, rtoSeconds, orders: orders.length, isClean: integrity.isClean })
    return {
      rtoSeconds,
      digests,
      orders: new Set(orders.map(row => row.id ?? '')),
      isClean: integrity.isClean,
    }
  } finally {
    await remove()
  }
}

/**
 * Clerks place orders on a Patroni cluster that archives its log; a second is named in which they pause; they go on, and
 * all three nodes are destroyed under them. From the repository alone the cluster is restored twice to that second and once
 * to the last archived moment. Passes when both are the same to the row as the cluster was, every ledger agrees, and the
 * limits of row S24 for a lost cluster hold.
 */
export async function runClusterRestore(options: Readonly<Record<string, string>>): Promise<boolean> {
  const seconds = Number(options.seconds ?? '75')
  const limits = limitsOf(options)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-cluster-restore-'))
  chmodSync(folder, 0o755)
  const undo: (() => Promise<void>)[] = [
    async () => {
      if (options.keep) say({ folder })
      else rmSync(folder, { recursive: true, force: true })
    },
  ]
  try {
    const uid = uidOf('postgres')
    const site: Site = { folder, password: crypto.randomUUID(), uid, backup: makeRepository(folder) }
    const { cluster, remove } = await startOn(site)
    undo.push(remove)
    await cluster.settled()
    const dataFolder = join(folder, 'data')
    const environment = { DATABASE_URL: cluster.url, LUCKYGAS_POOLER_URL: cluster.poolerUrl }
    const shop = await startProgram({
      ...{ name: 'shop', folder, dataFolder, environment },
      roles: 'api,realtime,worker',
    })
    undo.push(shop.stop)
    const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8'))
    const today = businessDateOf(new Date())
    const session = await openShop(shop.origin, logins, 20, today)
    const clerk = () => startClerks({ origins: () => [shop.origin], session, clerks: 4, requestedOn: today })
    const first = clerk()
    await pause(3_000)
    say({ backedUpInSeconds: await backUp(cluster, uid) })
    await pause(5_000)
    await first.stop()
    await pause(2_000)
    const wanted = await digestsOf(cluster.url)
    const [named] = await ask(
      cluster.url,
      `select date_trunc('second', clock_timestamp())::text as at,
         timeline_id::text as timeline from pg_control_checkpoint()`,
    )
    await pause(2_000)
    const second = clerk()
    await pause(seconds * 1_000)
    const diedAt = performance.now()
    const placed = new Map(second.acknowledged.orders)
    await destroyNodes(cluster)
    void second.stop()
    await shop.stop()
    await cluster.stop()
    say({ named, acknowledged: first.acknowledged.orders.size + placed.size })
    const to = `--type=time "--target=${named?.at}" --target-action=promote --target-timeline=${named?.timeline}`
    const once = await restoreOnce(site, to, dataFolder)
    const twice = await restoreOnce(site, to, dataFolder)
    // The end of the lost cluster's own timeline: the two restores made newer ones, which `latest` would follow.
    const latest = await restoreOnce(site, `--type=default --target-timeline=${named?.timeline}`, dataFolder)
    const lost = [...placed].filter(([id]) => !latest.orders.has(id))
    const oldestLost = Math.min(...lost.map(([, order]) => order.sentAt), diedAt)
    const rpoSeconds = Math.round((diedAt - oldestLost) / 100) / 10
    const rtoSeconds = Math.max(once.rtoSeconds, twice.rtoSeconds, latest.rtoSeconds)
    const differences = [once, twice].map(({ digests }) => differing(wanted, digests))
    const missing = [...first.acknowledged.orders.keys()].filter(id => !once.orders.has(id)).length
    const isExact = missing === 0 && differences.every(tables => tables.length === 0)
    const isClean = [once, twice, latest].every(restored => restored.isClean)
    const restored = placed.size - lost.length
    const faults = faultsOf(
      { acknowledged: placed.size, restored, isExact, isClean, rtoSeconds, rpoSeconds },
      limits,
    )
    const isPassed = faults.length === 0
    say({
      ...{ drill: 'cluster-restore', named, tables: Object.keys(wanted).length, differences },
      ...{ isExact, isClean, missing },
      orders: { named: once.orders.size, latest: latest.orders.size, lostAfterLastLog: lost.length },
      rtoSeconds: [once.rtoSeconds, twice.rtoSeconds, latest.rtoSeconds],
      ...{ rpoSeconds, limits, faults, isPassed },
    })
    if (limits.isNarrowed) return isPassed
    const words = [new Date().toISOString(), once.orders.size, latest.orders.size, lost.length]
    appendFileSync(history, `${[...words, isExact, isClean, rtoSeconds, rpoSeconds, isPassed].join(',')}\n`)
    return isPassed
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}
