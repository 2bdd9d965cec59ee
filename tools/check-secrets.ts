import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { secretPatterns } from './secret-patterns.ts'

/**
 * Looks for credentials in the tree and in the history; `check-bundles.ts` looks into the built apps. What is found is
 * never printed, only where.
 */
/** Tests name invented passwords; each such line says so by living in a test or by this marker. */
const allowedPath =
  /\.(test|journey)\.tsx?$|^package-lock\.json$|^server\/testkit\/|^contract\/openapi\.json$/

const root = join(import.meta.dirname, '..')
const git = (...args: string[]) =>
  spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 512e6 }).stdout

const findings: string[] = []
function look(place: string, text: string): void {
  for (const [name, pattern] of Object.entries(secretPatterns))
    if (pattern.test(text)) findings.push(`${place}: ${name}`)
}

for (const path of git('ls-files').split('\n').filter(Boolean)) {
  if (allowedPath.test(path)) continue
  const bytes = readFileSync(join(root, path))
  if (!bytes.includes(0)) look(path, bytes.toString('utf8'))
}
for (const commit of git('log', '--format=%H', '--all').split('\n').filter(Boolean)) {
  for (const part of git('show', '--format=', '--unified=0', commit).split(/^diff --git a\//m)) {
    const path = part.slice(0, part.indexOf(' b/'))
    if (path && !allowedPath.test(path))
      look(
        `${commit.slice(0, 8)} ${path}`,
        part
          .split('\n')
          .filter(line => line.startsWith('+'))
          .map(line => line.slice(1))
          .join('\n'),
      )
  }
}
for (const finding of findings) process.stdout.write(`${finding}\n`)
process.exitCode = findings.length === 0 ? 0 : 1
