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
import { ask, superuserOf } from '../installation.ts'
import { judge } from '../verdict.ts'
import { openShop, startClerks } from '../workload.ts'
import { makeReleases } from './drill-releases.ts'

const history = join(import.meta.dirname, 'history.csv')
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
const cutSteps = ['lay', 'back-up', 'stop', 'save', 'try', 'switch'] as const
const patienceMs = 300_000

async function until(what: string, isSo: () => boolean | Promise<boolean>, everyMs = 200): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come about`)
    await pause(everyMs)
  }
}

/**
 * A shop works while it is updated with the real command: to a release that breaks after it has migrated, which must
 * leave the old one serving, and then from release to release with the power cut (every process killed at once) in each
 * step; the next start alone must finish. Passes when after each the right release serves on the right schema and every
 * order that a clerk was told is done is there once.
 */
export async function runUpdateDrill(options: Readonly<Record<string, string>>): Promise<boolean> {
  const steps = options.steps === undefined ? [...cutSteps] : options.steps.split(',')
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-update-'))
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  try {
    const releases = makeReleases(folder, steps.length)
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
    const results: { case: string; isGood: boolean; seconds: number }[] = []
    const check = async (name: string, release: string, migrations: number, begun: number) => {
      await until('serving again', shop.answers)
      const url = superuserOf(shop.dataFolder)
      const [row] = await ask(url, `select count(*)::text as n from schema_migration where name like '9%'`)
      const serving = shop.serving()
      const isGood = serving.startsWith(release) && Number(row?.n) === migrations
      results.push({ case: name, isGood, seconds: Math.round((performance.now() - begun) / 1000) })
      say({
        ...results.at(-1),
        serving,
        migrations: row?.n,
        failure: shop.lastUpdate()?.failure,
        acknowledged: clerks.acknowledged.orders.size,
      })
    }
    const begun = performance.now()
    const broken = await shop.update(releases.broken).ended
    const isBrokenThere = shop.lastUpdate()?.failure?.includes('broken on purpose') === true
    await check('a broken release', broken === 1 && isBrokenThere ? 'home' : 'not refused', 0, begun)
    for (const [index, step] of steps.entries()) {
      const at = performance.now()
      const updating = shop.update(releases.next[index] ?? '')
      let isOver = false
      void updating.ended.then(() => {
        isOver = true
      })
      await until(`step ${step}`, () => isOver || shop.step() === step, 2)
      if (isOver) throw new Error(`the update ended before ${step}: ${JSON.stringify(shop.lastUpdate())}`)
      // Some way into the step; the shorter ones are over by then and are cut at their end.
      await pause(Math.random() * 1_500)
      await shop.cutPower()
      await updating.ended
      shop.start()
      await until('the end of the update', () => shop.step() === undefined)
      await check(`power cut in ${step}`, `${index + 2}.0.0`, index + 1, at)
    }
    await clerks.stop()
    const verdict = await judge(superuserOf(shop.dataFolder), clerks.acknowledged)
    const isPassed =
      results.every(({ isGood }) => isGood) &&
      [verdict.lost, verdict.doubled, verdict.foreign].every(list => list.length === 0)
    const { acknowledged, lost, doubled, foreign } = verdict
    say({ drill: 'update', acknowledged, lost, doubled, foreign, wrong: clerks.acknowledged.wrong, isPassed })
    if (!existsSync(history)) appendFileSync(history, 'at,updates,good,orders_acknowledged,lost,passed\n')
    const good = results.filter(({ isGood }) => isGood).length
    appendFileSync(
      history,
      `${new Date().toISOString()},${results.length},${good},${acknowledged},${lost.length},${isPassed}\n`,
    )
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
    step: (): string | undefined => {
      if (!existsSync(releaseFile('update.json'))) return undefined
      return JSON.parse(readFileSync(releaseFile('update.json'), 'utf8')).step
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
