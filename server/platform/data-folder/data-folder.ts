import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { changeSecretFile, readOrMakeSecret } from './secret-file.ts'

/**
 * Everything a LuckyGas installation keeps on disk lies below one folder (`LUCKYGAS_DATA`, by default `.data/` in
 * the project's root), so that backing it up, moving it and throwing it away are each one step.
 *
 * | place | holds |
 * |---|---|
 * | `postgres/` | the embedded PostgreSQL's cluster; as root it belongs to the user PostgreSQL runs as |
 * | `secrets/` | keys and passwords the program made for itself, one file each |
 * | `tls/` | the shop's certificate authority and server certificate |
 * | `leases/` | who uses the folder now |
 * | `logs/` | what PostgreSQL said while starting |
 * | `files/` | signatures, photos and documents |
 * | `backup/` | sealed copies of all this, unless `LUCKYGAS_BACKUP` names another disk |
 */
const places = ['secrets', 'tls', 'leases', 'logs', 'files'] as const
export type DataPlace = (typeof places)[number]

export type DataFolder = {
  readonly path: string
  /** The absolute path of something below a known place. */
  file(place: DataPlace, ...names: string[]): string
  /** The bytes of `secrets/<name>`, made by `make` the first time; the same for every process ever after. */
  secretFile(name: string, make: () => string | Uint8Array): Buffer
  /** Replaces `secrets/<name>` by what `change` makes of it, one process at a time. */
  changeSecret(name: string, change: (before: Buffer) => string | Uint8Array): Promise<void>
}

/** Opens the data folder, creating what is missing; only its owner may look inside. Throws `DataFolderError`. */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path)
  createPrivately(root)
  for (const place of places) createPrivately(join(root, place))
  return {
    path: root,
    file: (place, ...names) => join(root, place, ...names),
    secretFile: (name, make) => readOrMakeSecret(join(root, 'secrets', name), make),
    changeSecret: (name, change) => changeSecretFile(join(root, 'secrets', name), change),
  }
}

/** The data folder cannot be used; the message says in one sentence what a person can do about it. */
export class DataFolderError extends Error {}

function createPrivately(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { mode } = statSync(folder)
    if (mode & 0o077) chmodSync(folder, 0o700)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS' && code !== 'ENOTDIR' && code !== 'EEXIST')
      throw error
    throw new DataFolderError(
      `The data folder ${folder} cannot be used (${code}): start LuckyGas as the user who owns it, or choose another with LUCKYGAS_DATA.`,
    )
  }
}
