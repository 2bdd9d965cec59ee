// Installs the project's dependencies when they are missing or belong to another lockfile.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child-process.mjs'

/** True when `node_modules` holds what `package-lock.json` asks for. */
export function isInstalled(root) {
  const done = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(done)) return false
  if (readStamp(root) === lockHash(root)) return true
  // Without our stamp somebody ran npm himself; then the files' times tell.
  return (
    readStamp(root) === undefined &&
    statSync(done).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  )
}

/** Runs `npm ci` if it is needed, with its progress on standard error; answers how it ended. */
export async function install(root) {
  if (isInstalled(root)) return { code: 0 }
  process.stderr.write('Installing the packages of package-lock.json (npm ci) …\n')
  // `npm start` names its own npm, which may not be the one on the path. Development packages include the builder of
  // the web apps, and the optional ones Node 24 and PostgreSQL.
  const npm = process.env.npm_execpath
  const [command, first] = npm
    ? [process.execPath, [npm]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  const outcome = await run(
    command,
    [...first, 'ci', '--include=dev', '--include=optional', '--prefix', root],
    {
      stdio: ['ignore', 2, 2],
    },
  )
  if (outcome.code === 0) writeFileSync(stampFile(root), lockHash(root))
  return outcome
}

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

function stampFile(root) {
  return join(root, 'node_modules', '.luckygas-lock-sha256')
}

function readStamp(root) {
  return existsSync(stampFile(root)) ? readFileSync(stampFile(root), 'utf8') : undefined
}
