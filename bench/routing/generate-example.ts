/**
 * Writes `server/planner/example-problem.json`: an invented day of a gas company in Taitung, repeatable by seed.
 * Usage: node bin/run24.mjs bench/routing/generate-example.ts [--stops 120] [--seed 7] [--out FILE]
 */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseProblem } from '../../server/planner/planner.api.ts'
import { inventDay, placesAroundTaitung } from './invent-day.ts'

const { values } = parseArgs({
  options: {
    stops: { type: 'string', default: '120' },
    seed: { type: 'string', default: '7' },
    out: {
      type: 'string',
      default: resolve(import.meta.dirname, '../../server/planner/example-problem.json'),
    },
  },
})
const seed = Number(values.seed)
const problem = inventDay({
  places: placesAroundTaitung(Number(values.stops), seed),
  seed,
  trucks: 6,
  motorcycles: 2,
})
parseProblem(problem)
writeFileSync(values.out, `${JSON.stringify(problem, null, 1)}\n`)
console.log(`${values.out}: ${problem.stops.length} stops, ${problem.drivers.length} drivers`)
