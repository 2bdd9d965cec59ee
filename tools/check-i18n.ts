import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * The texts of the two apps against the code: no missing key, no unused key, the same keys in every locale, and no
 * text of a person's language written into a component. Run as a program it prints what it finds and exits 1.
 */
export interface I18nFinding {
  kind: 'missing' | 'unused' | 'untranslated' | 'hard-coded'
  where: string
  what: string
}
type Tree = { [name: string]: string | Tree }

const root = join(import.meta.dirname, '..')
/** Each app reads its own locales and the shared ones; `ui` is read by both. */
const apps = ['web', 'driver'] as const
const locales = ['zh-TW', 'en'] as const

function filesUnder(folder: string, ending: RegExp): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true })
    .map(entry => join(folder, String(entry)))
    .filter(path => ending.test(path) && !/node_modules|\/dist\/|\.test\.tsx?$|\/journeys\//.test(path))
}

/** `{a: {b: 'x'}}` → `a.b`; plural endings of i18next fall off. */
export function flatten(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [prefix + name.replace(/_(zero|one|two|few|many|other)$/, '')]
      : flatten(value, `${prefix}${name}.`),
  )
}

function keysOf(folder: string, locale: string): Set<string> {
  const files = filesUnder(folder, /\.json$/).filter(
    path => path.includes(`/${locale}/`) || path.endsWith(`/${locale}.json`),
  )
  return new Set(files.flatMap(path => flatten(JSON.parse(readFileSync(join(root, path), 'utf8')) as Tree)))
}

const comment = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g
const staticCall = /\bt\(\s*'([^']+)'/g
const textLiteral = /'([a-zA-Z][\w-]*(?:\.[\w-]+)+)'/g
const template = /`([a-zA-Z][\w-]*(?:\.[\w-]+)*\.)\$\{/g

interface Use {
  /** Keys that must exist. */
  demanded: Map<string, string>
  /** Texts that may be keys, from tables. */
  named: Set<string>
  /** Beginnings of keys that are put together. */
  prefixes: Set<string>
}

function useOf(files: readonly string[]): Use {
  const use: Use = { demanded: new Map(), named: new Set(), prefixes: new Set() }
  for (const path of files) {
    const code = readFileSync(join(root, path), 'utf8').replace(comment, '')
    for (const [, key = ''] of code.matchAll(staticCall)) use.demanded.set(key, path)
    for (const [, key = ''] of code.matchAll(textLiteral)) use.named.add(key)
    for (const [, prefix = ''] of code.matchAll(template)) use.prefixes.add(prefix)
  }
  return use
}

const cjk = /[\u3400-\u9fff]/
const jsxText = />\s*([A-Za-z][A-Za-z ,.'!?-]{2,})\s*<\//g
const spokenAttribute = /\b(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z]{2}[^"]*)"/g
/** Units and names that are the same in every language. */
const sameEverywhere = new Set(['NT$', 'kg', 'km', 'MB', 'Ctrl', 'Enter'])

/** Text of a person's language inside a component. */
export function hardCodedIn(code: string): string[] {
  const bare = code.replace(comment, '').replace(/\{\/\*[\s\S]*?\*\/\}/g, '')
  const chinese = bare
    .split('\n')
    .filter(line => cjk.test(line))
    .map(line => line.trim())
  const english = [...bare.matchAll(jsxText), ...bare.matchAll(spokenAttribute)]
    .map(match => (match[1] ?? '').trim())
    .filter(text => text !== '' && !sameEverywhere.has(text))
    .filter(text => /^[A-Z][a-z]+( [a-z]+)*[.!?]?$|\s/.test(text))
  return [...chinese, ...english]
}

/** Language names are written in their own language; the check knows the files where that is so. */
const mayHoldChinese = /LocaleChoice\.tsx$/

export function checkI18n(): I18nFinding[] {
  const findings: I18nFinding[] = []
  const shared = Object.fromEntries(locales.map(locale => [locale, keysOf('ui', locale)]))
  const uiFiles = filesUnder('ui', /\.tsx?$/)
  const usedShared = new Set<string>()
  const isUsed = (key: string, use: Use) =>
    use.demanded.has(key) || use.named.has(key) || [...use.prefixes].some(prefix => key.startsWith(prefix))
  for (const app of apps) {
    const files = filesUnder(`${app}/src`, /\.tsx?$/)
    if (files.length === 0) continue
    const use = useOf([...files, ...uiFiles])
    const own = Object.fromEntries(locales.map(locale => [locale, keysOf(`${app}/src`, locale)]))
    const known = new Set([...(own['zh-TW'] ?? []), ...(shared['zh-TW'] ?? [])])
    for (const [key, where] of use.demanded) {
      if (!known.has(key)) findings.push({ kind: 'missing', where, what: key })
    }
    for (const key of own['zh-TW'] ?? []) {
      if (!isUsed(key, use)) findings.push({ kind: 'unused', where: app, what: key })
    }
    for (const key of shared['zh-TW'] ?? []) if (isUsed(key, use)) usedShared.add(key)
    findings.push(...differences(own, app))
    for (const path of [...files, ...uiFiles].filter(
      each => each.endsWith('.tsx') && !mayHoldChinese.test(each),
    )) {
      for (const what of hardCodedIn(readFileSync(join(root, path), 'utf8'))) {
        findings.push({ kind: 'hard-coded', where: relative('.', path), what })
      }
    }
  }
  findings.push(...differences(shared, 'ui'))
  for (const key of shared['zh-TW'] ?? []) {
    if (!usedShared.has(key)) findings.push({ kind: 'unused', where: 'ui', what: key })
  }
  return [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()]
}

function differences(keys: Record<string, Set<string>>, where: string): I18nFinding[] {
  const main = keys['zh-TW'] ?? new Set<string>()
  return locales.slice(1).flatMap(locale => {
    const other = keys[locale] ?? new Set<string>()
    const lacking = [...main].filter(key => !other.has(key)).map(key => `${locale}: ${key}`)
    const extra = [...other].filter(key => !main.has(key)).map(key => `zh-TW: ${key}`)
    return [...lacking, ...extra].map(what => ({ kind: 'untranslated' as const, where, what }))
  })
}

if (import.meta.main) {
  const findings = checkI18n()
  for (const { kind, where, what } of findings) console.log(`${kind}  ${where}  ${what}`)
  console.log(
    findings.length === 0
      ? 'texts: every key is there, used and translated'
      : `texts: ${findings.length} findings`,
  )
  process.exitCode = findings.length === 0 ? 0 : 1
}
