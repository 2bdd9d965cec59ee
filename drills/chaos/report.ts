import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { ordersAround, ordersOverall } from './figures.ts'
import type { Verdict } from './judge.ts'
import { deeds, type Ledger } from './ledger.ts'
import type { Struck } from './run-strikes.ts'
import type { Rest } from './settle.ts'

const history = join(import.meta.dirname, 'history.csv')
const columns =
  'at,seed,minutes,strikes,what,acknowledged,retried,in_doubt,lost,doubled,foreign,torn,wrong,left,behind,integrity,unhealed,p95_before_ms,p95_during_ms,p95_after_ms,passed'

/** What one seed brought to light. */
export interface Finding {
  seed: number
  minutes: number
  ledger: Ledger
  struck: readonly Struck[]
  verdict: Verdict
  rest: Rest
  /** What `integrity` and the comparison of the search engine found. */
  odd: string[]
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
    ...{ idle, lost, doubled, foreign, torn, wrong: ledger.wrong },
    ...{ left, dead, behind: rest.behind, odd, unhealed },
  }
}

/** Every invariant stands, and there was something that could have broken it. */
export const isPassed = (finding: Finding): boolean =>
  Object.values(faultsOf(finding)).every(list => list.length === 0) && finding.struck.length > 0

/** Says what a seed found and keeps its figures. @param tookSeconds by phase */
export function report(
  finding: Finding,
  tookSeconds: Readonly<Record<string, number>>,
  say: (words: object) => void,
): void {
  const { seed, minutes, ledger, struck, verdict } = finding
  const faults = faultsOf(finding)
  for (const around of ordersAround(ledger, struck)) say(around)
  const p95Ms = ordersOverall(ledger, struck)
  say({
    ...{ drill: 'chaos', seed, minutes, strikes: struck.length, tookSeconds },
    ...{ told: verdict.told, reads: ledger.reads, refusals: ledger.refusals, p95Ms },
    faults: Object.fromEntries(
      Object.entries(faults).flatMap(([what, list]) =>
        list.length > 0 ? [[what, { count: list.length, first: list.slice(0, 5) }]] : [],
      ),
    ),
    isPassed: isPassed(finding),
  })
  const sum = (of: 'acknowledged' | 'doubtful' | 'retried') =>
    Object.values(verdict.told).reduce((all, tally) => all + tally[of], 0)
  const count = (name: string) => faults[name]?.length ?? 0
  const broken = [...struck].sort((a, b) => a.from - b.from).map(({ target, kind }) => `${target} ${kind}`)
  const words = [
    ...[new Date().toISOString(), seed, minutes, struck.length, broken.join(' · ')],
    ...[sum('acknowledged'), sum('retried'), sum('doubtful')],
    ...['lost', 'doubled', 'foreign', 'torn', 'wrong'].map(count),
    ...[count('left') + count('dead') + count('idle'), count('behind'), count('odd'), count('unhealed')],
    ...[p95Ms.before, p95Ms.during, p95Ms.after, isPassed(finding)],
  ]
  if (!existsSync(history)) appendFileSync(history, `${columns}\n`)
  appendFileSync(history, `${words.join(',')}\n`)
}
