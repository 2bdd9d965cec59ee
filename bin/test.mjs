#!/usr/bin/env node
// npm test [-- FILTER …]: everything that decides whether the program is right.
import { join } from 'node:path'
import { endLike } from './child-process.mjs'
import { install } from './install.mjs'
import { root, startUnderNode24 } from './node24.mjs'

const steps = [
  () => install(root),
  () => startUnderNode24(join(root, 'tools/build.ts'), [], { stdio: ['ignore', 2, 2] }),
  () => startUnderNode24(join(root, 'node_modules/vitest/vitest.mjs'), ['run', ...process.argv.slice(2)]),
]
let outcome = { code: 0 }
for (const step of steps) {
  outcome = await step()
  if (outcome.code !== 0) break
}
endLike(outcome)
