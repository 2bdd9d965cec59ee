import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runIntegrity } from '../../server/capabilities/integrity/integrity.api.ts'
import { openDatabase } from '../../server/platform/database/database.ts'
import { migrate, migrationsFolder, readMigrations } from '../../server/platform/database/migrate.ts'
import { findDrift, wordsOfDrift } from '../../server/platform/database/schema-drift.ts'
import { ask } from '../installation.ts'
import { fill } from './fill.ts'
import { startServer } from './servers.ts'
import { type Sample, startTraffic, type Traffic } from './traffic.ts'

const history = join(import.meta.dirname, 'history.csv')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
/** The schema before the first migration that changes tables a company already works with. */
const firstOnes = 10
/** Without a migration, to see how long clients wait on this machine anyway. */
const quietMs = 10_000
/** Nobody who saves something waits longer; a clerk on the telephone would ask whether it hangs. */
const longestWriteMs = 2_000

interface Step {
  migration: string
  seconds: number
  writes: number
  slowestWriteMs: number
  slowestReadMs: number
  lockWaitMs: number
}

/** What clients met while one thing happened; one who still waits at its end is counted with it. */
async function during(migration: string, traffic: Traffic, work: () => Promise<unknown>): Promise<Step> {
  traffic.takeLockWaitMs()
  const startedAt = performance.now()
  await work()
  const endedAt = performance.now()
  await pause(300)
  const met = traffic.samples.filter(sample => sample.endedAt >= startedAt)
  const slowest = (kind: Sample['kind']) =>
    Math.round(Math.max(0, ...met.filter(each => each.kind === kind).map(({ ms }) => ms)))
  const step = {
    migration,
    seconds: Math.round((endedAt - startedAt) / 10) / 100,
    writes: met.filter(({ kind }) => kind === 'write').length,
    slowestWriteMs: slowest('write'),
    slowestReadMs: slowest('read'),
    lockWaitMs: traffic.takeLockWaitMs(),
  }
  say(step)
  return step
}

/** Acknowledged rows that are not there, documents of search that differ from their tables, and the schema. */
async function judge(connectionString: string, { acknowledged }: Traffic) {
  const [found] = await ask(
    connectionString,
    `select (select count(*) from unnest($1::uuid[]) a (id) where not exists (select 1 from sales_order o where o.id = a.id)) as orders,
      (select count(*) from unnest($2::uuid[]) a (id) where not exists (select 1 from delivery d where d.id = a.id)) as deliveries`,
    [acknowledged.orders, acknowledged.deliveries],
  )
  const proved = await proveIntegrity(connectionString)
  return {
    lost: Number(found?.orders) + Number(found?.deliveries),
    drift: (await findDrift(connectionString)).map(wordsOfDrift),
    ...proved,
  }
}

/** The filled rows agree with nothing but search; what counts is how long all checks take on so many, and that one. */
async function proveIntegrity(connectionString: string) {
  const database = openDatabase({ connectionString, maxConnections: 1 })
  const startedAt = performance.now()
  try {
    const { checks } = await runIntegrity(database.db)
    const documents = checks.find(check => check.name === 'search.documents-agree')
    return {
      wrongDocuments: documents?.findings.length ?? Number.NaN,
      integritySeconds: Math.round((performance.now() - startedAt) / 100) / 10,
      megabytes: Math.round(process.memoryUsage().rss / 1024 ** 2),
    }
  } finally {
    await database.close()
  }
}

async function drillOn(release: string, rows: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-migrations-'))
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  try {
    const server = await startServer(release, folder)
    undo.push(() => server.stop())
    const url = server.connectionString
    const some = join(folder, 'migrations')
    mkdirSync(some)
    const all = (await readMigrations()).map(({ name }) => name)
    const add = (name: string) => copyFileSync(join(migrationsFolder, name), join(some, name))
    for (const name of all.slice(0, firstOnes)) add(name)
    await migrate(url, some)
    say({ postgres: release, schema: all[firstOnes - 1], rows })
    await fill(url, rows, say)
    const traffic = startTraffic(url)
    undo.push(() => traffic.stop())
    await pause(1_000)
    const steps = [await during('none', traffic, () => pause(quietMs))]
    for (const name of all.slice(firstOnes)) {
      add(name)
      steps.push(await during(name, traffic, () => migrate(url, some)))
    }
    await undo.pop()?.()
    const verdict = await judge(url, traffic)
    const isGood = (step: Step) => step.slowestWriteMs <= longestWriteMs
    const passed =
      steps.every(isGood) &&
      traffic.faults.length === 0 &&
      verdict.lost === 0 &&
      verdict.wrongDocuments === 0 &&
      verdict.drift.length === 0
    say({
      postgres: release,
      ...verdict,
      retried: traffic.retried,
      faults: traffic.faults.slice(0, 5),
      passed,
    })
    keep(steps.map(step => [release, rows, ...Object.values(step), isGood(step)]))
    const slowest = (of: (step: Step) => number) => Math.max(...steps.map(of))
    const sum = (of: (step: Step) => number) => steps.slice(1).reduce((total, step) => total + of(step), 0)
    keep([
      [
        release,
        rows,
        'all',
        sum(step => step.seconds).toFixed(2),
        sum(step => step.writes),
        slowest(step => step.slowestWriteMs),
        slowest(step => step.slowestReadMs),
        sum(step => step.lockWaitMs),
        passed,
      ],
    ])
    return passed
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

function keep(lines: readonly (readonly unknown[])[]): void {
  if (!existsSync(history))
    writeFileSync(
      history,
      'at,postgres,rows,migration,seconds,writes,slowest_write_ms,slowest_read_ms,lock_wait_ms,passed\n',
    )
  const at = new Date().toISOString()
  appendFileSync(history, lines.map(line => `${[at, ...line].join(',')}\n`).join(''))
}

/**
 * A company with years of rows is brought from an old schema to today's while clerks, phones and readers go on. Passes
 * when nobody who saves waits longer than two seconds, nothing acknowledged is missing, every document of search is
 * right, and the schema is what the migrations make on an empty database.
 */
export async function runMigrations(options: Readonly<Record<string, string>>): Promise<boolean> {
  const rows = Number(options.rows ?? '350000')
  const wanted = options.postgres ?? 'both'
  let passed = true
  for (const release of wanted === 'both' ? ['15', '18'] : [wanted])
    passed = (await drillOn(release, rows)) && passed
  return passed
}
