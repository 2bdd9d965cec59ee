/**
 * Measures the planner on one instance and prints one JSON line.
 *
 *   npm run -s bench:routing -- --instance FILE [--seconds 10 | --cpu-seconds N | --iterations N] [--seed 1] [--workers 2]
 *   npm run -s bench:routing -- --places [--stops 150] …     a day around the shared delivery points
 *
 * `--vehicles-first` counts vehicles before distance, as Gehring and Homberger do: each costs more than any way saved;
 * the printed cost is the distance alone, and there is no gap, because the known values round otherwise.
 *
 * FILE is a Solomon, Gehring and Homberger, CVRPLIB or multi-trip instance, or a problem of our own as JSON.
 * Every plan goes through the independent checker before it counts as feasible.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { checkPlan, type PlanOptions, parseProblem, plan } from '../../server/planner/planner.api.ts'
import { readBestKnown, SHARED } from './best-known.ts'
import { type Instance, readInstance } from './read-instance.ts'
import { sharedPlaces } from './shared-places.ts'

// What reading an instance leaves behind shall not count as the planner's memory: the young heap stays small.
setFlagsFromString('--semi-space-growth-factor=1')

const { values } = parseArgs({
  options: {
    instance: { type: 'string' },
    places: { type: 'boolean', default: false },
    'vehicles-first': { type: 'boolean', default: false },
    stops: { type: 'string', default: '150' },
    seconds: { type: 'string' },
    'cpu-seconds': { type: 'string' },
    iterations: { type: 'string' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    traffic: { type: 'boolean', default: false },
  },
})

function chooseInstance(): Instance {
  if (values.places) return sharedPlaces(Number(values.stops), Number(values.seed))
  if (!values.instance) throw new Error('--instance FILE or --places is needed')
  const inShared = resolve(SHARED, 'bench', values.instance)
  return readInstance(existsSync(values.instance) ? values.instance : inShared)
}

/** Wall time, processor time of each thread (what an idle machine would give), or iterations. */
function budget(): PlanOptions {
  if (values.iterations) return { iterations: Number(values.iterations) }
  if (values['cpu-seconds']) return { cpuSeconds: Number(values['cpu-seconds']) }
  return { seconds: Number(values.seconds ?? 10) }
}

/** Speed in the hours when everybody drives (`--traffic`). */
const trafficAt: Record<number, number> = { 7: 0.75, 8: 0.7, 9: 0.85, 16: 0.85, 17: 0.7, 18: 0.75, 19: 0.9 }
/** NT$ a vehicle: more than the distance of any instance could save. */
const VEHICLE_PRICE = 100_000

const instance = chooseInstance()
const countsVehicles = values['vehicles-first'] === true
if (countsVehicles) for (const vehicle of instance.problem.vehicles) vehicle.fixedCost = VEHICLE_PRICE
if (values.traffic)
  instance.problem.travel.hourFactors = Array.from({ length: 24 }, (_, hour) => trafficAt[hour] ?? 1)
const problem = parseProblem(instance.problem)
const seed = Number(values.seed)
const begun = process.cpuUsage()
const solved = await plan(problem, {
  ...budget(),
  seed,
  workers: Number(values.workers),
})
const used = process.cpuUsage(begun)
const violations = checkPlan(problem, solved)
const unserved = Object.values(solved.stats.unserved).reduce((sum, count) => sum + count, 0)
const distance = solved.cost.total - (countsVehicles ? solved.runs.length * VEHICLE_PRICE : 0)
const cost = Math.round((distance / instance.divisor) * 10) / 10
const best = countsVehicles ? undefined : readBestKnown().get(instance.name)
if (violations.length > 0) console.error(violations.slice(0, 5))
console.log(
  JSON.stringify({
    instance: instance.name,
    customers: problem.stops.length,
    cost,
    vehicles: solved.runs.length,
    feasible: violations.length === 0 && unserved === 0,
    cpuSeconds: Math.round((used.user + used.system) / 1e5) / 10,
    iterations: solved.stats.iterations,
    gapPct: best === undefined ? null : Math.round((cost / best - 1) * 10_000) / 100,
  }),
)
