#!/usr/bin/env node
// npm run test:long [-- FILTER …]: journeys of many minutes, such as a whole depot's day on bad lines.
import { join } from 'node:path'
import { endLike } from './child-process.mjs'
import { install } from './install.mjs'
import { root, startUnderNode24 } from './node24.mjs'

process.env.LUCKYGAS_INTERNAL_LONG = 'on'
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const steps = [
  () => install(root),
  () => startUnderNode24(join(root, 'tools/build.ts'), [], { stdio: ['ignore', 2, 2] }),
  () => startUnderNode24(vitest, ['run', '--project', 'long', ...process.argv.slice(2)]),
]
let outcome = { code: 0 }
for (const step of steps) {
  outcome = await step()
  if (outcome.code !== 0) break
}
endLike(outcome)
