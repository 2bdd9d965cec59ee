import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { installationKey, openBackupFolder } from '../../platform/backup/backup-folder.ts'
import { parseKey } from '../../platform/backup/backup-key.ts'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { takeFileLock } from '../../platform/data-folder/file-lock.ts'
import { homeFolder } from '../env.ts'
import { clearRestored, restoreInstallation } from '../restore-installation.ts'
import { layRelease, releaseId } from '../update/lay-release.ts'
import { sha256Of, sumsName, UpdateError } from '../update/release-sums.ts'
import { stopServers, tryRelease } from '../update/standstill.ts'
import {
  type Release,
  type ReleaseShelf,
  readJournal,
  releaseShelf,
  type UpdateJournal,
  writeJournal,
} from '../update/update-journal.ts'
import { runUpdate, type UpdateDeps } from '../update/update-steps.ts'
import { backupCommand, verifyBackupCommand } from './backup.commands.ts'
import { type Command, type CommandIo, UsageError } from './command.ts'

/** Another update, or a start that goes on with one, may take this long. */
const turnTimeoutMs = 60 * 60_000

/**
 * Brings the installation to another release: backed up and proved first, tried where nobody can reach it, and back to
 * where it was when anything fails. After a power cut the same command, or the next start, goes on.
 */
export const updateCommand: Command = {
  usage: '--to FOLDER|TARBALL [--sha256 HEX] | --continue',
  options: {
    to: { type: 'string' },
    sha256: { type: 'string' },
    continue: { type: 'boolean', default: false },
  },
  async run({ values: { to, sha256, continue: isContinuing } }, io) {
    if (typeof to !== 'string' && isContinuing !== true)
      throw new UsageError('update needs --to FOLDER or --to TARBALL.')
    if (io.config.database.kind === 'external')
      throw new UpdateError('DATABASE_URL names a database of its own: update by its own deployment.')
    const shelf = releaseShelf(homeFolder(io.projectRoot))
    mkdirSync(shelf.path, { recursive: true, mode: 0o700 })
    const lock = await takeFileLock(join(shelf.path, 'update.lock'), 'exclusive', turnTimeoutMs)
    try {
      const left = await readJournal(shelf)
      if (!left && typeof to !== 'string') return { exit: 0, json: { state: 'none' }, text: '' }
      const source = typeof to === 'string' ? resolve(to) : ''
      const begun = left ?? (await begin(shelf, io, source, typeof sha256 === 'string' ? sha256 : undefined))
      const ended = await runUpdate(updateDeps(shelf, io), begun)
      return tell(shelf, ended)
    } finally {
      lock.release()
    }
  },
}

async function begin(
  shelf: ReleaseShelf,
  io: CommandIo,
  source: string,
  sha256: string | undefined,
): Promise<UpdateJournal> {
  const journal: UpdateJournal = {
    step: 'lay',
    source,
    sha256,
    startedAt: io.clock.now().toISOString(),
    from: await running(shelf, io.projectRoot),
    to: undefined,
    isMigrating: false,
    savedAt: undefined,
    failure: undefined,
  }
  await writeJournal(shelf, journal)
  return journal
}

/** The release this program belongs to; a checkout has no list of checksums and is known by its version. */
async function running(shelf: ReleaseShelf, folder: string): Promise<Release> {
  if (folder !== shelf.home) return { id: folder.slice(shelf.path.length + 1), folder }
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
  const list = join(folder, sumsName)
  return { id: existsSync(list) ? releaseId(version, await sha256Of(list)) : version, folder }
}

function updateDeps(shelf: ReleaseShelf, io: CommandIo): UpdateDeps {
  const data = openDataFolder(io.config.dataFolder)
  const nothing = { values: {}, positionals: [] }
  return {
    shelf,
    data,
    layRelease: journal => layRelease(shelf, journal),
    backUpAndVerify: async () => {
      await backupCommand.run(nothing, io)
      await verifyBackupCommand.run(nothing, io)
    },
    stopServers: () => stopServers(data),
    backUp: async () => {
      const { json } = await backupCommand.run(nothing, io)
      return { savedAt: (json as { stoppedAt: string }).stoppedAt }
    },
    tryRelease: ({ folder }) => tryRelease(folder, io.signal),
    restore: async into => {
      await clearRestored(into)
      const { text: keyText } = installationKey(data)
      return restoreInstallation({
        backup: openBackupFolder(io.config.backup.folder),
        key: parseKey(keyText),
        keyText,
        target: { kind: 'point' },
        into,
        onProgress: io.progress,
      })
    },
    now: () => io.clock.now(),
    onProgress: io.progress,
  }
}

function tell(shelf: ReleaseShelf, { from, to, failure }: UpdateJournal) {
  if (failure !== undefined) {
    const text = `更新失敗，已回到 ${from.id} update failed, ${from.id} serves again: ${failure}`
    return { exit: 1 as const, json: { state: 'returned', release: from.id, failure }, text }
  }
  // Two releases are kept: the one that serves and the one before.
  for (const name of readdirSync(shelf.path)) {
    const folder = join(shelf.path, name)
    const isRelease = existsSync(join(folder, sumsName))
    if (isRelease && folder !== from.folder && folder !== to?.folder)
      rmSync(folder, { recursive: true, force: true })
  }
  return {
    exit: 0 as const,
    json: { state: 'updated', release: to?.id, before: from.id },
    text: `已更新 updated: ${from.id} → ${to?.id}`,
  }
}
