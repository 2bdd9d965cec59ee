import { createHash, randomBytes, randomUUID } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { eachOf } from '../../server/platform/backup/each-of.ts'
import { ask, luckygas, superuserOf } from '../installation.ts'
import { startProgram } from '../program.ts'
import { openShop, signIn } from '../workload.ts'
import { findGrowing, type Measures } from './bounds.ts'

const history = join(import.meta.dirname, 'history.csv')
/** Desks and phones that work at the same time. */
const atOnce = 4
const photosADay = 10
const dayMs = 86_400_000
/** Longer than any of the tables below keeps a row (`retention`: six months). */
const daysUntilForgotten = 7 * 31
const forgotten = ['position', 'refresh_token', 'session_family', 'idempotency_key', 'outbox_event']
/** What a night does: days of tracks are prepared and dropped, and the rest is forgotten. */
const nightJobs = ['tracking.prepare-days', 'platform.prune']
const nightTimeoutMs = 60_000
const MiB = 1024 ** 2
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)

function bytesBelow(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0)
}

const toMiB = (bytes: number) => Math.round((bytes / MiB) * 10) / 10

/**
 * A shop's server lives thirty days without a restart while its clock jumps from day to day: each day orders, sales over
 * the counter, positions of a phone and photos, then the night's pruning, and every third night its backup (kept for a
 * week). Passes when what must stay level does (memory, log, backup, jobs), what is kept longer than a month grows no
 * faster at the end than in the middle, no request failed, and half a year on what was kept for so long is forgotten.
 * PostgreSQL's own clock cannot jump and stays at today.
 */
export async function runThirtyDays(options: Readonly<Record<string, string>>): Promise<boolean> {
  const days = Number(options.days ?? '30')
  const perDay = Number(options.orders ?? '60')
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-thirty-'))
  const dataFolder = join(folder, 'data')
  const clockFile = join(folder, 'clock')
  writeFileSync(clockFile, '0')
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  try {
    const environment = {
      LUCKYGAS_DATA: dataFolder,
      LUCKYGAS_BACKUP_DAYS: '7',
      NODE_OPTIONS: `--import ${new URL('./jumping-clock.mjs', import.meta.url)}`,
      DRILL_CLOCK_FILE: clockFile,
    }
    const roles = 'api,realtime,worker'
    const shop = await startProgram({
      name: 'shop',
      folder,
      dataFolder,
      roles,
      environment,
      timeoutMs: 300_000,
    })
    undo.push(shop.stop)
    const url = superuserOf(dataFolder)
    const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8')) as {
      role: string
      login: string
      password: string
    }[]
    const { siteIds } = await openShop(shop.origin, logins, 20, businessDateOf(new Date()))
    const failures = new Map<string, number>()
    const call = async (token: string, method: string, path: string, body: unknown) => {
      const isBytes = body instanceof Uint8Array
      const answer = await fetch(`${shop.origin}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': isBytes ? 'application/octet-stream' : 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
      })
      const text = await answer.text()
      if (!answer.ok) {
        const what = `${method} ${path.replace(/[0-9a-f-]{36}/, ':id')} ${answer.status} ${/"code":"([^"]+)"/.exec(text)?.[1]}`
        failures.set(what, (failures.get(what) ?? 0) + 1)
      }
    }
    const loginOf = (role: string) =>
      signIn(shop.origin, logins.find(each => each.role === role) ?? fail(role))
    const lived: Measures[] = []
    for (let day = 0; day < days; day += 1) {
      writeFileSync(clockFile, String(day * dayMs))
      await pause(400)
      const now = new Date(Date.now() + day * dayMs)
      await live(call, {
        now,
        siteIds,
        perDay,
        office: await loginOf('office'),
        driver: await loginOf('driver'),
      })
      await forget(url)
      if (day % 3 === 2) await luckygas(['backup'], environment)
      await pause(1_000)
      lived.push(await measure(shop.origin, url, dataFolder, join(folder, 'shop.log')))
      say({ day: day + 1, ...lived.at(-1) })
    }
    const growing = findGrowing(lived)
    writeFileSync(clockFile, String((days + daysUntilForgotten) * dayMs))
    await pause(400)
    await forget(url)
    const kept = await keptTooLong(url)
    const isPassed = growing.length === 0 && failures.size === 0 && kept.length === 0
    const failed = Object.fromEntries(failures)
    say({ drill: 'thirty-days', days, perDay, growing, keptTooLong: kept, failures: failed, isPassed })
    const last = lived.at(-1)
    if (!existsSync(history))
      appendFileSync(
        history,
        `at,days,orders_a_day,${Object.keys(last ?? {}).join(',')},growing,kept_too_long,passed\n`,
      )
    appendFileSync(
      history,
      `${new Date().toISOString()},${days},${perDay},${Object.values(last ?? {}).join(',')},${growing.join(' ')},${kept.join(' ')},${isPassed}\n`,
    )
    return isPassed
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}

