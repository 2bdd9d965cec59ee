import { createHash, randomUUID } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Today } from '../../contract/endpoints/today.ts'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { mountSmallDisk } from '../../server/testkit/engines/small-disk.ts'
import { seconds } from '../failover/figures.ts'
import { ask, luckygas, superuserOf } from '../installation.ts'
import { startProgram } from '../program.ts'
import { countsOf, judge } from '../verdict.ts'
import { type Acknowledged, openShop, signIn, startClerks } from '../workload.ts'

const history = join(import.meta.dirname, 'history.csv')
const MiB = 1024 ** 2
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
const diskMegabytes = 1_600
/** The company's own limits, small enough for a small disk, and what is left free to be below each. */
const limits = { 'disk.warn-mebibytes': 500, 'disk.refuse-mebibytes': 250 }
const left = { low: 400, full: 200 }
/** The server looks every five seconds, and reads the company's limits every minute. */
const noticedWithinMs = 15_000
const limitsReadWithinMs = 75_000
/** Once there is room again. */
const againWithinMs = 60_000
/** How long clerks must get on with orders while photos wait, and without an answer until writes count as stopped. */
const [orderingMs, silentMs] = [10_000, 6_000]

async function until(what: string, timeoutMs: number, isSo: () => boolean | Promise<boolean>) {
  const from = performance.now()
  while (!(await isSo())) {
    if (performance.now() - from > timeoutMs) throw new Error(`${what} did not come about`)
    await pause(250)
  }
  return seconds(performance.now() - from)
}

/** Fills the disk until so much is free. */
function leaveFree(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  for (let over = bavail * bsize - bytes; over > 0; over -= 8 * MiB)
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(Math.min(over, 8 * MiB)), { flag: 'a' })
}

/** Takes the parts of the log that are already made, so that the next one needs room; ends when PostgreSQL dies of it. */
async function useUpLog(url: string): Promise<void> {
  const statement = `select pg_logical_emit_message(false, 'luckygas.drill', repeat('x', 1000), true), pg_switch_wal()`
  for (let each = 0; each < 60; each += 1) if (!(await ask(url, statement).then(Boolean, () => false))) return
}

const lastSentAt = ({ orders }: Acknowledged) => Math.max(0, ...[...orders.values()].map(each => each.sentAt))

/** What a manager reads at the top of the day, and what a driver is answered who has a photo. */
function openEyes(origin: string, today: string, tokens: { manager: string; driver: string }) {
  const headers = (token: string) => ({
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  })
  return {
    disk: async () => {
      const answer = await fetch(`${origin}/api/today?date=${today}`, { headers: headers(tokens.manager) })
      if (!answer.ok) return `${answer.status}`
      const { troubles } = (await answer.json()) as Today
      return troubles.find(({ what }) => what === 'disk')?.state ?? 'ample'
    },
    photo: async () => {
      const sha256 = createHash('sha256').update('photo').digest('hex')
      const note = { id: randomUUID(), purpose: 'photo', contentType: 'image/jpeg', sizeBytes: 5, sha256 }
      const options = { method: 'POST', headers: headers(tokens.driver), body: JSON.stringify(note) }
      return (await fetch(`${origin}/api/files`, options)).status
    },
  }
}

/**
 * Clerks take orders while the disk of their shop fills to the last byte. Passes when people are warned, then photos wait
 * (507) while orders go on, and only then writes stop; when nobody is answered with a defect; and when, once there is
 * room, orders and photos go on by themselves, every order that was acknowledged is there once and the ledgers agree (P5).
 */
