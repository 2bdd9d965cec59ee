#!/usr/bin/env node
// npm start: installs what is missing, builds what is out of date, runs the server until it is told to stop.
import { join } from 'node:path'
import { endLike } from './child-process.mjs'
import { install } from './install.mjs'
import { root, startUnderNode24 } from './node24.mjs'
import { atHome, currentRelease, updatingRelease } from './releases.mjs'

// npm does not pass on its own `kill -9`; without it nobody could stop us from the terminal any more. Started any
// other way (by a supervisor, by a script that ends) we live on without our parent.
const endsWithParent = process.env.npm_lifecycle_event === 'start'
const env = atHome(root)
const quiet = { stdio: ['ignore', 2, 2], env, endsWithParent }

/** Waits for an update that is under way, or finishes one that a power cut has left; either way one release serves then. */
const finishUpdate = () => {
  const updating = updatingRelease(root)
  if (updating === undefined) return { code: 0 }
  return startUnderNode24(join(updating, 'server/main/cli/luckygas.ts'), ['update', '--continue'], {
    ...quiet,
    ipc: true,
  })
}

const steps = [
  () => install(root),
  finishUpdate,
  () => install(currentRelease(root)),
  () => startUnderNode24(join(currentRelease(root), 'tools/build.ts'), [], quiet),
  () =>
    startUnderNode24(join(currentRelease(root), 'server/main/start.ts'), process.argv.slice(2), {
      keepsCompiled: true,
      ipc: true,
      env,
      endsWithParent,
    }),
]
let outcome = { code: 0 }
// A server that an update stopped is followed by whichever release serves after it.
do {
  for (const step of steps) {
    outcome = await step()
    // An update that failed has gone back to what served before.
    if (outcome.code !== 0 && step !== finishUpdate) break
    if (outcome.signal) break
  }
} while (outcome.code === 0 && updatingRelease(root) !== undefined)
endLike(outcome)
