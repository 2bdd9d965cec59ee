import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** What every app is made of besides its own folder. */
const sharedSources = ['ui', 'contract', 'package-lock.json']
/** What is installed, built or only drives tests. */
const passedOver = new Set([
  'node_modules',
  'dist',
  'dist.next',
  'dist.old',
  'journeys',
  'testkit',
  'coverage',
])
const testFile = /\.(test|journey)\.tsx?$/

/** SHA-256 over the names and contents of all sources of an app, whatever the files' times. */
export function sourceHash(root: string, app: string): string {
  const hash = createHash('sha256')
  for (const source of [app, ...sharedSources])
    for (const file of filesBelow(join(root, source)))
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0')
  return hash.digest('hex')
}

/** All source files at or below a path, in a stable order. */
function filesBelow(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return testFile.test(path) ? [] : [path]
  return readdirSync(path)
    .filter(name => !passedOver.has(name))
    .sort()
    .flatMap(name => filesBelow(join(path, name)))
}
