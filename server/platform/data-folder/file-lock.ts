import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Locks between processes that the kernel gives back when the holder dies, however it dies.
 *
 * Node has no `flock`, and a file that merely names a process id has to be broken by guesswork after a
 * `kill -9` or when the id was given to another program. SQLite's rollback journal already takes well-tested
 * advisory locks on Linux, macOS and Windows, and SQLite is part of Node: an open read transaction is a shared
 * lock, `BEGIN EXCLUSIVE` an exclusive one. The lock file itself stays empty for ever.
 */
export type FileLock = { release(): void }

const SQLITE_BUSY = 5
const statements = {
  shared: 'BEGIN; SELECT count(*) FROM sqlite_schema',
  exclusive: 'BEGIN EXCLUSIVE',
} as const

/** Keeps the connections reachable: a collected one would be closed, and its lock given up unasked. */
const held = new Set<DatabaseSync>()

/** Takes the lock now, or answers `undefined` because somebody holds it in a mode that excludes this one. */
export function tryFileLock(file: string, mode: keyof typeof statements): FileLock | undefined {
  const connection = new DatabaseSync(file, { timeout: 0 })
  try {
    connection.exec(statements[mode])
  } catch (error) {
    connection.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined
    throw error
  }
  held.add(connection)
  return { release: () => held.delete(connection) && connection.close() }
}

/** Waits for the lock for at most `timeoutMs`; throws when it is still held then. */
export async function takeFileLock(
  file: string,
  mode: keyof typeof statements,
  timeoutMs: number,
): Promise<FileLock> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const lock = tryFileLock(file, mode)
    if (lock) return lock
    if (performance.now() > deadline) throw new Error(`${file} is still locked after ${timeoutMs} ms.`)
    await sleep(25)
  }
}
