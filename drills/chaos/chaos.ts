import { appendFileSync, chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { productionTiming, quickTiming, type Timing } from '../../server/testkit/engines/patroni-node.ts'
import type { Lack } from './blows.ts'
import { foundCompany } from './company.ts'
import { ordersAround, ordersOverall } from './figures.ts'
import { judge, type Verdict } from './judge.ts'
import { deeds, type Ledger, openLedger } from './ledger.ts'
import { runStrikes, type Struck } from './run-strikes.ts'
import { type Cell, type Kind, kinds, scheduleOf, type Target, targets } from './schedule.ts'
import { comeToRest, proveByCommand, type Rest } from './settle.ts'
import { lacksHere, openStage } from './stage.ts'
import { startWork } from './workload.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const history = join(import.meta.dirname, 'history.csv')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
/** A site is visited once a day: so many more for each minute, or the drivers have nothing left to do. */
const customersAMinute = 45
const timings: Readonly<Record<string, Timing>> = { quick: quickTiming, production: productionTiming }

interface Plan {
  seed: number
  runMs: number
  timing: Timing
  isKept: boolean
  /** Only these targets, where they are named. */
  only: readonly Target[]
}

/** What can be done at all, by the parts that stand; some of it may be impossible on this machine. */
function cellsOf(
  companies: readonly { target: Target; kinds: readonly Kind[] }[],
  lacks: readonly Lack[],
  only: readonly Target[],
): Cell[] {
  return companies.flatMap(company =>
    company.kinds
      .map(kind => ({ target: company.target, kind }))
      .filter(({ target }) => only.length === 0 || only.includes(target))
      .filter(({ target, kind }) => !lacks.some(lack => lack.target === target && lack.kind === kind)),
  )
}

interface Finding {
  ledger: Ledger
  struck: readonly Struck[]
  verdict: Verdict
  rest: Rest
  /** What `integrity` and the comparison of the search engine found. */
  odd: string[]
}

/** One seed on a set-up of its own, which is gone afterwards. */
async function runSeed(plan: Plan, lacks: readonly Lack[]): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-chaos-'))
  chmodSync(folder, 0o755)
  const undo: (() => Promise<unknown>)[] = [
    async () => {
      if (plan.isKept) say({ folder })
      else rmSync(folder, { recursive: true, force: true })
    },
  ]
  const ledger = openLedger()
  try {
    const stage = await openStage(folder, undo, plan.timing, what => ledger.wrong.push(what))
    const today = businessDateOf(new Date())
    const customers = Math.ceil((plan.runMs / 60_000) * customersAMinute)
    const company = await foundCompany(stage.origins[0] ?? '', stage.logins, today, customers)
    const { origins, liveOrigins } = stage
    const work = startWork({ seed: plan.seed, company, ledger, origins, liveOrigins, today })
    undo.push(async () => {
      await work.stop()
      for (const listener of work.listeners) listener.stop()
    })
    const strikes = scheduleOf(plan.seed, plan.runMs, cellsOf(stage.companies, lacks, plan.only))
    say({ seed: plan.seed, strikes: strikes.map(({ target, kind, atMs }) => `${atMs} ${target} ${kind}`) })
    const beganAt = performance.now()
    const struck = await runStrikes(strikes, stage.companies, say)
    await pause(Math.max(0, beganAt + plan.runMs - performance.now()))
    await work.stop()
    const hasEngine = stage.companies.some(({ target }) => target === 'search')
    const rest = await comeToRest(stage.cluster.url, work.listeners, hasEngine)
    const verdict = await judge(stage.cluster.url, ledger, work.imports)
    const odd = [
      ...(await proveByCommand(['integrity'], stage.environment)),
      ...(hasEngine ? await proveByCommand(['search', 'check'], stage.environment) : []),
    ]
    return { ledger, struck, verdict, rest, odd }
  } finally {
    for (const step of undo.reverse()) await step().catch((error: Error) => say({ fault: error.message }))
  }
}

/** Everything that must be nothing, by what it is. */
function faultsOf({ ledger, struck, verdict, rest, odd }: Finding): Record<string, readonly string[]> {
  const { lost, doubled, foreign, torn } = verdict
  const left = Object.entries(rest.left).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
  const dead = rest.deadJobs.map(({ name, error }) => `${name}: ${error}`)
  const unhealed = struck.flatMap(({ target, kind, fault }) => (fault ? [`${target} ${kind}: ${fault}`] : []))
  // What nobody did was not proved.
  const idle = deeds.filter(deed => !((verdict.told[deed]?.acknowledged ?? 0) > 0))
  return {
    idle,
    lost,
    doubled,
    foreign,
    torn,
    wrong: ledger.wrong,
    left,
    dead,
    behind: rest.behind,
    odd,
    unhealed,
  }
}

