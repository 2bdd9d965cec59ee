/**
 * Our planner beside its peers on the same instances at the same processor time, as a table in Markdown.
 *
 *   npm run bench:routing:peers -- [--instances a,b,…] [--cpu-seconds 10] [--seed 1]
 *
 * PyVRP and OR-Tools come from pip into a virtual environment under the system's temporary folder. They run on one
 * thread for `2 × cpu-seconds`, our two threads for `cpu-seconds` each. Where pip cannot be reached the bench says
 * so and compares with the costs kept in `../shared/bench/anchors.csv`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkPlan, parseProblem, plan } from '../../server/planner/planner.api.ts'
import { readBestKnown, SHARED } from './best-known.ts'
import { peerInstance } from './peers/peer-instance.ts'
import { type Instance, readInstance } from './read-instance.ts'

const THREADS = 2
const PEERS = ['pyvrp', 'ortools'] as const
/** One of each kind and size; none is tuned for. */
const INSTANCES = [
  'solomon/R108.txt',
  'solomon/RC106.txt',
  'cvrplib-x/X-n125-k30.vrp',
  'cvrplib-x/X-n209-k16.vrp',
  'cvrplib-x/X-n401-k29.vrp',
  'homberger/1000/C1_10_4.txt',
  'homberger/1000/R1_10_3.txt',
  'cvrplib-x/X-n979-k58.vrp',
]

const { values } = parseArgs({
  options: {
    instances: { type: 'string', default: INSTANCES.join(',') },
    'cpu-seconds': { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
})
const cpuSeconds = Number(values['cpu-seconds'])
const seed = Number(values.seed)

/** The Python of the peers' environment; undefined where it cannot be made. */
function peerPython(): string | undefined {
  const folder = join(tmpdir(), 'luckygas-routing-peers')
  const python = join(folder, 'bin/python')
  const runs = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
  const isReady = () => existsSync(python) && runs(python, ['-c', 'import pyvrp, ortools'])
  if (isReady()) return python
  console.error('Installing PyVRP and OR-Tools with pip …')
  if (!runs('python3', ['-m', 'venv', folder])) return undefined
  runs(python, ['-m', 'pip', 'install', '--quiet', 'pyvrp', 'ortools'])
  return isReady() ? python : undefined
}

type Row = { engine: string; cost: number | null; cpuSeconds: number }

async function ours(instance: Instance): Promise<Row> {
  const problem = parseProblem(instance.problem)
  const begun = process.cpuUsage()
  const solved = await plan(problem, { cpuSeconds, seed, workers: THREADS })
  const used = process.cpuUsage(begun)
  const isSound = checkPlan(problem, solved).length === 0 && solved.unassigned.length === 0
  const cost = isSound ? solved.cost.total / instance.divisor : null
  return { engine: 'LuckyGas', cost, cpuSeconds: (used.user + used.system) / 1e6 }
}

function peer(python: string, engine: string, instance: Instance): Row {
  const run = spawnSync(
    python,
    [resolve(import.meta.dirname, 'peers/solve.py'), engine, String(cpuSeconds * THREADS), String(seed)],
    { input: JSON.stringify(peerInstance(instance.problem)), maxBuffer: 1 << 26, encoding: 'utf8' },
  )
  if (run.status !== 0) {
    console.error(`${engine} on ${instance.name}: ${run.stderr.trim().split('\n').at(-1)}`)
    return { engine, cost: null, cpuSeconds: 0 }
  }
  const answer = JSON.parse(run.stdout) as { cost: number | null; cpuSeconds: number }
  const cost = answer.cost === null ? null : answer.cost / instance.divisor
  return { engine, cost, cpuSeconds: answer.cpuSeconds }
}

/** Costs measured earlier, where the peers themselves cannot be had. */
function anchors(instance: Instance): Row[] {
  const file = resolve(SHARED, 'bench/anchors.csv')
  if (!existsSync(file)) return []
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
  return rows
    .map(row => row.split(','))
    .filter(([name]) => name === instance.name)
    .map(([, engine = '', cost, , cpu]) => ({ engine, cost: Number(cost), cpuSeconds: Number(cpu) }))
}

const python = peerPython()
if (!python) console.error('pip cannot be reached: comparing with the kept anchors.')
const best = readBestKnown()
console.log('| instance | engine | cost | gap, % | CPU s |\n|---|---|---|---|---|')
for (const name of values.instances.split(',')) {
  const inShared = resolve(SHARED, 'bench', name)
  const file = existsSync(name) ? name : inShared
  if (!existsSync(file)) {
    console.error(`${name} is absent: skipped`)
    continue
  }
  const instance = readInstance(file)
  const rows = [
    await ours(instance),
    ...(python ? PEERS.map(engine => peer(python, engine, instance)) : anchors(instance)),
  ]
  const known = best.get(instance.name)
  for (const { engine, cost, cpuSeconds: used } of rows) {
    const gap = cost === null || known === undefined ? '-' : ((cost / known - 1) * 100).toFixed(2)
    console.log(`| ${instance.name} | ${engine} | ${cost?.toFixed(1) ?? '-'} | ${gap} | ${used.toFixed(1)} |`)
  }
}
