import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** What no linter of ours looks at: lengths and names of files, clocks, escapes from the type system. */
export interface SourceFile {
  /** Relative to the tree's root, with `/`. */
  path: string
  text: string
}

const passedOver = new Set(['node_modules', 'dist', 'dist.next', 'dist.old', '.git', '.data', 'coverage'])
const generated = new Set(['server/platform/database/database.types.ts'])
export const longestFileLines = 500

export function readSources(tree: string, folder = tree): SourceFile[] {
  return readdirSync(folder).flatMap(name => {
    if (passedOver.has(name)) return []
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return readSources(tree, path)
    if (!/\.(ts|tsx|mjs|sql|css)$/.test(name)) return []
    return [{ path: relative(tree, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }]
  })
}

export function longFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !generated.has(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    .filter(({ lines }) => lines > longestFileLines)
    .map(({ path, lines }) => `${path} has ${lines} lines; more than ${longestFileLines} is two files`)
}

const forbiddenNames = /(^|[/.-])(utils?|helpers?|common|manager|services?|misc)\.(ts|tsx)$/i
/** What runs beside the doors is called that in the trade. */
const allowedNames = new Set(['server/main/services.ts'])

export function vagueNames(files: readonly SourceFile[]): string[] {
  return files.map(({ path }) => path).filter(path => forbiddenNames.test(path) && !allowedNames.has(path))
}

const mayAskTheMachine =
  /^(server\/platform\/clock\.ts|ui\/clock\.ts|tools\/|bench\/|drills\/|bin\/|(server|driver)\/testkit\/|web\/journeys\/|server\/main\/cli\/)|\.test\.tsx?$|\.child\.ts$/
const asksTheMachine = /\bDate\.now\(\)|new Date\(\)/

/** The present comes from an injected clock; only the clock modules ask the machine. */
export function strayClocks(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /\.(ts|tsx)$/.test(path) && !mayAskTheMachine.test(path))
    .flatMap(({ path, text }) =>
      linesOf(text)
        .filter(({ code }) => asksTheMachine.test(code))
        .map(({ number }) => `${path}:${number} asks the machine for the time`),
    )
}

/**
 * A transaction answers one statement at a time, and whoever reads for a screen today is asked by a transaction
 * tomorrow: `readTogether` knows the difference, `Promise.all` does not.
 */
export function crowdedReads(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^server\/capabilities\/.*\.ts$/.test(path) && !/\.(test|fixture)\.ts$/.test(path))
    .flatMap(({ path, text }) =>
      linesOf(text)
        .filter(({ code }) => /\bPromise\.all\(/.test(code))
        .map(({ number }) => `${path}:${number} reads at once past readTogether`),
    )
}

const markedEscape = /@ts-(ignore|nocheck|expect-error)/
/** The linter's rules may be set aside in one place for a reason that is given, but never those that guard types. */
const setAside = /biome-ignore(?!-\w)\s+(?<rule>[\w/]+)\s*:\s*(?<reason>.*)/
const guardsOfTypes = /noExplicitAny|noNonNullAssertion|noImplicitAny/
const escapeInCode = /\bas any\b|: any\b|<any>|\bas unknown as any\b/

export function typeEscapes(files: readonly SourceFile[]): string[] {
  return files
    .filter(
      ({ path }) =>
        /\.(ts|tsx)$/.test(path) &&
        !generated.has(path) &&
        !/^tools\/(source-rules|check\.test)\.ts$/.test(path),
    )
    .flatMap(({ path, text }) =>
      linesOf(text)
        .filter(({ line, code }) => isEscape(line, code))
        .map(({ number, line }) => `${path}:${number} ${line.trim().slice(0, 100)}`),
    )
}

function isEscape(line: string, code: string): boolean {
  if (markedEscape.test(line) || escapeInCode.test(code)) return true
  if (!line.includes('biome-ignore')) return false
  const given = setAside.exec(line)?.groups
  return !given || guardsOfTypes.test(given.rule ?? '') || (given.reason ?? '').split(' ').length < 2
}

/** Lines with their numbers; `code` is the line without what stands in a comment. */
function linesOf(text: string): { number: number; line: string; code: string }[] {
  return text.split('\n').map((line, index) => ({
    number: index + 1,
    line,
    code: line.replace(/(?<!:)\/\/.*$|^\s*\/?\*.*$/, ''),
  }))
}
