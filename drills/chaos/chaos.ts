import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, promisify } from 'node:util'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { needProgram } from '../../server/testkit/engines/engine.ts'
import type { Company, Lack } from './blows.ts'
import { type Ground, lacksHere, openGround } from './ground.ts'
import { judge } from './judge.ts'
import { openLedger } from './ledger.ts'
import { type Options, readOptions } from './options.ts'
import { type Clock, openClock } from './phases.ts'
import { type Finding, isPassed, report } from './report.ts'
import { runStrikes } from './run-strikes.ts'
import { type Cell, kinds, scheduleOf, type Target } from './schedule.ts'
import { comeToRest, proveByCommand } from './settle.ts'
import { openStage } from './stage.ts'
import { startWork } from './workload.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
/** A site is visited once a day: so many more for each minute, or the drivers have nothing left to do. */
const customersAMinute = 45

/** Undoes what was done, the last thing first; what fails keeps nothing else standing. */
async function undoAll(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (const step of undo.splice(0).reverse())
    await step().catch((error: Error) => say({ fault: error.message }))
}

/** What can be done at all, by the parts that stand; some of it may be impossible on this machine. */
function cellsOf(companies: readonly Company[], lacks: readonly Lack[], only: readonly Target[]): Cell[] {
  return companies.flatMap(company =>
    company.kinds
      .map(kind => ({ target: company.target, kind }))
      .filter(({ target }) => only.length === 0 || only.includes(target))
      .filter(({ target, kind }) => !lacks.some(lack => lack.target === target && lack.kind === kind)),
  )
}

/** The set-up of a seed does not stand: nobody has been struck yet. */
class NotReadyError extends Error {}

interface Plan extends Options {
  seed: number
  today: string
  lacks: readonly Lack[]
  clock: Clock
}

/** One seed: new processes on clean room, people at work, strikes, and what is found when all has come to rest. */
async function runSeed(ground: Ground, plan: Plan): Promise<Finding> {
  const { seed, runMs, today, lacks, only, clock } = plan
  const undo: (() => Promise<unknown>)[] = []
  const ledger = openLedger()
  const name = `seed${seed}`
  try {
    const stage = await clock('set-up', () =>
      openStage(ground, name, undo, what => ledger.wrong.push(what)).catch((error: Error) => {
        throw new NotReadyError(`seed ${seed} did not begin`, { cause: error })
      }),
    )
    const { origins, liveOrigins } = stage
    const work = startWork({ seed, company: ground.founded.company, ledger, origins, liveOrigins, today })
    undo.push(async () => {
      await work.stop()
      for (const listener of work.listeners) listener.stop()
    })
    const strikes = scheduleOf(seed, runMs, cellsOf(stage.companies, lacks, only))
    say({ seed, strikes: strikes.map(({ target, kind, atMs }) => `${atMs} ${target} ${kind}`) })
    const struck = await clock('faults', async () => {
      const [done] = await Promise.all([runStrikes(strikes, stage.companies, say), pause(runMs)])
      return done
    })
    await clock('last answers', () => work.stop())
    const hasEngine = stage.companies.some(({ target }) => target === 'search')
    const { url } = stage.database
    const rest = await clock('rest', () => comeToRest(url, work.listeners, hasEngine))
    const [verdict, ...odd] = await clock('proofs', () =>
      Promise.all([
        judge(url, ledger, work.imports),
        proveByCommand(['integrity'], stage.environment),
        ...(hasEngine ? [proveByCommand(['search', 'check'], stage.environment)] : []),
      ]),
    )
    const finding = { seed, minutes: runMs / 60_000, ledger, struck, verdict, rest, odd: odd.flat() }
    if (plan.isKept && !isPassed(finding)) await keepDatabase(url, join(ground.folder, `${name}.dump`))
    return finding
  } finally {
    await clock('taken down', () => undoAll(undo))
  }
}

/** What a failed seed left in the database, for whoever looks for the cause. */
async function keepDatabase(url: string, file: string): Promise<void> {
  await promisify(execFile)(needProgram('pg_dump'), ['--format=custom', `--file=${file}`, url])
  say({ kept: file })
}

/** Runs seeds on one ground for as long as they pass; answers those that are still to be run, on a new one. */
async function runOnGround(
  seeds: readonly number[],
  options: Options & { lacks: readonly Lack[] },
  tally: Tally,
): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-chaos-'))
  chmodSync(folder, 0o755)
  const undo = [
    async () => {
      if (options.isKept) say({ folder })
      else rmSync(folder, { recursive: true, force: true })
    },
  ]
  const today = businessDateOf(new Date())
  const customers = Math.ceil((options.runMs / 60_000) * customersAMinute)
  let run = 0
  try {
    const { clock, tookSeconds } = openClock()
    const ground = await openGround(folder, undo, { timing: options.timing, today, customers, clock })
    say({ ground: folder, tookSeconds })
    for (const seed of seeds) {
      const { clock, tookSeconds } = openClock()
      const finding = await runSeed(ground, { ...options, seed, today, clock })
      run += 1
      report(finding, tookSeconds, say)
      tally[isPassed(finding) ? 'passed' : 'failed'].push(seed)
      if (!isPassed(finding) || tally.isStopped) break
    }
    return seeds.slice(run)
  } catch (error) {
    const [seed = 0, ...others] = seeds.slice(run)
    say({ drill: 'chaos', seed, brokeOff: inspect(error), isPassed: false })
    // What the last seed left was not fit for this one, which has not begun yet.
    if (error instanceof NotReadyError && run > 0) return [seed, ...others]
    tally.failed.push(seed)
    return others
  } finally {
    await undoAll(undo)
  }
}

interface Tally {
  passed: number[]
  failed: number[]
  /** Somebody asked for the end: the seed at work is the last. */
  isStopped: boolean
}

/**
 * The whole set-up at work, and one thing after another broken in it as a seed says: processes of all roles, database,
 * cache, broker, search, files and the road service are killed, frozen, cut off, slowed, filled up and told a wrong time.
 * Passes when, for every seed, what people were told is done is there exactly once, what is in doubt is there whole or not
 * at all, nothing waits any more, open pages have heard everything, and `integrity` finds nothing (rows S25, S26).
 */
export async function runChaos(given: Readonly<Record<string, string>>): Promise<boolean> {
  const options = readOptions(given)
  const lacks = lacksHere()
  for (const { target, kind, because } of lacks)
    process.stderr.write(`LEFT OUT: ${kind === undefined ? target : `${kind} of ${target}`}: ${because}\n`)
  const tally: Tally = { passed: [], failed: [], isStopped: false }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      tally.isStopped = true
      say({ ending: 'after the seed that is at work' })
    })
  let left: readonly number[] = options.seeds
  while (left.length > 0 && !tally.isStopped) left = await runOnGround(left, { ...options, lacks }, tally)
  const leftOut = lacks.map(({ target, kind }) => (kind === undefined ? target : `${kind} of ${target}`))
  const { passed, failed } = tally
  const notRun = options.seeds.length - passed.length - failed.length
  say({
    ...{ drill: 'chaos', seeds: options.seeds.length, passed: passed.length, failed, kinds },
    ...(notRun > 0 && { notRun }),
    ...(leftOut.length > 0 && { leftOut }),
  })
  return passed.length === options.seeds.length
}
