/**
 * What the two built apps carry to every phone and PC: no test data, no secret, no line for the console, no source map
 * or path of the machine that built it, and no address outside the shop that a page could ask. Run as a program it
 * prints what it finds and exits 1; an app that is not built is skipped aloud.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { secretPatterns } from './secret-patterns.ts'

export interface BundleFile {
  path: string
  text: string
}

const root = join(import.meta.dirname, '..')
const textFile = /\.(js|mjs|css|html|json|webmanifest|svg|txt)$/

/** A kind of finding and what betrays it. */
const forbidden: Readonly<Record<string, RegExp>> = {
  'console call': /\bconsole\.(log|debug|info|warn|error|trace|table|dir)\(/,
  'test data': /\b0900-?000-?\d{3}\b|\b089-?000-?\d{3}\b|測試(店|公司|瓦斯行|路)|first-login\.json/,
  'test library': /\b(vitest|fake-indexeddb|fast-check|playwright|testkit)\b/,
  'source map': /[#@] ?sourceMappingURL=/,
  'path of a machine':
    /(?<![\w.])\/(home|Users|root|work|builds?|tmp)\/[\w.-]+\/|\b[A-Z]:\\\\?(Users|work)|file:\/\/\//,
  'address in a page':
    /\b(src|action)=["'](https?:)?\/\/|<(link|base)\b[^>]*href=["'](https?:)?\/\/|(@import\s*(url\()?|url\(\s*)["']?(https?:)?\/\//,
  ...Object.fromEntries(
    Object.entries(secretPatterns).map(([name, pattern]) => [`secret: ${name}`, pattern]),
  ),
}

/** Hosts that stand in the code without ever being asked, or only when a person taps a link; all others are findings. */
const harmlessHosts: Readonly<Record<string, string>> = {
  'www.w3.org': 'names of XML namespaces',
  'json-schema.org': 'names of schema dialects',
  localhost: 'a base that relative addresses are parsed against',
  'maplibre.invalid': 'a base that relative addresses are parsed against',
  'maplibre.org': 'attribution of the map library',
  'react.dev': 'explanations in messages of errors',
  'reactrouter.com': 'explanations in messages of errors',
  'react.i18next.com': 'explanations in messages of errors',
  'wiki.openstreetmap.org': 'explanations in messages of errors',
  'fastly.jsdelivr.net': 'where the code reader would look for its file, had it not been given our own',
  'github.com': 'explanations in messages of errors',
  'www.google.com': 'the link that opens turn-by-turn navigation when a driver taps it',
}
const address = /\b(?:https?|wss?):\/\/([a-z0-9.-]+)/gi

/** What a bundle must not carry: the file, the kind, and a harmless piece of what was found. */
export function scanBundle(files: readonly BundleFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const kinds = Object.entries(forbidden)
      .filter(([, pattern]) => pattern.test(text))
      .map(
        ([kind, pattern]) =>
          `${path}: ${kind}${kind.startsWith('secret') ? '' : ` ${excerpt(text, pattern)}`}`,
      )
    const hosts = new Set([...text.matchAll(address)].map(match => (match[1] ?? '').toLowerCase()))
    const strangers = [...hosts]
      .filter(host => !(host in harmlessHosts))
      .map(host => `${path}: unknown host ${host}`)
    const map = path.endsWith('.map') ? [`${path}: source map`] : []
    return [...kinds, ...strangers, ...map]
  })
}

const excerpt = (text: string, pattern: RegExp) => JSON.stringify(pattern.exec(text)?.[0].slice(0, 60)) ?? ''

/** The files of a built app; binary ones without their bytes. Undefined when it is not built. */
export function readBundle(app: string): BundleFile[] | undefined {
  const folder = join(root, app, 'dist')
  if (!existsSync(join(folder, 'index.html'))) return undefined
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== '.build-stamp')
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => ({
      path: relative(root, path),
      text: textFile.test(path) ? readFileSync(path, 'utf8') : '',
    }))
}

if (import.meta.main) {
  const findings: string[] = []
  for (const app of ['web', 'driver']) {
    const files = readBundle(app)
    if (files) findings.push(...scanBundle(files))
    else process.stderr.write(`SKIPPED: ${app} is not built; "npm run build" builds it\n`)
  }
  for (const finding of findings) process.stdout.write(`${finding}\n`)
  process.exitCode = findings.length === 0 ? 0 : 1
}
