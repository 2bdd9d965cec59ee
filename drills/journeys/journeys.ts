import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { runTests } from './test-run.ts'

const root = join(import.meta.dirname, '../..')
const history = join(import.meta.dirname, 'history.csv')
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)

/**
 * Walks every journey through both apps several times in a row, each time with a company founded anew, and tries nothing
 * a second time. Passes when every pass passes whole, and each walks as many journeys as the first (S36); ends with the
 * first that does not.
 */
export async function runJourneys(options: Readonly<Record<string, string>>): Promise<boolean> {
  const passes = Number(options.passes ?? 3)
  if (!Number.isInteger(passes) || passes < 1) throw new Error('--passes must be 1 or more.')
  // A company that stands already would be no fresh one.
  const { LUCKYGAS_JOURNEY_DEMO: _standing, ...env } = process.env
  const command = [process.execPath, join(root, 'bin/test.mjs'), '--project', 'journeys']
  if (!existsSync(history)) appendFileSync(history, 'at,pass,of,tests,skipped,seconds,passed\n')
  let first: number | undefined
  for (let pass = 1; pass <= passes; pass += 1) {
    const run = await runTests(command, { cwd: root, env })
    first ??= run.passed
    const isPassed = run.isPassed && run.passed === first
    say({ drill: 'journeys', pass, of: passes, ...run, isPassed })
    const { passed, skipped, seconds } = run
    const row = [new Date().toISOString(), pass, passes, passed, skipped, seconds, isPassed]
    appendFileSync(history, `${row.join(',')}\n`)
    if (!isPassed) return false
  }
  return true
}
