import { createReadStream } from 'node:fs'
import type { LineFolder } from './backup-folder.ts'
import type { BackupKey } from './backup-key.ts'
import { readPiece, writePiece } from './piece.ts'

/** Figures of the business by name, as decimal strings: orders, sums of the ledgers. */
export type Totals = Readonly<Record<string, string>>

export interface ManifestFile {
  /** Below the data folder, with `/`. */
  path: string
  bytes: number
  sha256: string
  object: string
}

/** What one base backup is made of. It is sealed like every piece, because names of files tell tales. */
export interface Manifest {
  version: 1
  id: string
  /** By the database's clock. A moment can be reached from `stoppedAt` on. */
  startedAt: string
  stoppedAt: string
  /** The first and the last part of the log that the copy needs to be whole. */
  firstSegment: string
  lastSegment: string
  postgresVersion: string
  migrations: string[]
  /** A named point of the log right after the copy, and the figures read just before and just after it. */
  point: { name: string; before: Totals; after: Totals }
  folders: string[]
  files: ManifestFile[]
  /** Names below `files/` when the copy was made. */
  documents: string[]
}

export async function writeManifest(line: LineFolder, key: BackupKey, manifest: Manifest): Promise<void> {
  await writePiece(line.basePath(manifest.id), key, [Buffer.from(JSON.stringify(manifest))])
}

export async function readManifest(line: LineFolder, key: BackupKey, id: string): Promise<Manifest> {
  return JSON.parse((await readPiece(line.basePath(id), key)).toString())
}

/** The file's bytes in order; nothing when it has gone, as PostgreSQL's files may while they are copied. */
export async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path)
}
