import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Looks for credentials in the tree, in the built apps and in the history. A pattern with its name; what it matches is
 * never printed, only where.
 */
const patterns: Record<string, RegExp> = {
  'private key': /-----BEGIN (RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\n[A-Za-z0-9+/=]{16}/,
  'cloud key': /\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b/,
  token: /\b(ghp|gho|github_pat|xox[abp]|sk_live|sk_test)_[0-9A-Za-z_]{20,}\b/,
  'signed token': /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/,
  'password in a URL':
    /\b(postgres(ql)?|redis|amqp|https?|mysql):\/\/[^\s:/@"'`$<>{}]+:(?!\$\{|<|password@|secret@|x@|p@|pw@)[^\s:/@"'`${}<>]{6,}@/,
  'assigned secret':
    /\b(password|passwd|secret|api[_-]?key|access[_-]?token)\b["']?\s*[:=]\s*["'`][A-Za-z0-9+/_-]{16,}["'`]/i,
}
/** Tests name invented passwords; each such line says so by living in a test or by this marker. */
const allowedPath =
  /\.(test|journey)\.tsx?$|^package-lock\.json$|^server\/testkit\/|^contract\/openapi\.json$/

const root = join(import.meta.dirname, '..')
const git = (...args: string[]) =>
  spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 512e6 }).stdout

const findings: string[] = []
function look(place: string, text: string): void {
  for (const [name, pattern] of Object.entries(patterns))
    if (pattern.test(text)) findings.push(`${place}: ${name}`)
}

for (const path of git('ls-files').split('\n').filter(Boolean)) {
  if (allowedPath.test(path)) continue
  const bytes = readFileSync(join(root, path))
  if (!bytes.includes(0)) look(path, bytes.toString('utf8'))
}
for (const commit of git('log', '--format=%H', '--all').split('\n').filter(Boolean)) {
  for (const part of git('show', '--format=', '--unified=0', commit).split(/^diff --git a\//m)) {
    const path = part.slice(0, part.indexOf(' b/'))
    if (path && !allowedPath.test(path))
      look(
        `${commit.slice(0, 8)} ${path}`,
        part
          .split('\n')
          .filter(line => line.startsWith('+'))
          .map(line => line.slice(1))
          .join('\n'),
      )
  }
}
for (const finding of findings) process.stdout.write(`${finding}\n`)
process.exitCode = findings.length === 0 ? 0 : 1
