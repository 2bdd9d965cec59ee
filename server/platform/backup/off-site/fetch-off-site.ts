import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError } from '../backup-error.ts'
import { type BackupFolder, openBackupFolder } from '../backup-folder.ts'
import type { BackupKey } from '../backup-key.ts'
import { type Choice, chooseBase } from '../choose-base.ts'
import { eachOf } from '../each-of.ts'
import type { Target } from '../restore-backup.ts'
import type { CopyStore } from './copy-store.ts'

export interface FetchOptions {
  store: CopyStore
  key: BackupKey
  target: Target
  /** Becomes a backup folder that holds what this target needs; what is there from an earlier try is not fetched again. */
  into: string
  onProgress(line: string): void
}

const fetchedAtOnce = 8

/** Fetches from off site what one restore needs: the lists of every line first, then contents, log and documents of one. */
export async function fetchOffSite(options: FetchOptions): Promise<BackupFolder> {
  const { store, into, onProgress } = options
  await mkdir(into, { recursive: true, mode: 0o700 })
  const backup = openBackupFolder(into)
  const inLines = await store.list('lines/')
  const lists = [...inLines.keys()].filter(name => /\/bases\/|\/(line|reach)\.json$/.test(name))
  if (lists.length === 0) throw new BackupError(`${store.name} holds no backup.`)
  await fetchAll(options, lists)
  const choice = await chooseBase(backup, options.key, options.target)
  const wanted = [...objectsOf(choice), ...ofLine(choice, [...inLines.keys()])]
  const bytes = wanted.reduce((sum, name) => sum + (inLines.get(name)?.bytes ?? 0), 0)
  onProgress(`${wanted.length} pieces from ${store.name} (log and documents ${bytes} bytes) …`)
  await fetchAll(options, wanted)
  return backup
}

async function fetchAll({ store, into }: FetchOptions, names: readonly string[]): Promise<void> {
  // How far a line reaches changes; everything else stays what it is.
  const missing = names.filter(name => name.endsWith('.json') || !existsSync(join(into, name)))
  await eachOf(missing, fetchedAtOnce, name => store.fetch(name, join(into, name)))
}

const objectsOf = ({ manifest }: Choice) => [
  ...new Set(manifest.files.map(({ object }) => `objects/${object.slice(0, 2)}/${object}`)),
]

/** The log from where the base backup begins to where the target ends, histories, and every document. */
function ofLine({ line, manifest, untilSegment }: Choice, names: readonly string[]): string[] {
  const place = `lines/${line.id}/`
  return names.filter(name => {
    if (name.startsWith(`${place}files/`)) return true
    if (!name.startsWith(`${place}wal/`)) return false
    const segment = name.slice(`${place}wal/`.length)
    if (segment.endsWith('.history')) return true
    return segment >= manifest.firstSegment && (untilSegment === undefined || segment <= untilSegment)
  })
}
