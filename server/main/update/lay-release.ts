import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, link, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { install } from '../../../bin/install.mjs'
import { syncFolder } from '../../platform/backup/piece.ts'
import { readMigrations } from '../../platform/database/migrate.ts'
import { checkSums, sha256Of, UpdateError } from './release-sums.ts'
import type { Release, ReleaseShelf, UpdateJournal } from './update-journal.ts'

const run = promisify(execFile)

/** Folders that are made on the machine and never come with a release. */
const made = new Set(['node_modules', '.git', '.data', 'releases', 'coverage'])

/**
 * Lays the release out beside the others, checked, installed and built, while the old one serves. What an earlier try
 * left is thrown away. The network is asked only when the lockfile differs from the running release's.
 * @throws UpdateError when it is damaged, older than the data, or the one that runs
 */
export async function layRelease(
  shelf: ReleaseShelf,
  { source, sha256, from }: UpdateJournal,
): Promise<Pick<UpdateJournal, 'to' | 'isMigrating'>> {
  const draft = join(shelf.path, 'next.draft')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  await unpack(source, sha256, draft)
  const to = await identify(shelf, draft)
  if (to.id === from.id) throw new UpdateError(`${to.id} is the release that runs.`)
  const isMigrating = await changesSchema(from.folder, draft)
  await installInto(draft, from.folder)
  await run(process.execPath, [join(draft, 'bin/run24.mjs'), join(draft, 'tools/build.ts')], { cwd: draft })
  await rm(to.folder, { recursive: true, force: true })
  await rename(draft, to.folder)
  await syncFolder(shelf.path)
  return { to, isMigrating }
}

async function unpack(source: string, sha256: string | undefined, draft: string): Promise<void> {
  const found = await stat(source).catch(() => {
    throw new UpdateError(`${source} is not there.`)
  })
  if (found.isDirectory()) {
    const isWanted = (path: string) => path === source || !made.has(basename(path))
    await cp(source, draft, { recursive: true, filter: isWanted, preserveTimestamps: true })
    return
  }
  const wanted = sha256 ?? (await readFile(`${source}.sha256`, 'utf8').catch(() => ''))
  if (!/^[0-9a-f]{64}/i.test(wanted))
    throw new UpdateError(`A tarball needs its checksum: ${basename(source)}.sha256 beside it, or --sha256.`)
  if ((await sha256Of(source)) !== wanted.slice(0, 64).toLowerCase())
    throw new UpdateError(`${source} is damaged or another one: its SHA-256 differs.`)
  await run('tar', ['-xf', source, '--strip-components=1', '-C', draft])
}

/** What a release is called: its version and the beginning of its list's checksum. */
export const releaseId = (version: string, sums: string) => `${version}-${sums.slice(0, 8)}`

/** The release in a folder: its version and what it is made of. */
export async function identify(shelf: ReleaseShelf, folder: string): Promise<Release> {
  const sums = await checkSums(folder)
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
  const id = releaseId(version, sums)
  return { id, folder: join(shelf.path, id) }
}

async function changesSchema(oldFolder: string, newFolder: string): Promise<boolean> {
  const [ours, theirs] = await Promise.all(
    [oldFolder, newFolder].map(async folder => readMigrations(join(folder, 'server/migrations'))),
  )
  const known = new Map(theirs?.map(({ name, sha256 }) => [name, sha256]))
  for (const { name, sha256 } of ours ?? [])
    if (known.get(name) !== sha256)
      throw new UpdateError(`The release is older than the data, or of another kin: ${name} is not in it.`)
  return known.size > (ours?.length ?? 0)
}

/** The packages of the lockfile: those of the running release where it is the same, else from the registry. */
async function installInto(folder: string, oldFolder: string): Promise<void> {
  const [lock, oldLock] = await Promise.all(
    [folder, oldFolder].map(place => readFile(join(place, 'package-lock.json'), 'utf8')),
  )
  const packages = join(oldFolder, 'node_modules')
  if (lock === oldLock && existsSync(packages)) await linkTree(packages, join(folder, 'node_modules'))
  const { code = 1 } = await install(folder)
  if (code !== 0) throw new UpdateError('npm ci failed: is there a way to the registry?')
}

/** The same files under another folder, without their bytes; a copy where links are not possible. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    // What was compiled and downloaded for the old one's sake stays with it.
    if (entry.name === '.cache' && basename(from) === 'node_modules') continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await linkTree(source, target)
    else if (entry.isSymbolicLink()) await cp(source, target, { verbatimSymlinks: true })
    else await link(source, target).catch(() => cp(source, target))
  }
}