function report(plan: Plan, finding: Finding): boolean {
  const faults = faultsOf(finding)
  const { ledger, struck, verdict } = finding
  const isPassed = Object.values(faults).every(list => list.length === 0) && struck.length > 0
  for (const around of ordersAround(ledger, struck)) say(around)
  const p95Ms = ordersOverall(ledger, struck)
  say({
    ...{ drill: 'chaos', seed: plan.seed, minutes: plan.runMs / 60_000, timing: plan.timing },
    ...{ strikes: struck.length, told: verdict.told, reads: ledger.reads, refusals: ledger.refusals, p95Ms },
    faults: Object.fromEntries(
      Object.entries(faults).flatMap(([what, list]) =>
        list.length > 0 ? [[what, { count: list.length, first: list.slice(0, 5) }]] : [],
      ),
    ),
    isPassed,
  })
  const sum = (of: 'acknowledged' | 'doubtful' | 'retried') =>
    Object.values(verdict.told).reduce((all, tally) => all + tally[of], 0)
  const count = (name: string) => faults[name]?.length ?? 0
  const broken = [...struck].sort((a, b) => a.from - b.from).map(({ target, kind }) => `${target} ${kind}`)
  const words = [
    ...[new Date().toISOString(), plan.seed, plan.runMs / 60_000, struck.length, broken.join(' · ')],
    ...[sum('acknowledged'), sum('retried'), sum('doubtful')],
    ...['lost', 'doubled', 'foreign', 'torn', 'wrong'].map(count),
    ...[count('left') + count('dead') + count('idle'), count('behind'), count('odd'), count('unhealed')],
    ...[p95Ms.before, p95Ms.during, p95Ms.after, isPassed],
  ]
  if (!existsSync(history))
    appendFileSync(
      history,
      'at,seed,minutes,strikes,what,acknowledged,retried,in_doubt,lost,doubled,foreign,torn,wrong,left,behind,integrity,unhealed,p95_before_ms,p95_during_ms,p95_after_ms,passed\n',
    )
  appendFileSync(history, `${words.join(',')}\n`)
  return isPassed
}

function readOptions(options: Readonly<Record<string, string>>) {
  const least = (name: string, usual: number, floor: number) => {
    const value = Number(options[name] ?? usual)
    if (!(value >= floor)) throw new Error(`--${name} must be ${floor} or more.`)
    return value
  }
  const timing = timings[options.timing ?? 'quick']
  if (!timing) throw new Error(`--timing must be one of ${Object.keys(timings).join(', ')}.`)
  const only = (options.only ?? '').split(',').filter(name => name !== '')
  const unknown = only.find(name => !targets.some(target => target === name))
  if (unknown !== undefined) throw new Error(`--only may name ${targets.join(', ')}, not ${unknown}.`)
  return {
    first: least('seed', 1, 0),
    seeds: least('seeds', 1, 1),
    plan: {
      runMs: least('minutes', 2, 1) * 60_000,
      timing,
      isKept: options.keep !== undefined,
      only: only as Target[],
    },
  }
}

/**
 * The whole set-up at work, and one thing after another broken in it as a seed says: processes of all roles, database,
 * cache, broker, search, files and the road service are killed, frozen, cut off, slowed, filled up and told a wrong time.
 * Passes when, for every seed, what people were told is done is there exactly once, what is in doubt is there whole or not
 * at all, nothing waits any more, open pages have heard everything, and `integrity` finds nothing (rows S25, S26).
 */
export async function runChaos(given: Readonly<Record<string, string>>): Promise<boolean> {
  const { first, seeds, plan } = readOptions(given)
  const lacks = lacksHere()
  for (const { target, kind, because } of lacks)
    process.stderr.write(`LEFT OUT: ${kind === undefined ? target : `${kind} of ${target}`}: ${because}\n`)
  let passed = 0
  for (let seed = first; seed < first + seeds; seed += 1) {
    const seedPlan = { ...plan, seed }
    // A set-up that does not come up or back is a failed seed; the others are still worth running.
    const finding = await runSeed(seedPlan, lacks).catch((error: Error) => {
      say({ drill: 'chaos', seed, brokeOff: error.stack, isPassed: false })
      return undefined
    })
    if (finding && report(seedPlan, finding)) passed += 1
  }
  const leftOut = lacks.map(({ target, kind }) => (kind === undefined ? target : `${kind} of ${target}`))
  say({ drill: 'chaos', seeds, passed, kinds, ...(leftOut.length > 0 && { leftOut }) })
  return passed === seeds
}
