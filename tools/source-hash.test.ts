import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sourceHash } from './source-hash.ts'

const root = mkdtempSync(join(tmpdir(), 'luckygas-sources-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, content: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), content)
}

/** Whether the office app has to be built again after a change. */
function isOutdatedBy(change: () => void): boolean {
  const before = sourceHash(root, 'web')
  change()
  return sourceHash(root, 'web') !== before
}

test('[P1] an app is built again when something it is made of changed, and only then', () => {
  write('web/src/main.tsx', 'a')
  write('package-lock.json', '{}')
  const changes: Record<string, () => void> = {
    'its own source': () => write('web/src/main.tsx', 'b'),
    'a new file': () => write('web/src/page.tsx', ''),
    'a shared source': () => write('ui/button.tsx', ''),
    'the packages': () => write('package-lock.json', '{ }'),
    'a test': () => write('web/src/main.test.tsx', ''),
    'the other app': () => write('driver/src/main.tsx', ''),
    'the build itself': () => write('web/dist/index.html', ''),
    'a file’s time': () => utimesSync(join(root, 'web/src/main.tsx'), 1, 1),
  }
  const outdating = Object.entries(changes).filter(([, change]) => isOutdatedBy(change))
  expect(outdating.map(([name]) => name)).toEqual([
    'its own source',
    'a new file',
    'a shared source',
    'the packages',
  ])
})
