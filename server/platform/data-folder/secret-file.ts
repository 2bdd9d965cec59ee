import { randomUUID } from 'node:crypto'
import { chmodSync, linkSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { takeFileLock } from './file-lock.ts'

/**
 * Reads a secret from a file, making it first when there is none.
 *
 * Two processes that start together agree: the new secret is written beside its place and linked into it, and
 * linking fails for the second one, which then reads what the first one wrote. No reader ever sees half a secret.
 * The file is readable by its owner alone; a mode that someone widened is narrowed again.
 */
export function readOrMakeSecret(file: string, make: () => string | Uint8Array): Buffer {
  const existing = readSecret(file)
  if (existing) return existing
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, make(), { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  return readFileSync(file)
}

const lockMs = 10_000

/** Replaces an existing secret by what `change` makes of it, one changer at a time; readers see the old or the new one. */
export async function changeSecretFile(
  file: string,
  change: (before: Buffer) => string | Uint8Array,
): Promise<void> {
  const lock = await takeFileLock(`${file}.lock`, 'exclusive', lockMs)
  try {
    const draft = `${file}.${randomUUID()}`
    writeFileSync(draft, change(readFileSync(file)), { mode: 0o600, flag: 'wx', flush: true })
    renameSync(draft, file)
  } finally {
    lock.release()
  }
}

function readSecret(file: string): Buffer | undefined {
  try {
    if (statSync(file).mode & 0o077) chmodSync(file, 0o600)
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
