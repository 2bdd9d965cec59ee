import { readFile } from 'node:fs/promises'
import { text as readStream } from 'node:stream/consumers'
import { checkPlan, type Plan, parseProblem, plan } from '../../planner/planner.api.ts'
import { type Command, type OptionValues, UsageError } from './command.ts'

/** Plans a problem file as described in `planner/problem.ts`; needs no database and no data folder. */
export const planCommand: Command = {
  usage: '--input FILE|- [--seconds N] [--seed S]',
  options: { input: { type: 'string' }, seconds: { type: 'string' }, seed: { type: 'string' } },
  async run({ values }, { progress }) {
    if (typeof values.input !== 'string')
      throw new UsageError('plan needs --input FILE, or - for standard input.')
    const seconds = numberOf(values, 'seconds', 2)
    const seed = numberOf(values, 'seed', 1)
    if (seconds <= 0 || seconds > 3_600)
      throw new UsageError('--seconds must be more than 0 and at most 3600.')
    if (!Number.isInteger(seed)) throw new UsageError('--seed must be a whole number.')
    const problem = parseProblem(parseJson(await readInput(values.input), values.input))
    progress(`Planning ${problem.stops.length} stops for ${seconds} s …`)
    const found = await plan(problem, { seconds, seed })
    const violations = checkPlan(problem, found)
    if (violations.length > 0)
      throw new Error(
        `The plan breaks ${violations.length} rules, which is a defect: ${violations[0]?.detail}`,
      )
    return { exit: 0, json: found, text: describe(found) }
  },
}

function numberOf(values: OptionValues, name: string, otherwise: number): number {
  const value = values[name]
  if (value === undefined) return otherwise
  const parsed = Number(value)
  if (value === '' || !Number.isFinite(parsed))
    throw new UsageError(`--${name} must be a number, not "${value}".`)
  return parsed
}

function readInput(input: string): Promise<string> {
  return input === '-' ? readStream(process.stdin) : readFile(input, 'utf8')
}

function parseJson(content: string, input: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    throw new Error(`${input} is not JSON: ${(error as Error).message}`)
  }
}

function describe({ runs, unassigned, cost, stats }: Plan): string {
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`
  const lines = runs.map(run => {
    const stops = run.trips.reduce((sum, trip) => sum + trip.stops.length, 0)
    const hours = `${clock(run.departureMinute)}–${clock(run.returnMinute)}`
    return `${run.driverId}  ${run.vehicleId}  ${hours}  ${run.trips.length} 趟 trips  ${stops} 站 stops  ${run.km.toFixed(1)} km`
  })
  const left = unassigned.map(
    ({ stopId, reason, detail }) => `未排入 not planned  ${stopId}  ${reason}: ${detail}`,
  )
  return [
    ...lines,
    ...left,
    `NT$ ${Math.round(cost.total)}  (seed ${stats.seed}, ${stats.iterations} iterations)`,
  ].join('\n')
}
