// Which release of an installation runs, and whether an update was cut. Plain JavaScript for Node ≥ 20.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a file of `server/main/update/update-journal.ts` says, or undefined where it is not there. */
function read(root, name) {
  const file = join(root, 'releases', name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** The folder whose program serves: the one an update has switched to, else the root itself. */
export function currentRelease(root) {
  return read(root, 'current.json')?.folder ?? root
}

/** The folder whose program goes on with an update that has begun and not ended; undefined when there is none. */
export function updatingRelease(root) {
  return read(root, 'update.json')?.from.folder
}

/** What a release needs to know of where it is at home: paths of the settings are meant from there. */
export function atHome(root, env = process.env) {
  return { ...env, LUCKYGAS_INTERNAL_HOME: env.LUCKYGAS_INTERNAL_HOME ?? root }
}
