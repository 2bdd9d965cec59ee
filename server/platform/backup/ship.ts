import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BackupError } from './backup-error.ts'
import { ifMissing, type LineFolder, namesIn } from './backup-folder.ts'
import type { BackupKey } from './backup-key.ts'
import { inspectPiece, writePiece } from './piece.ts'

/** A finished part of PostgreSQL's log, or the history of a timeline. */
const segmentName = /^[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?$|^[0-9A-F]{8}\.history$/

/**
 * Seals what PostgreSQL has handed over into the backup and lets go of it afterwards. A part that is there already
 * counts as shipped when it holds the same bytes, and is refused when it does not. Where the disk is full the part
 * stays handed over, and PostgreSQL keeps its log, until a later round succeeds.
 */
export async function shipWal(handedOver: string, line: LineFolder, key: BackupKey): Promise<number> {
  const segments = (await namesIn(handedOver)).filter(name => segmentName.test(name))
  for (const segment of segments) {
    const from = join(handedOver, segment)
    const to = line.walPath(segment)
    if (await isThere(to)) await refuseOther(from, to, key)
    else await writePiece(to, key, createReadStream(from))
    await rm(from)
  }
  return segments.length
}

async function refuseOther(from: string, to: string, key: BackupKey): Promise<void> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(from)) hash.update(chunk)
  if ((await inspectPiece(to, key)).sha256 !== hash.digest('hex'))
    throw new BackupError(
      `${to} is in the backup already and holds something else: two installations write one line.`,
    )
}

const isThere = (path: string) => access(path).then(() => true, ifMissing(false))

/** Seals files that are not in the backup yet; a finished file never changes. */
export async function shipFiles(
  files: string,
  line: LineFolder,
  key: BackupKey,
): Promise<{ names: string[]; shipped: number }> {
  const names: string[] = []
  let shipped = 0
  for (const shelf of await namesIn(files)) {
    const there = new Set(await namesIn(line.filePath(shelf)))
    for (const id of await namesIn(join(files, shelf))) {
      if (id.endsWith('.part')) continue
      names.push(`${shelf}/${id}`)
      if (there.has(id)) continue
      const to = line.filePath(join(shelf, id))
      await mkdir(dirname(to), { recursive: true, mode: 0o700 })
      await writePiece(to, key, createReadStream(join(files, shelf, id)))
      shipped += 1
    }
  }
  return { names, shipped }
}
