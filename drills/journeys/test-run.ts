import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How a run of tests ended. */
interface TestRun {
  passed: number
  failed: number
  /** Left out by the tests themselves, such as those that take pictures. */
  skipped: number
  /** Names of the tests that failed, and files that could not be read at all. */
  faults: string[]
  seconds: number
  /** Every test passed, there were any, and the command said so too. */
  isPassed: boolean
}

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    assertionResults: { fullName: string; status: string }[]
  }[]
}

/**
 * Runs a command that ends in vitest, with nothing tried a second time, and reads its own account of it. What it prints
 * goes to standard error.
 * @param command the program and its words, to which vitest's own are added
 */
export async function runTests(
  [program = '', ...words]: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<TestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-journeys-'))
  const file = join(folder, 'report.json')
  const startedAt = performance.now()
  try {
    const own = ['--retry=0', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const child = spawn(program, [...words, ...own], { ...options, stdio: ['ignore', 2, 2] })
    const [code] = (await once(child, 'exit')) as [number | null]
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10
    if (!existsSync(file))
      return { passed: 0, failed: 0, skipped: 0, faults: ['no report'], seconds, isPassed: false }
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    const faults = report.testResults.flatMap(({ name, status, assertionResults }) => {
      const failed = assertionResults.filter(each => each.status === 'failed').map(each => each.fullName)
      return status === 'failed' && failed.length === 0 ? [name] : failed
    })
    const { numPassedTests: passed, numFailedTests: failed } = report
    return {
      passed,
      failed,
      skipped: report.numPendingTests + report.numTodoTests,
      faults,
      seconds,
      isPassed: code === 0 && failed === 0 && faults.length === 0 && passed > 0,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