export async function runDisk(): Promise<boolean> {
  if (process.getuid?.() !== 0) {
    say({ drill: 'disk', verdict: 'UNPROVEN: only root mounts a small disk' })
    return false
  }
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-disk-'))
  chmodSync(folder, 0o711)
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  try {
    const disk = mountSmallDisk(join(folder, 'disk'), diskMegabytes, 0)
    undo.push(async () => disk.remove())
    chmodSync(disk.folder, 0o711)
    const dataFolder = join(disk.folder, 'data')
    const environment = { LUCKYGAS_DATA: dataFolder }
    const shop = await startProgram({
      ...{ name: 'shop', folder, dataFolder, environment },
      roles: 'api,realtime,worker',
    })
    undo.push(shop.stop)
    const url = superuserOf(dataFolder)
    const logins = JSON.parse(readFileSync(join(dataFolder, 'first-login.json'), 'utf8'))
    const today = businessDateOf(new Date())
    const session = await openShop(shop.origin, logins, 10, today)
    const as = (role: string) =>
      signIn(
        shop.origin,
        logins.find((each: { role: string }) => each.role === role),
      )
    const tokens = { manager: await as('super_admin'), driver: await as('driver') }
    const eyes = openEyes(shop.origin, today, tokens)
    for (const [name, value] of Object.entries(limits))
      await ask(
        url,
        `insert into parameter (name, effective_from, value, unit, source) values ($1, '2000-01-02', $2, 'MiB', 'drill')`,
        [name, String(value)],
      )
    const clerks = startClerks({ origins: () => [shop.origin], session, clerks: 2, requestedOn: today })
    const { acknowledged } = clerks
    undo.push(clerks.stop)
    await until('room by its own limits', limitsReadWithinMs, async () => (await eyes.disk()) === 'ample')
    const photos = { ample: await eyes.photo(), low: 0, full: 0, again: 0 }

    leaveFree(disk.folder, left.low * MiB)
    const warnedSeconds = await until('a warning', noticedWithinMs, async () => (await eyes.disk()) === 'low')
    photos.low = await eyes.photo()
    leaveFree(disk.folder, left.full * MiB)
    const fullSeconds = await until('the alarm', noticedWithinMs, async () => (await eyes.disk()) === 'full')
    photos.full = await eyes.photo()
    const before = acknowledged.orders.size
    await pause(orderingMs)
    const ordersWhileFull = acknowledged.orders.size - before
    say({ warnedSeconds, fullSeconds, photos, ordersWhileFull })

    disk.fill()
    await useUpLog(url)
    const stoppedSeconds = await until('the end of writes', noticedWithinMs * 4, () => {
      disk.fill()
      return performance.now() - lastSentAt(acknowledged) > silentMs
    })
    const live = (await fetch(`${shop.origin}/health/live`)).status
    const ready = (await fetch(`${shop.origin}/health/ready`)).status
    say({ stoppedSeconds, live, ready, acknowledged: acknowledged.orders.size })
    disk.free()
    const freedAt = performance.now()
    const againSeconds = await until('orders again', againWithinMs, () => lastSentAt(acknowledged) > freedAt)
    await until('photos again', againWithinMs, async () => (await eyes.disk()) === 'ample')
    photos.again = await eyes.photo()
    await clerks.stop()

    const verdict = await judge(url, acknowledged)
    const { isClean } = (await luckygas(['integrity'], environment)) as { isClean: boolean }
    const counts = countsOf(verdict, acknowledged)
    const isPassed =
      JSON.stringify(photos) === JSON.stringify({ ample: 200, low: 200, full: 507, again: 200 }) &&
      ordersWhileFull > 0 &&
      live === 200 &&
      ready === 503 &&
      isClean &&
      counts.lost + counts.doubled + counts.foreign + counts.wrong === 0
    const wrongFirst = acknowledged.wrong.slice(0, 3)
    const times = { warnedSeconds, fullSeconds, ordersWhileFull, stoppedSeconds, againSeconds }
    say({ drill: 'disk', ...times, photos, live, ready, ...counts, wrongFirst, isClean, isPassed })
    if (!existsSync(history))
      appendFileSync(
        history,
        `at,warned_s,full_s,orders_while_full,stopped_s,again_s,${Object.keys(counts).join()},clean,passed\n`,
      )
    const figures = [...Object.values(times), ...Object.values(counts), isClean, isPassed]
    appendFileSync(history, `${new Date().toISOString()},${figures.join()}\n`)
    return isPassed
  } catch (error) {
    const log = join(folder, 'shop.log')
    if (existsSync(log)) say({ lastWords: readFileSync(log, 'utf8').slice(-3_000) })
    throw error
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}
