import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { takeFileLock } from '../data-folder/file-lock.ts'
import { type BackupFolder, ifMissing, type LineFolder, namesIn } from './backup-folder.ts'
import type { BackupKey } from './backup-key.ts'
import { type Manifest, readManifest } from './manifest.ts'

export interface PruneOptions {
  backup: BackupFolder
  key: BackupKey
  /** The line this installation writes; another line goes as a whole once its time is over. */
  ownLineId: string
  now: Date
  /** Every moment of this many days stays reachable. */
  keepDays: number
}

export interface Pruned {
  bases: number
  segments: number
  objects: number
}

const dayMs = 86_400_000
const lockTimeoutMs = 60_000

/** Forgets what no moment of the kept days needs: base backups, the log before the oldest kept one, lone contents. */
export async function pruneBackup(options: PruneOptions): Promise<Pruned> {
  const { backup } = options
  const lock = await takeFileLock(join(backup.path, 'base.lock'), 'exclusive', lockTimeoutMs)
  try {
    const pruned: Pruned = { bases: 0, segments: 0, objects: 0 }
    const kept: Manifest[] = []
    for (const id of await backup.lineIds()) kept.push(...(await pruneLine(options, backup.line(id), pruned)))
    await pruneObjects(backup, new Set(kept.flatMap(({ files }) => files.map(file => file.object))), pruned)
    return pruned
  } finally {
    lock.release()
  }
}

async function pruneLine(options: PruneOptions, line: LineFolder, pruned: Pruned): Promise<Manifest[]> {
  const cutoff = new Date(options.now.getTime() - options.keepDays * dayMs).toISOString()
  const manifests: Manifest[] = []
  for (const id of await line.baseIds()) manifests.push(await readManifest(line, options.key, id))
  const newest = manifests.at(-1)
  if (!newest) return []
  if (line.id !== options.ownLineId && newest.stoppedAt < cutoff) {
    await rm(line.path, { recursive: true })
    pruned.bases += manifests.length
    return []
  }
  // The last one before the cut-off stays: the first kept days are reached from it.
  const firstKept = Math.max(
    manifests.findLastIndex(({ stoppedAt }) => stoppedAt < cutoff),
    0,
  )
  for (const { id } of manifests.slice(0, firstKept)) {
    await rm(line.basePath(id))
    pruned.bases += 1
  }
  const kept = manifests.slice(firstKept)
  const oldest = kept[0] ?? newest
  for (const segment of await line.walSegments()) {
    if (segment.endsWith('.history') || segment.slice(0, 24) >= oldest.firstSegment) continue
    await rm(line.walPath(segment))
    pruned.segments += 1
  }
  await pruneDocuments(line, new Set(kept.flatMap(({ documents }) => documents)), cutoff)
  return kept
}

/** Documents that no kept backup lists and that were sealed before the kept days. */
async function pruneDocuments(line: LineFolder, kept: ReadonlySet<string>, cutoff: string): Promise<void> {
  for (const shelf of await namesIn(join(line.path, 'files'))) {
    for (const name of await namesIn(line.filePath(shelf))) {
      if (kept.has(`${shelf}/${name}`)) continue
      const path = line.filePath(join(shelf, name))
      const sealedAt = await stat(path).then(found => found.mtime.toISOString(), ifMissing(cutoff))
      if (sealedAt < cutoff) await rm(path, { force: true })
    }
  }
}

async function pruneObjects(backup: BackupFolder, kept: ReadonlySet<string>, pruned: Pruned): Promise<void> {
  const root = join(backup.path, 'objects')
  for (const shelf of await namesIn(root)) {
    for (const id of await namesIn(join(root, shelf))) {
      if (kept.has(id)) continue
      await rm(backup.objectPath(id))
      pruned.objects += 1
    }
  }
}
