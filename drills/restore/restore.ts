import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres/embedded-postgres.ts'
import { ask, destroyInstallation, differing, digestsOf, luckygas, superuserOf } from '../installation.ts'
import { faultsOf, limitsOf } from '../limits.ts'
import { startProgram } from '../program.ts'
import { openShop, startClerks } from '../workload.ts'

const history = join(import.meta.dirname, 'history.csv')
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)

interface Report {
  rtoSeconds: number
  lastCommitAt?: string
  totals: Record<string, string>
  integrity: { isClean: boolean }
}

/** Restores into a new folder, looks at its rows and throws it away. */
async function restoreOnce(folder: string, name: string, options: readonly string[]) {
  const data = join(folder, name)
  const startedAt = performance.now()
  const report = (await luckygas(
    ['restore', '--from', join(folder, 'backup'), '--key', join(folder, 'key'), '--data', data, ...options],
    { LUCKYGAS_DATA: join(folder, 'blank') },
  )) as Report
  const server = await startEmbeddedPostgres({ dataFolder: data })
  try {
    const rtoSeconds = Math.round((performance.now() - startedAt) / 100) / 10
    const orders = await ask(server.connectionString, 'select id::text from sales_order')
    return {
      report,
      rtoSeconds,
      digests: await digestsOf(server.connectionString),
      orders: new Set(orders.map(row => row.id)),
    }
  } finally {
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

/**
 * A shop takes orders; a second is named in which the clerks pause; they go on, and the machine's data folder is
 * destroyed under them. From the backup alone the shop is restored twice to that second and once to the latest. Passes
 * when both are the same to the row as the shop was at that second, the ledgers agree, and the limits of S24 hold.
 */
export async function runRestore(options: Readonly<Record<string, string>>): Promise<boolean> {
  const seconds = Number(options.seconds ?? '75')
  const limits = limitsOf(options)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-restore-'))
  const dataFolder = join(folder, 'data')
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  try {
    const environment = { LUCKYGAS_BACKUP: join(folder, 'backup'), LUCKYGAS_DATA: dataFolder }
    const shop = await startProgram({
      name: 'shop',
      folder,
      dataFolder,
      roles: 'api,realtime,worker',
      environment,
    })
    undo.push(shop.stop)
    const url = superuserOf(dataFolder)
    const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8'))
    const today = businessDateOf(new Date())
    const session = await openShop(shop.origin, logins, 20, today)
    const clerk = () => startClerks({ origins: () => [shop.origin], session, clerks: 4, requestedOn: today })
    const first = clerk()
    await pause(3_000)
    await luckygas(['backup'], environment)
    const { key } = (await luckygas(['backup', '--show-key'], environment)) as { key: string }
    appendFileSync(join(folder, 'key'), key, { mode: 0o600 })
    const proved = (await luckygas(['backup', 'verify'], environment)) as Report
    say({ verified: { rtoSeconds: proved.rtoSeconds, totals: proved.totals } })
    await first.stop()
    await pause(2_000)
    const wanted = await digestsOf(url)
    const [named] = await ask(
      url,
      `select to_char(clock_timestamp() at time zone 'Asia/Taipei', 'YYYY-MM-DD HH24:MI:SS') as at`,
    )
    const at = named?.at ?? ''
    await pause(2_000)
    const second = clerk()
    await pause(seconds * 1_000)
    // The disk is gone: nothing ends gracefully, and what was answered until now counts.
    const placed = new Map(second.acknowledged.orders)
    const [died] = await ask(url, 'select clock_timestamp()::text as at')
    const diedAt = performance.now()
    await destroyInstallation(shop, dataFolder)
    say({ named: at, destroyed: died?.at, acknowledged: first.acknowledged.orders.size + placed.size })
    const once = await restoreOnce(folder, 'once', ['--to', at])
    const twice = await restoreOnce(folder, 'twice', ['--to', at])
    const latest = await restoreOnce(folder, 'latest', [])
    void second.stop()
    const lost = [...placed].filter(([id]) => !latest.orders.has(id))
    const oldestLost = Math.min(...lost.map(([, order]) => order.sentAt), diedAt)
    const rpoSeconds = Math.round((diedAt - oldestLost) / 100) / 10
    const rtoSeconds = Math.max(once.rtoSeconds, twice.rtoSeconds, latest.rtoSeconds)
    const differences = [once, twice].map(({ digests }) => differing(wanted, digests))
    const missing = [...first.acknowledged.orders.keys()].filter(id => !once.orders.has(id))
    const isExact = missing.length === 0 && differences.every(tables => tables.length === 0)
    const isClean = [once, twice, latest].every(({ report }) => report.integrity.isClean)
    const restored = placed.size - lost.length
    const faults = faultsOf(
      { acknowledged: placed.size, restored, isExact, isClean, rtoSeconds, rpoSeconds },
      limits,
    )
    const isPassed = faults.length === 0
    say({
      drill: 'restore',
      named: at,
      tables: Object.keys(wanted).length,
      differences,
      isExact,
      isClean,
      missing: missing.length,
      orders: { named: once.orders.size, latest: latest.orders.size, lostAfterLastLog: lost.length },
      lastCommitAt: latest.report.lastCommitAt,
      rtoSeconds: [once, twice, latest].map(each => each.rtoSeconds),
      rpoSeconds,
      limits,
      totals: once.report.totals,
      faults,
      isPassed,
    })
    if (limits.isNarrowed) return isPassed
    if (!existsSync(history) || statSync(history).size === 0)
      appendFileSync(history, 'at,orders_named,orders_latest,exact,rto_s,rpo_s,passed\n')
    appendFileSync(
      history,
      `${new Date().toISOString()},${once.orders.size},${latest.orders.size},${isExact},${rtoSeconds},${rpoSeconds},${isPassed}\n`,
    )
    return isPassed
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}
