#!/usr/bin/env node
// npm start: installs what is missing, builds what is out of date, runs the server until it is told to stop.
import { join } from 'node:path'
import { endLike } from './child-process.mjs'
import { install } from './install.mjs'
import { root, startUnderNode24 } from './node24.mjs'

// npm does not pass on its own `kill -9`; without it nobody could stop us from the terminal any more. Started any
// other way (by a supervisor, by a script that ends) we live on without our parent.
const endsWithParent = process.env.npm_lifecycle_event === 'start'

const steps = [
  () => install(root),
  () => startUnderNode24(join(root, 'tools/build.ts'), [], { stdio: ['ignore', 2, 2], endsWithParent }),
  () =>
    startUnderNode24(join(root, 'server/main/start.ts'), process.argv.slice(2), {
      keepsCompiled: true,
      ipc: true,
      endsWithParent,
    }),
]
let outcome = { code: 0 }
for (const step of steps) {
  outcome = await step()
  if (outcome.code !== 0) break
}
endLike(outcome)
