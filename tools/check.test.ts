import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findBoundaryViolations } from './boundaries.ts'
import { flatten, hardCodedIn } from './check-i18n.ts'
import { crowdedReads, longFiles, strayClocks, typeEscapes, vagueNames } from './source-rules.ts'

/** The rule → a file that breaks it → what that file imports. */
const crossings: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['no-cycles', 'server/platform/a.ts', 'server/platform/b.ts'],
  [
    'capabilities-meet-through-their-api',
    'server/capabilities/orders/a.action.ts',
    'server/capabilities/customers/c.store.ts',
  ],
  ['rules-are-pure', 'server/capabilities/orders/x.rules.ts', 'server/platform/e.ts'],
  [
    'stores-do-not-know-routes',
    'server/capabilities/orders/o.store.ts',
    'server/capabilities/orders/o.routes.ts',
  ],
  [
    'only-main-names-adapters',
    'server/capabilities/orders/q.action.ts',
    'server/ports/queue/queue.postgres.ts',
  ],
  ['nobody-imports-main', 'server/capabilities/orders/m.action.ts', 'server/main/wiring.ts'],
  ['platform-and-ports-know-no-capability', 'server/platform/f.ts', 'server/capabilities/customers/c.api.ts'],
  ['only-tests-use-the-testkit', 'server/capabilities/orders/t.action.ts', 'server/testkit/k.ts'],
  ['the-planner-stands-alone', 'server/planner/p.ts', 'contract/kernel/k.ts'],
  [
    'the-planner-is-entered-by-its-api',
    'server/capabilities/dispatch/d.action.ts',
    'server/planner/engine.ts',
  ],
  ['the-contract-knows-nobody', 'contract/endpoints/e.ts', 'ui/u.ts'],
  ['apps-never-import-the-server', 'web/src/s.ts', 'server/platform/e.ts'],
  ['ui-knows-no-app', 'ui/w.ts', 'web/src/w.ts'],
  ['apps-do-not-mix', 'driver/src/d.ts', 'web/src/w.ts'],
  ['only-resolvable', 'web/src/r.ts', 'web/src/gone.ts'],
]

test('[S10] the boundary check finds one planted crossing of each kind, and no other', {
  timeout: 60_000,
}, () => {
  const tree = mkdtempSync(join(tmpdir(), 'luckygas-boundaries-'))
  onTestFinished(() => rmSync(tree, { recursive: true, force: true }))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  write('package.json', '{"name":"planted","type":"module"}')
  for (const [, , to] of crossings) if (!to.endsWith('gone.ts')) write(to, 'export const planted = 1\n')
  for (const [, from, to] of crossings) {
    const up = '../'.repeat(from.split('/').length - 1)
    write(from, `import { planted } from '${up}${to}'\nexport const used = planted\n`)
  }
  write('server/platform/b.ts', "import { used } from './a.ts'\nexport const planted = used\n")
  const found = findBoundaryViolations(tree, 1)
  for (const [rule, from] of crossings)
    expect(found.filter(line => line.startsWith(`${rule}: ${from} `))).toHaveLength(1)
  expect(found).toHaveLength(crossings.length)
})

test('[S10] a boundary check that read almost nothing fails', { timeout: 60_000 }, () => {
  const tree = mkdtempSync(join(tmpdir(), 'luckygas-boundaries-'))
  onTestFinished(() => rmSync(tree, { recursive: true, force: true }))
  mkdirSync(join(tree, 'server'))
  writeFileSync(join(tree, 'server/a.ts'), 'export const a = 1\n')
  expect(findBoundaryViolations(tree).join()).toContain('read only 1 modules')
})

const one = (path: string, text: string) => [{ path, text }]