/** Lets the worker do the night's jobs and waits until it has. @throws when it does not */
async function forget(url: string): Promise<void> {
  for (const job of nightJobs)
    await ask(url, 'select graphile_worker.add_job($1, $2::json, flags => array[$1])', [job, '{}'])
  const deadline = performance.now() + nightTimeoutMs
  for (;;) {
    const left = await ask(
      url,
      `select task_identifier as name, last_error from graphile_worker.jobs
       where task_identifier = any ($1) and (run_at <= now() or attempts > 0)`,
      [nightJobs],
    )
    if (left.length === 0) return
    if (performance.now() > deadline) throw new Error(`the night is not over: ${JSON.stringify(left)}`)
    await pause(200)
  }
}

/** Tables of which something is left though its time is over, each with how much. */
async function keptTooLong(url: string): Promise<string[]> {
  const found: string[] = []
  for (const table of forgotten) {
    const [row] = await ask(url, `select count(*)::text as left from ${table}`)
    if (row?.left !== '0') found.push(`${table}:${row?.left}`)
  }
  return found
}

function fail(role: string): never {
  throw new Error(`no login for ${role}`)
}

interface Day {
  now: Date
  siteIds: readonly string[]
  perDay: number
  office: string
  driver: string
}

type Call = (token: string, method: string, path: string, body: unknown) => Promise<void>

/** Orders by telephone, half as many sales over the counter, a phone's track of a working day, ten photos. */
async function live(call: Call, { now, siteIds, perDay, office, driver }: Day): Promise<void> {
  const requestedOn = businessDateOf(now)
  const siteOf = (n: number) => siteIds[n % siteIds.length] ?? ''
  await eachOf(Array(perDay).keys(), atOnce, async n => {
    const lines = [{ product: '20', quantity: 1 }]
    const order = { id: randomUUID(), siteId: siteOf(n), requestedOn, lines, isDuplicateAccepted: true }
    await call(office, 'POST', '/api/orders', order)
    if (n % 2 === 0)
      await call(office, 'POST', '/api/counter/sales', {
        id: randomUUID(),
        siteId: siteOf(n),
        lines: [{ product: '20', fullOut: 1, emptyIn: 1, depositsTaken: 0 }],
        payment: 'cash',
        amountDueNtd: '860',
        isDuplicateAccepted: true,
        isStockAccepted: true,
      })
  })
  const fixes = Array.from({ length: 480 }, (_none, n) => ({
    deviceAt: new Date(now.getTime() - (480 - n) * 60_000).toISOString(),
    latitude: 22.75 + n * 0.0001,
    longitude: 121.14,
    accuracyMetres: 8,
  }))
  await call(driver, 'POST', '/api/driver/positions', { runId: null, fixes })
  await eachOf(Array(photosADay).keys(), atOnce, async () => {
    const id = randomUUID()
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(60_000)])
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const note = { id, purpose: 'photo', contentType: 'image/jpeg', sizeBytes: bytes.length, sha256 }
    await call(driver, 'POST', '/api/files', note)
    await call(driver, 'PUT', `/api/files/${id}/content?offset=0`, new Uint8Array(bytes))
  })
}

/** The backup without the photos in it, which are kept as long as the photos themselves. */
function backupBytes(folder: string): number {
  const lines = join(folder, 'lines')
  const photos = existsSync(lines)
    ? readdirSync(lines).map(line => bytesBelow(join(lines, line, 'files')))
    : []
  return bytesBelow(folder) - photos.reduce((sum, bytes) => sum + bytes, 0)
}

/** Jobs that the timetable has put on days that PostgreSQL's clock does not reach are not counted. */
async function measure(origin: string, url: string, dataFolder: string, log: string): Promise<Measures> {
  const metrics = await (await fetch(`${origin}/metrics`)).text()
  const memory = Number(/^luckygas_process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1] ?? 0)
  const [row] = await ask(
    url,
    `select pg_database_size(current_database())::text as size,
       (select coalesce(sum(size), 0)::text from pg_ls_waldir()) as wal,
       (select count(*)::text from position) as tracks,
       (select count(*)::text from graphile_worker.jobs where run_at <= now()) as jobs,
       (select count(*)::text from refresh_token) as sessions`,
  )
  return {
    memoryMiB: toMiB(memory),
    walMiB: toMiB(Number(row?.wal)),
    backupMiB: toMiB(backupBytes(join(dataFolder, 'backup'))),
    logMiB: toMiB(
      bytesBelow(join(dataFolder, 'logs')) +
        bytesBelow(join(dataFolder, 'postgres/log')) +
        statSync(log).size,
    ),
    databaseMiB: toMiB(Number(row?.size)),
    photoMiB: toMiB(bytesBelow(join(dataFolder, 'files'))),
    tracks: Number(row?.tracks),
    jobs: Number(row?.jobs),
    sessions: Number(row?.sessions),
  }
}
