import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { openDataFolder } from '../../server/platform/data-folder/data-folder.ts'
import { leaseHolders } from '../../server/platform/data-folder/lease.ts'
import { readPostmasterFile } from '../../server/platform/embedded-postgres/postmaster-file.ts'
import { freePort } from '../../server/testkit/engines/engine.ts'
import { longestSilence, seconds } from '../failover/figures.ts'
import { ask, superuserOf } from '../installation.ts'
import { countsOf, judge } from '../verdict.ts'
import { openShop, startClerks } from '../workload.ts'
import { makeReleases } from './drill-releases.ts'

const history = join(import.meta.dirname, 'history.csv')
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
/**
 * Steps in which the power is cut, and how far into each at most, in milliseconds; the shortest ones are cut at once. Those of
 * the way back are cut while a broken release is taken back.
 */
const cuts = {
  wayBack: { restore: 3_000, swap: 0, return: 0 },
  forward: { lay: 15_000, 'back-up': 6_000, stop: 0, save: 1_500, try: 4_000, switch: 0 },
} as const
const patienceMs = 600_000

async function until(what: string, isSo: () => boolean | Promise<boolean>, everyMs = 200): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come about`)
    await pause(everyMs)
  }
}

interface Case {
  case: string
  isGood: boolean
  seconds: number
  /** The longest time in which no clerk was told that an order is placed. */
  silentSeconds: number
}

function stepsOf(options: Readonly<Record<string, string>>) {
  const named = options.steps?.split(',')
  const isWanted = ([step]: [string, number]) => named?.includes(step) ?? true
  const wayBack = Object.entries(cuts.wayBack).filter(isWanted)
  const forward = Object.entries(cuts.forward).filter(isWanted)
  if (named && wayBack.length + forward.length !== named.length)
    throw new Error(`--steps must be of ${Object.values(cuts).flatMap(Object.keys).join(', ')}.`)
  return { wayBack, forward }
}

/**
 * A shop works while it is updated with the real command: to a release that breaks after it has migrated, which must
 * leave the old one serving; to the same again with the power cut (every process killed at once) in each step of the way
 * back; and then from release to release with the power cut in each step. The next start alone must finish. Passes when
 * after each the right release serves on the right schema, no clerk was told anything but "done" or "try again", and
 * every order that a clerk was told is done is there once.
 */
export async function runUpdateDrill(options: Readonly<Record<string, string>>): Promise<boolean> {
  const { wayBack, forward } = stepsOf(options)
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-update-'))
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  try {
    const releases = makeReleases(folder, Math.max(1, forward.length))
    const home = join(folder, 'home')
    cpSync(releases.first, home, { recursive: true })
    execFileSync('cp', ['-al', join(import.meta.dirname, '../../node_modules'), join(home, 'node_modules')])
    const shop = openHome(folder, home, String(await freePort()))
    undo.push(shop.cutPower)
    shop.start()
    await until('the first start', shop.answers)
    const logins = JSON.parse(readFileSync(join(shop.dataFolder, 'first-login.json'), 'utf8'))
    const today = businessDateOf(new Date())
    const session = await openShop(shop.origin, logins, 10, today)
    const clerks = startClerks({ origins: () => [shop.origin], session, clerks: 2, requestedOn: today })
    const { acknowledged } = clerks
    const cases: Case[] = []
    const check = async (name: string, wanted: { release: string; migrations: number }, from: number) => {
      await until('serving again', shop.answers)
      const sentFrom = performance.now()
      const isAtWork = () => [...acknowledged.orders.values()].slice(-20).some(each => each.sentAt > sentFrom)
      await until('an order', isAtWork)
      const url = superuserOf(shop.dataFolder)
      const [row] = await ask(url, `select count(*)::text as n from schema_migration where name like '9%'`)
      const serving = shop.serving()
      const isGood = serving.startsWith(wanted.release) && Number(row?.n) === wanted.migrations
      const silent = longestSilence(acknowledged.orders.values(), { from, to: performance.now() })
      const spent = Math.round((performance.now() - from) / 1_000)
      const found: Case = { case: name, isGood, seconds: spent, silentSeconds: seconds(silent) }
      cases.push(found)
      return { ...found, serving, migrations: row?.n, acknowledged: acknowledged.orders.size }
    }
    /** Updates, cuts the power in a step and starts again; answers the step that the journal named then, empty after its end. */
    const cutIn = async (release: string, step: string, longestMs: number): Promise<string> => {
      const updating = shop.update(release)
      let isOver = false
      void updating.ended.then(() => {
        isOver = true
      })
      await until(`step ${step}`, () => isOver || shop.step() === step, 1)
      if (isOver) throw new Error(`the update ended before ${step}: ${JSON.stringify(shop.lastUpdate())}`)
      await pause(Math.random() * longestMs)
      await shop.cutPower()
      await updating.ended
      const found = shop.step() ?? ''
      shop.start()
      await until('the end of the update', () => shop.step() === undefined)
      return found
    }
    const isTakenBack = () => shop.lastUpdate()?.failure?.includes('broken on purpose') === true
    const begun = performance.now()
    const isRefused = (await shop.update(releases.broken).ended) === 1 && isTakenBack()
    const old = { release: isRefused ? 'home' : 'not taken back', migrations: 0 }
    say(await check('a broken release', old, begun))
    for (const [step, longestMs] of wayBack) {
      const from = performance.now()
      const found = await cutIn(releases.broken, step, longestMs)
      const back = { release: isTakenBack() ? 'home' : 'not taken back', migrations: 0 }
      say({ ...(await check(`power cut in ${step}`, back, from)), cutIn: found })
    }
    for (const [index, [step, longestMs]] of forward.entries()) {
      const from = performance.now()
      const found = await cutIn(releases.next[index] ?? '', step, longestMs)
      const next = { release: `${index + 2}.0.0`, migrations: index + 1 }
      const { failure } = shop.lastUpdate() ?? {}
      say({ ...(await check(`power cut in ${step}`, next, from)), cutIn: found, failure })
    }
    await clerks.stop()
    const verdict = await judge(superuserOf(shop.dataFolder), acknowledged)
    const counts = countsOf(verdict, acknowledged)
    const good = cases.filter(({ isGood }) => isGood).length
    const silentSeconds = Math.max(...cases.map(each => each.silentSeconds))
    const isPassed =
      good === cases.length &&
      counts.acknowledged > 0 &&
      counts.lost + counts.doubled + counts.foreign + counts.wrong === 0
    const wrongFirst = acknowledged.wrong.slice(0, 3)
    say({ drill: 'update', updates: cases.length, good, ...counts, wrongFirst, silentSeconds, isPassed })
    if (!existsSync(history))
      appendFileSync(history, `at,updates,good,${Object.keys(counts).join()},longest_silence_s,passed\n`)
    const figures = [cases.length, good, ...Object.values(counts), silentSeconds, isPassed]
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

/** An installation as a shop has it: one folder to start from, one command to update it. */
function openHome(folder: string, home: string, port: string) {
  const dataFolder = join(folder, 'data')
  const environment = { ...process.env, LUCKYGAS_DATA: dataFolder, LUCKYGAS_DEMO: 'off', PORT: port }
  const log = createWriteStream(join(folder, 'shop.log'), { flags: 'a' })
  const children = new Set<ChildProcess>()
  const run = (args: string[]) => {
    const child = spawn(process.execPath, args, {
      cwd: home,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout?.pipe(log, { end: false })
    child.stderr?.pipe(log, { end: false })
    children.add(child)
    const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
    child.once('exit', () => children.delete(child))
    return { child, ended }
  }
  const origin = `http://127.0.0.1:${port}`
  const releaseFile = (name: string) => join(home, 'releases', name)
  return {
    dataFolder,
    origin,
    start: () => run([join(home, 'bin/start.mjs')]),
    update: (to: string) => run([join(home, 'bin/luckygas.mjs'), 'update', '--to', to]),
    answers: () =>
      fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
        answer => answer.ok,
        () => false,
      ),
    lastUpdate: (): { failure?: string } | undefined => {
      if (!existsSync(releaseFile('updates.jsonl'))) return undefined
      return JSON.parse(readFileSync(releaseFile('updates.jsonl'), 'utf8').trim().split('\n').at(-1) ?? '{}')
    },
    /** Of the update that is under way; undefined when there is none. */
    step: (): string | undefined => {
      try {
        return JSON.parse(readFileSync(releaseFile('update.json'), 'utf8')).step
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    serving: (): string => {
      if (!existsSync(releaseFile('current.json'))) return 'home'
      return JSON.parse(readFileSync(releaseFile('current.json'), 'utf8'))
        .folder.split('/')
        .at(-1)
    },
    /** Every process of the installation at once, wherever it came from. */
    cutPower: async () => {
      const data = openDataFolder(dataFolder)
      const postmaster = readPostmasterFile(join(dataFolder, 'postgres'))?.pid
      const pids = [...children].flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
      const below = await Promise.all(pids.map(descendants))
      for (const pid of [...pids, ...below.flat(), ...leaseHolders(data).map(each => each.pid)]) kill(pid)
      if (postmaster) for (const pid of [postmaster, ...(await descendants(postmaster))]) kill(pid)
      await until('the end of every process', () => leaseHolders(data).length === 0)
    },
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid='])
  const rows = stdout
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
  const found = new Set([pid])
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const [child, parent] of rows) if (found.has(parent ?? 0)) found.add(child ?? 0)
  }
  found.delete(pid)
  return [...found]
}
