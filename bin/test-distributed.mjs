#!/usr/bin/env node
// npm run test:distributed [-- FILTER …]: the distributed adapters against real servers, installed first where missing.
import { join } from 'node:path'
import { endLike } from './child-process.mjs'
import { install } from './install.mjs'
import { root, startUnderNode24 } from './node24.mjs'

process.env.LUCKYGAS_INTERNAL_DISTRIBUTED = 'on'
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const steps = [
  () => install(root),
  () => startUnderNode24(join(root, 'tools/install-engines.ts'), []),
  () => startUnderNode24(vitest, ['run', '--project', 'distributed', ...process.argv.slice(2)]),
]
let outcome = { code: 0 }
for (const step of steps) {
  outcome = await step()
  if (outcome.code !== 0) break
}
endLike(outcome)
