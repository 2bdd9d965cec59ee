import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { findProgram } from '../../server/testkit/engines/engine.ts'
import { startS3 } from '../../server/testkit/engines/s3.ts'
import { ask, destroyInstallation, luckygas, superuserOf } from '../installation.ts'
import { faultsOf, limitsOf } from '../limits.ts'
import { startProgram } from '../program.ts'
import { openShop, signIn, startClerks } from '../workload.ts'

const history = join(import.meta.dirname, 'history.csv')
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
const bucket = 'shop-copy'
const patienceMs = 300_000

interface Report {
  lastCommitAt?: string
  totals: Record<string, string>
  integrity: { isClean: boolean }
}

interface OrderRow {
  id: string
  site: string
  lines: number
  quantity: number
}

const listOrders = async (connectionString: string) =>
  (await ask(
    connectionString,
    `select o.id::text, o.site_id::text as site, count(l.*)::int as lines,
       coalesce(sum(l.quantity), 0)::int as quantity
     from sales_order o left join order_line l on l.order_id = o.id group by o.id`,
  )) as unknown as OrderRow[]

/** Up to when everything committed is off site, as the server itself tells whoever watches it. */
async function reachOf(origin: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  return Number(/^luckygas_backup_offsite_reaches_to_seconds (\S+)/m.exec(text)?.[1] ?? 0) * 1_000
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come about`)
    await pause(500)
  }
}

/**
 * The demo company takes orders while its backup is copied to a real S3 server; then the machine dies with its data
 * folder and the backup on its disk. On a blank machine, with the key on paper and the settings of the bucket, one
 * command brings the shop back. Passes when every acknowledged order committed before the copy's reach is there exactly
 * as it was sent, nothing is there that nobody sent, totals only grew, the ledgers agree, people can sign in, and the
 * limits of P3 and S24 hold.
 */
export async function runShop(options: Readonly<Record<string, string>>): Promise<boolean> {
  const seconds = Number(options.seconds ?? '75')
  const limits = limitsOf(options)
  if (findProgram('versitygw') === undefined) {
    say({ drill: 'shop', verdict: 'UNPROVEN: no S3 server; npm run test:distributed installs it' })
    return false
  }
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-shop-'))
  const dataFolder = join(folder, 'data')
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  try {
    mkdirSync(join(folder, 's3'))
    const s3 = await startS3(join(folder, 's3'))
    undo.push(s3.stop)
    const { endpoint } = s3
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: s3 })
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    client.destroy()
    const offSite = {
      LUCKYGAS_BACKUP_S3_ENDPOINT: endpoint,
      LUCKYGAS_BACKUP_S3_REGION: 'us-east-1',
      LUCKYGAS_BACKUP_S3_BUCKET: bucket,
      LUCKYGAS_BACKUP_S3_ACCESS_KEY_ID: s3.accessKeyId,
      LUCKYGAS_BACKUP_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    }
    const environment = { ...offSite, LUCKYGAS_DATA: dataFolder }
    const start = (name: string, data: string) =>
      startProgram({
        name,
        folder,
        dataFolder: data,
        roles: 'api,realtime,worker',
        environment,
        isDemo: options.company !== 'empty',
        timeoutMs: 1_200_000,
      })
    const shop = await start('shop', dataFolder)
    undo.push(shop.stop)
    const url = superuserOf(dataFolder)
    const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8'))
    const today = businessDateOf(new Date())
    const session = await openShop(shop.origin, logins, 20, today)
    const known = new Set((await listOrders(url)).map(({ id }) => id))
    const clerks = startClerks({ origins: () => [shop.origin], session, clerks: 4, requestedOn: today })
    const { acknowledged } = clerks
    undo.push(clerks.stop)
    const { key } = (await luckygas(['backup', '--show-key'], environment)) as { key: string }
    const base = (await luckygas(['backup'], environment)) as {
      totals: Record<string, string>
      stoppedAt: string
    }
    await until(
      'the base backup off site',
      async () => (await reachOf(shop.origin)) > Date.parse(base.stoppedAt),
    )
    say({ offSite: true, acknowledged: acknowledged.orders.size })
    await pause(seconds * 1_000)
    const reach = await reachOf(shop.origin)
    const placed = new Map(acknowledged.orders)
    const doubtful = new Set(acknowledged.inDoubt)
    const diedAt = Date.now()
    const died = performance.now()
    await destroyInstallation(shop, dataFolder)
    void clerks.stop()
    say({
      destroyed: new Date(diedAt).toISOString(),
      reach: new Date(reach).toISOString(),
      placed: placed.size,
    })

    const blankAt = performance.now()
    const keyFile = join(folder, 'paper')
    appendFileSync(keyFile, key, { mode: 0o600 })
    const data = join(folder, 'new')
    const report = (await luckygas(['restore', '--from', 's3', '--key', keyFile, '--data', data], {
      ...offSite,
      LUCKYGAS_DATA: join(folder, 'blank'),
    })) as Report
    const restoredAt = performance.now()
    const again = await start('again', data)
    undo.push(again.stop)
    await signIn(
      again.origin,
      logins.find((each: { role: string }) => each.role === 'office'),
    )
    const rtoSeconds = Math.round((performance.now() - blankAt) / 100) / 10

    const found = new Map((await listOrders(superuserOf(data))).map(row => [row.id, row]))
    const isSame = (id: string, siteId: string) => {
      const row = found.get(id)
      return row?.site === siteId && row.lines === 1 && row.quantity === 1
    }
    const lost = [...placed].filter(([id]) => !found.has(id))
    const changed = [...placed].filter(([id, { siteId }]) => found.has(id) && !isSame(id, siteId))
    const missing = [...known].filter(id => !found.has(id))
    const foreign = [...found.keys()].filter(id => !known.has(id) && !placed.has(id) && !doubtful.has(id))
    // An order was committed at most when its answer came; those sent before the reach must all be there.
    const before = lost.filter(([, { sentAt }]) => diedAt - (died - sentAt) < reach - 8_000)
    const oldestLost = Math.min(...lost.map(([, { sentAt }]) => sentAt), died)
    const rpoSeconds = Math.round((died - oldestLost) / 100) / 10
    const shrunk = Object.entries(base.totals).filter(
      ([name, value]) => BigInt(report.totals[name] ?? '-1') < BigInt(value),
    )
    const isExact = [changed, missing, foreign, before, shrunk].every(list => list.length === 0)
    const { isClean } = report.integrity
    const restored = placed.size - lost.length
    const faults = faultsOf(
      { acknowledged: placed.size, restored, isExact, isClean, rtoSeconds, rpoSeconds },
      limits,
    )
    const isPassed = faults.length === 0
    say({
      drill: 'shop',
      acknowledged: placed.size,
      restored,
      lostAfterLastLog: lost.length,
      lostBeforeReach: before.length,
      changed: changed.length,
      missing: missing.length,
      foreign: foreign.length,
      shrunk,
      isClean,
      lastCommitAt: report.lastCommitAt,
      restoreSeconds: Math.round((restoredAt - blankAt) / 100) / 10,
      rtoSeconds,
      rpoSeconds,
      limits,
      totals: report.totals,
      faults,
      isPassed,
    })
    if (limits.isNarrowed) return isPassed
    if (!existsSync(history))
      appendFileSync(history, 'at,orders_acknowledged,orders_restored,exact,rto_s,rpo_s,passed\n')
    appendFileSync(
      history,
      `${new Date().toISOString()},${placed.size},${restored},${isExact},${rtoSeconds},${rpoSeconds},${isPassed}\n`,
    )
    return isPassed
  } catch (error) {
    const log = join(folder, 'shop.log')
    if (existsSync(log)) say({ lastWords: readFileSync(log, 'utf8').slice(-2_000) })
    throw error
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}