test('[S10] planted long files, vague names, stray clocks and escapes are found; what looks like them is not', () => {
  expect(longFiles(one('server/a.ts', '\n'.repeat(501)))).toHaveLength(1)
  expect(longFiles(one('server/a.ts', '\n'.repeat(499)))).toEqual([])
  for (const path of [
    'server/utils.ts',
    'web/src/order-helpers.ts',
    'ui/CommonService.tsx',
    'driver/src/x.manager.ts',
  ])
    expect([path, vagueNames(one(path, '')).length]).toEqual([path, path.includes('Common') ? 0 : 1])
  expect(strayClocks(one('server/a.ts', 'const now = Date.now()'))).toEqual([
    'server/a.ts:1 asks the machine for the time',
  ])
  expect(strayClocks(one('web/src/a.tsx', '\nuse(new Date())'))).toEqual([
    'web/src/a.tsx:2 asks the machine for the time',
  ])
  for (const path of ['server/platform/clock.ts', 'server/a.test.ts', 'tools/a.ts'])
    expect(strayClocks(one(path, 'Date.now()'))).toEqual([])
  const crowded = one('server/capabilities/a/show-a.ts', '\nawait Promise.all([readA(db)])')
  expect(crowdedReads(crowded)).toEqual(['server/capabilities/a/show-a.ts:2 reads at once past readTogether'])
  for (const path of ['server/ports/a.ts', 'server/capabilities/a/a.test.ts'])
    expect(crowdedReads(one(path, 'Promise.all([])'))).toEqual([])
  expect(strayClocks(one('server/a.ts', ' * never Date.now() // nor new Date()\nnew Date(instant)'))).toEqual(
    [],
  )
  for (const text of [
    'let a: any',
    'x as any',
    '// @ts-ignore',
    '/* @ts-expect-error */',
    '// biome-ignore lint/suspicious/noExplicitAny: the library wants it',
    '// biome-ignore lint/a11y/useAltText: no',
    '// biome-ignore-all lint/a11y/useAltText: nothing here is seen',
    'f<any>()',
  ])
    expect([text, typeEscapes(one('server/a.ts', text)).length]).toEqual([text, 1])
  expect(
    typeEscapes(one('server/a.ts', "say('any')\nconst many: anything = 1\n// as any reader knows")),
  ).toEqual([])
})

test('[S5] planted hard-coded words are found; words from the texts are not', () => {
  expect(hardCodedIn('<b>配送完成</b>')).toHaveLength(1)
  expect(hardCodedIn('<b>Save order</b>')).toEqual(['Save order'])
  expect(hardCodedIn("<b>{t('a.b')}</b> // 註解")).toEqual([])
  expect(flatten({ a: { b: 'x', c_other: 'y' } })).toEqual(['a.b', 'a.c'])
})

test('[S2][S10] the linter finds planted console calls, escapes, unused imports and focused tests, and nothing else', () => {
  const root = join(import.meta.dirname, '..')
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-lint-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const planted = {
    noConsole: 'export const a = (x: string) => console.log(x)',
    noExplicitAny: 'export const a = (x: any) => x',
    noNonNullAssertion: 'export const a = (x?: string) => x!',
    noUnusedImports: "import { join } from 'node:path'\n\nexport const a = 1",
    noFocusedTests: "import { test } from 'vitest'\n\ntest.only('a', () => undefined)",
    sound: 'export const a = (x: string) => x',
  }
  for (const [rule, text] of Object.entries(planted)) writeFileSync(join(folder, `${rule}.ts`), `${text}\n`)
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/biome'),
    ['lint', `--config-path=${root}`, '--vcs-enabled=false', '--reporter=github', '.'],
    { cwd: folder, encoding: 'utf8' },
  )
  const found = [...stdout.matchAll(/title=lint\/\w+\/(\w+),file=[^,]*?(\w+)\.ts/g)].map(match => [
    match[1],
    match[2],
  ])
  expect(found.sort()).toEqual(
    Object.keys(planted)
      .filter(rule => rule !== 'sound')
      .sort()
      .map(rule => [rule, rule]),
  )
})
