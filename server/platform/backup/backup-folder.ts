import { createHmac, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DataFolder } from '../data-folder/data-folder.ts'
import { type BackupKey, newKeyText, parseKey } from './backup-key.ts'
import { syncFolder } from './piece.ts'

/**
 * A backup on disk. Every restored installation continues as a line of its own, so that two of them, or one restored
 * twice to the same second, can never write over each other's log.
 *
 * | place | holds |
 * |---|---|
 * | `objects/aa/<id>` | contents of files, each once, named by a keyed hash of what is in it |
 * | `lines/<line>/bases/<base>` | the list of one base backup; it appears when the backup is whole |
 * | `lines/<line>/wal/<segment>` | PostgreSQL's log |
 * | `lines/<line>/files/aa/<id>` | signatures, photos and documents |
 * | `lines/<line>/line.json` | when the line began |
 * | `lines/<line>/reach.json` | up to when everything committed is in it |
 */
export interface BackupFolder {
  path: string
  objectPath(id: string): string
  line(id: string): LineFolder
  lineIds(): Promise<string[]>
}

export interface LineFolder {
  id: string
  path: string
  walPath(segment: string): string
  filePath(name: string): string
  basePath(base: string): string
  baseIds(): Promise<string[]>
  walSegments(): Promise<string[]>
}

export function openBackupFolder(path: string): BackupFolder {
  return {
    path,
    objectPath: id => join(path, 'objects', id.slice(0, 2), id),
    line: id => lineFolder(join(path, 'lines', id), id),
    lineIds: () => namesIn(join(path, 'lines')),
  }
}

const isFinished = (name: string) => !name.endsWith('.draft')

function lineFolder(path: string, id: string): LineFolder {
  return {
    id,
    path,
    walPath: segment => join(path, 'wal', segment),
    filePath: name => join(path, 'files', name),
    basePath: base => join(path, 'bases', base),
    baseIds: async () => (await namesIn(join(path, 'bases'))).filter(isFinished),
    walSegments: async () => (await namesIn(join(path, 'wal'))).filter(isFinished),
  }
}

/** Sorted names; none where the folder is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(ifMissing<string[]>([]))).sort()
}

export function ifMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return error => {
    if (error.code === 'ENOENT') return instead
    throw error
  }
}

/** What a content's object is called: outsiders who know a file cannot tell whether it is in the backup. */
export function objectId(key: BackupKey, sha256: string): string {
  return createHmac('sha256', key.bytes).update(sha256).digest('hex')
}

/** The key of this installation, made the first time; it lies outside every backup. */
export function installationKey(data: DataFolder): { key: BackupKey; text: string } {
  const text = data.secretFile('backup-key', newKeyText).toString().trim()
  return { key: parseKey(text), text }
}

export interface LineStart {
  startedAt: string
}

/** The line this installation writes, begun the first time. Only our own files are opened to nobody else. */
export async function ownLine(data: DataFolder, backup: BackupFolder, now: Date): Promise<LineFolder> {
  const line = backup.line(data.secretFile('backup-line', randomUUID).toString())
  for (const place of ['bases', 'wal', 'files'])
    mkdirSync(join(line.path, place), { recursive: true, mode: 0o700 })
  if ((await readJson<LineStart>(join(line.path, 'line.json'))) === undefined)
    await writeJson(join(line.path, 'line.json'), { startedAt: now.toISOString() } satisfies LineStart)
  return line
}

export async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(ifMissing(undefined))
  return text === undefined ? undefined : (JSON.parse(text) as T)
}

/** Replaces a small file in one step. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`
  await writeFile(draft, `${JSON.stringify(value)}\n`, { mode: 0o600, flush: true })
  await rename(draft, path)
  await syncFolder(dirname(path))
}
