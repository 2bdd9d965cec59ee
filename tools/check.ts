/** npm run check: types, lint, boundaries, unused code, texts, bundles, secrets, generated files. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiText } from '../contract/openapi.ts'
import { findBoundaryViolations } from './boundaries.ts'
import { generateRowTypes, rowTypesFile } from './generate-row-types.ts'
import { crowdedReads, longFiles, readSources, strayClocks, typeEscapes, vagueNames } from './source-rules.ts'

const root = join(import.meta.dirname, '..')
const bin = (path: string) => join(root, 'node_modules', path)
const node = process.execPath
const tsc = bin('typescript-native/bin/tsc')

interface Check {
  name: string
  /** One line, or a program's output, for each thing that is wrong. */
  run(): string[] | Promise<string[]>
}

/** Runs a program; its output is the findings when it ends badly, and what it says besides is passed on. */
function program(command: string, args: string[]): string[] {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 })
  if (done.status === 0) {
    const said = done.stderr.split('\n').filter(line => line.startsWith('SKIPPED'))
    if (said.length > 0) process.stdout.write(`${said.join('\n')}\n`)
    return []
  }
  return [`${done.stdout}${done.stderr}`.trim() || `${command} ended with ${done.status ?? done.error}`]
}

async function staleGeneratedFiles(): Promise<string[]> {
  const findings: string[] = []
  if (readFileSync(join(root, 'contract/openapi.json'), 'utf8') !== openApiText())
    findings.push('contract/openapi.json is out of date: npm run generate')
  const fresh = join(root, 'node_modules/.cache/database.types.ts')
  await generateRowTypes(fresh)
  if (readFileSync(fresh, 'utf8') !== readFileSync(rowTypesFile, 'utf8'))
    findings.push('server/platform/database/database.types.ts is out of date: npm run generate')
  return findings
}

const sources = readSources(root)
const checks: Check[] = [
  { name: 'types: server, contract, tools', run: () => program(tsc, ['-p', 'tsconfig.json']) },
  { name: 'types: office app', run: () => program(tsc, ['-p', 'web']) },
  { name: 'types: driver app', run: () => program(tsc, ['-p', 'driver']) },
  { name: 'types: driver test kit', run: () => program(tsc, ['-p', 'driver/testkit']) },
  { name: 'types: journeys', run: () => program(tsc, ['-p', 'web/journeys']) },
  { name: 'lint and format', run: () => program(bin('.bin/biome'), ['check', '--max-diagnostics=50', '.']) },
  { name: 'boundaries', run: () => findBoundaryViolations() },
  {
    name: 'unused code and dependencies',
    run: () => program(node, [bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints']),
  },
  { name: 'texts of the apps', run: () => program(node, ['tools/check-i18n.ts']) },
  { name: 'what the built apps carry', run: () => program(node, ['tools/check-bundles.ts']) },
  { name: 'file lengths', run: () => longFiles(sources) },
  { name: 'file names', run: () => vagueNames(sources) },
  { name: 'clocks', run: () => strayClocks(sources) },
  { name: 'reads', run: () => crowdedReads(sources) },
  { name: 'type escapes', run: () => typeEscapes(sources) },
  { name: 'secrets', run: () => program(node, ['tools/check-secrets.ts']) },
  { name: 'generated files', run: staleGeneratedFiles },
]

let failed = 0
for (const check of checks) {
  const findings = await check.run()
  if (findings.length > 0) failed += 1
  process.stdout.write(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${check.name}\n`)
  for (const finding of findings.slice(0, 60))
    process.stdout.write(`     ${finding.replaceAll('\n', '\n     ')}\n`)
  if (findings.length > 60) process.stdout.write(`     … and ${findings.length - 60} more\n`)
}
process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
