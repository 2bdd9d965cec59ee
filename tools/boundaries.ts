import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const folders = ['contract', 'server', 'ui', 'web', 'driver', 'tools', 'bench', 'drills', 'bin']
/** Fewer modules than this and the tool has not read the tree. */
export const fewestModules = 500

interface Cruised {
  modules: { source: string }[]
  summary: { violations: { from: string; to: string; rule: { name: string; severity: string } }[] }
}

/**
 * Holds a tree against `.dependency-cruiser.mjs`: who imports whom he should not, by the rule's name.
 * @param tree its root; ours where absent
 */
export function findBoundaryViolations(tree = root, fewest = fewestModules): string[] {
  const done = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      join(root, '.dependency-cruiser.mjs'),
      '--output-type',
      'json',
      ...folders.filter(folder => existsSync(join(tree, folder))),
    ],
    { cwd: tree, encoding: 'utf8', maxBuffer: 256e6 },
  )
  if (!done.stdout) return [`the boundary check did not run: ${done.stderr}`]
  const { modules, summary } = JSON.parse(done.stdout) as Cruised
  const own = modules.filter(module => !module.source.includes('node_modules'))
  if (own.length < fewest) return [`the boundary check read only ${own.length} modules`]
  return summary.violations
    .filter(violation => violation.rule.severity === 'error')
    .map(violation => `${violation.rule.name}: ${violation.from} → ${violation.to}`)
}
