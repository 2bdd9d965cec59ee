import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sumsName } from '../../server/main/update/release-sums.ts'

const root = join(import.meta.dirname, '../..')

export interface DrillReleases {
  /** This tree as it is. */
  first: string
  /** Migrates and then does not start. */
  broken: string
  /** Each with one migration more than the one before; versions 2.0.0, 3.0.0, … */
  next: string[]
}

/** Releases of this tree that differ in what a drill needs. */
export function makeReleases(folder: string, count: number): DrillReleases {
  const first = join(folder, 'release')
  execFileSync(process.execPath, [join(root, 'tools/make-release.ts'), first], { stdio: ['ignore', 2, 2] })
  const next: string[] = []
  let before = first
  for (let number = 2; number < count + 2; number += 1) {
    const release = variant(before, join(folder, `release-${number}`), {
      'package.json': text => text.replace(/"version": "[^"]+"/, `"version": "${number}.0.0"`),
      [`server/migrations/90${String(number).padStart(2, '0')}-drill.sql`]: () =>
        `create table drill_${number} (n int primary key);\n`,
    })
    next.push(release)
    before = release
  }
  const broken = variant(next[0] ?? first, join(folder, 'broken'), {
    'server/main/server.ts': text =>
      text.replace(
        'const services = await startServices',
        `if (signal) throw new Error('broken on purpose')\n    const services = await startServices`,
      ),
  })
  return { first, broken, next }
}

/** A copy with some files changed or added, and the list of checksums to match. */
function variant(from: string, to: string, changes: Record<string, (text: string) => string>): string {
  cpSync(from, to, { recursive: true })
  const list = join(to, sumsName)
  let sums = readFileSync(list, 'utf8')
  for (const [path, change] of Object.entries(changes)) {
    const line = sums.split('\n').find(each => each.slice(66) === path)
    const text = change(line === undefined ? '' : readFileSync(join(to, path), 'utf8'))
    writeFileSync(join(to, path), text)
    const fresh = `${createHash('sha256').update(text).digest('hex')}  ${path}`
    sums = line === undefined ? `${sums}${fresh}\n` : sums.replace(line, fresh)
  }
  writeFileSync(list, sums)
  return to
}
