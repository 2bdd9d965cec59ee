import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('[S18][S23] two hundred sockets on two nodes hear every event in order through the loss of the master of Redis', {
  timeout: 400_000,
}, async () => {
  const words = ['sockets', '--sockets', '200', '--seconds', '5', '--history', 'off']
  const drill = join(root, 'drills/drill.ts')
  const args = ['--disable-warning=ExperimentalWarning', drill, ...words]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root })
  const verdict = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>
  expect(verdict).toMatchObject({ isPassed: true, sockets: 200, open: 200, gaps: 0, reordered: 0, resets: 0 })
  expect(verdict.delivered).toBe(verdict.expected)
  expect(verdict.events).toBeGreaterThan(10)
})
