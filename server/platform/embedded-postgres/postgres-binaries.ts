import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { PostgresUser } from './postgres-user.ts'

/** Where the programs `initdb` and `postgres` are, and what they report as their version, such as `18.4`. */
export type PostgresBinaries = {
  initdb: string
  postgres: string
  version: string
  /** Whether PostgreSQL brings its module that archives the log. */
  hasArchiveModule: boolean
}

/**
 * Finds the PostgreSQL that npm installed for this platform. When the user PostgreSQL runs as cannot reach it (a
 * checkout below root's home), a copy in a folder that everybody may read serves instead.
 */
export function findPostgresBinaries(user: PostgresUser | undefined): PostgresBinaries {
  const installed = installedFolder()
  restoreLibraryLinks(installed.folder)
  const folder = isRunnable(installed.folder, user) ? installed.folder : readableCopy(installed, user)
  const postgres = program(folder, 'postgres')
  const reply = execFileSync(postgres, ['--version'], { encoding: 'utf8' })
  return {
    initdb: program(folder, 'initdb'),
    postgres,
    version: /\d+(\.\d+)+/.exec(reply)?.[0] ?? '',
    hasArchiveModule: ['so', 'dylib', 'dll'].some(suffix =>
      ['lib/postgresql', 'lib'].some(place => existsSync(join(folder, place, `basic_archive.${suffix}`))),
    ),
  }
}

type Installed = { folder: string; release: string }

function installedFolder(): Installed {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  try {
    const entry = require.resolve(name)
    const manifest = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'))
    return {
      folder: join(dirname(entry), '..', 'native'),
      release: `${manifest.version}-${platform}-${process.arch}`,
    }
  } catch {
    throw new EmbeddedPostgresError(
      `No PostgreSQL is packaged for this platform (${name}): run "npm ci", or set DATABASE_URL to a PostgreSQL 15 to 18.`,
    )
  }
}

/** npm tarballs carry no symbolic links; the package's install script makes them, unless scripts are switched off. */
function restoreLibraryLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(folder, '..', target)
    if (existsSync(link)) continue
    symlinkSync(relative(dirname(target), source), link)
  }
}

function program(folder: string, name: string): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

function isRunnable(folder: string, user: PostgresUser | undefined): boolean {
  const identity = user ? { uid: user.uid, gid: user.gid } : {}
  return spawnSync(program(folder, 'postgres'), ['--version'], { cwd: '/', ...identity }).status === 0
}

function readableCopy(installed: Installed, user: PostgresUser | undefined): string {
  for (const parent of ['/var/cache/luckygas', join(tmpdir(), 'luckygas-postgres')]) {
    try {
      const folder = copyOnce(installed, parent)
      if (isRunnable(folder, user)) return folder
    } catch {
      // A read-only or foreign folder; the next place may do.
    }
  }
  throw new EmbeddedPostgresError(
    `User ${user?.uid ?? process.getuid?.()} cannot run the PostgreSQL in ${installed.folder}: install LuckyGas in a folder that everybody may read.`,
  )
}

function copyOnce(installed: Installed, parent: string): string {
  ownPlace(parent)
  const folder = join(parent, installed.release)
  if (existsSync(folder)) return folder
  const draft = mkdtempSync(join(parent, 'draft-'))
  try {
    cpSync(installed.folder, draft, { recursive: true, verbatimSymlinks: true })
    openToEverybody(draft)
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another process may have finished the same copy first.
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** Makes sure that the place is ours and only we may write there, so that nobody can plant a program in it. */
function ownPlace(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const { uid, mode } = lstatSync(folder)
  if (uid !== process.getuid?.() || mode & 0o022)
    throw new EmbeddedPostgresError(`${folder} belongs to somebody else.`)
  chmodSync(folder, 0o755)
}

/** The copy keeps the modes of its files, but its folders obey our umask, which shuts everybody else out. */
function openToEverybody(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755)
}
