import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { openApiText } from '../contract/openapi.ts'
import { generateRowTypes, rowTypesFile } from './generate-row-types.ts'

const root = join(import.meta.dirname, '..')
const bin = (path: string) => join(root, 'node_modules', path)
const node = process.execPath
/** Fewer modules than this and the boundary tool has not read the tree. */
const fewestModules = 150
const longestFileLines = 500

interface Check {
  name: string
  run(): string[] | Promise<string[]>
}

/** Runs a program; its output is the findings when it ends badly. */
function program(command: string, args: string[]): string[] {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 })
  return done.status === 0
    ? []
    : [`${done.stdout}${done.stderr}`.trim() || `${command} ended with ${done.status}`]
}

function sourceFiles(folder = root): string[] {
  return readdirSync(folder).flatMap(name => {
    if (['node_modules', 'dist', '.git', '.data', 'coverage'].includes(name)) return []
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return /\.(ts|tsx|mjs|sql|css)$/.test(name) ? [path] : []
  })
}

const generated = new Set([rowTypesFile])

function boundaries(): string[] {
  const folders = ['contract', 'server', 'ui', 'web', 'driver', 'tools', 'bench', 'drills', 'bin']
  const done = spawnSync(
    node,
    [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'json',
      ...folders,
    ],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256e6,
    },
  )
  if (!done.stdout) return [done.stderr]
  const { modules, summary } = JSON.parse(done.stdout) as {
    modules: { source: string }[]
    summary: { violations: { from: string; to: string; rule: { name: string; severity: string } }[] }
  }
  const own = modules.filter(module => !module.source.includes('node_modules'))
  if (own.length < fewestModules) return [`the boundary check read only ${own.length} modules`]
  return summary.violations
    .filter(item => item.rule.severity === 'error')
    .map(item => `${item.rule.name}: ${item.from} → ${item.to}`)
}

function fileLengths(): string[] {
  return sourceFiles()
    .filter(path => !generated.has(path))
    .map(path => ({ path, lines: readFileSync(path, 'utf8').split('\n').length }))
    .filter(file => file.lines > longestFileLines)
    .map(
      file =>
        `${relative(root, file.path)} has ${file.lines} lines; more than ${longestFileLines} is two files`,
    )
}

const forbiddenNames = /(^|[/.-])(utils?|helpers?|common|manager|services?|misc)\.(ts|tsx)$/i

function fileNames(): string[] {
  return sourceFiles()
    .map(path => relative(root, path))
    .filter(path => forbiddenNames.test(path) && path !== 'server/main/services.ts')
}

/** The present comes from an injected clock; only the three clock modules may ask the machine. */
function clocks(): string[] {
  const allowed =
    /^(server\/platform\/clock\.ts|ui\/clock\.ts|tools\/|bench\/|drills\/|bin\/|server\/testkit\/|web\/journeys\/|server\/main\/cli\/)|\.test\.tsx?$|\.child\.ts$/
  return sourceFiles()
    .map(path => relative(root, path))
    .filter(path => /\.(ts|tsx)$/.test(path) && !allowed.test(path))
    .flatMap(path =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const code = line.replace(/\/\/.*$|^\s*\*.*$/, '')
          return /\bDate\.now\(\)|new Date\(\)/.test(code)
            ? [`${path}:${index + 1} asks the machine for the time`]
            : []
        }),
    )
}

function escapes(): string[] {
  return sourceFiles()
    .filter(path => /\.(ts|tsx)$/.test(path) && !generated.has(path) && path !== import.meta.filename)
    .flatMap(path =>
      readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b|biome-ignore/.test(line)
            ? [`${relative(root, path)}:${index + 1} ${line.trim().slice(0, 100)}`]
            : [],
        ),
    )
}

async function generatedFiles(): Promise<string[]> {
  const findings: string[] = []
  if (readFileSync(join(root, 'contract/openapi.json'), 'utf8') !== openApiText())
    findings.push('contract/openapi.json is out of date: npm run generate')
  const committed = readFileSync(rowTypesFile, 'utf8')
  const fresh = join(root, 'node_modules/.cache/database.types.ts')
  await generateRowTypes(fresh)
  if (readFileSync(fresh, 'utf8') !== committed)
    findings.push('server/platform/database/database.types.ts is out of date: npm run generate')
  return findings
}

const tsc = bin('typescript-native/bin/tsc')
const checks: Check[] = [
  { name: 'types: server, contract, tools', run: () => program(tsc, ['-p', 'tsconfig.json']) },
  { name: 'types: office app', run: () => program(tsc, ['-p', 'web']) },
  { name: 'types: driver app', run: () => program(tsc, ['-p', 'driver']) },
  { name: 'types: journeys', run: () => program(tsc, ['-p', 'web/journeys']) },
  { name: 'lint and format', run: () => program(bin('.bin/biome'), ['check', '--max-diagnostics=50', '.']) },
  { name: 'boundaries', run: boundaries },
  {
    name: 'unused code and dependencies',
    run: () => program(node, [bin('knip/bin/knip.js'), '--no-progress']),
  },
  { name: 'texts of the apps', run: () => program(node, ['tools/check-i18n.ts']) },
  { name: 'file lengths', run: fileLengths },
  { name: 'file names', run: fileNames },
  { name: 'clocks', run: clocks },
  { name: 'type escapes', run: escapes },
  { name: 'secrets', run: () => program(node, ['tools/check-secrets.ts']) },
  { name: 'generated files', run: generatedFiles },
]

let failed = 0
for (const check of checks) {
  const findings = await check.run()
  if (findings.length > 0) failed += 1
  process.stdout.write(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${check.name}\n`)
  for (const finding of findings.slice(0, 60))
    process.stdout.write(`     ${finding.replaceAll('\n', '\n     ')}\n`)
}
process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
