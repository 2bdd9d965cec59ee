import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { DataFolder } from './data-folder.ts'
import { DataFolderError } from './data-folder.ts'
import { type FileLock, takeFileLock, tryFileLock } from './file-lock.ts'
import { machineIdentity, processStartedAt } from './process-identity.ts'

/**
 * Who uses a data folder. Every process, server or tool, holds a lease while it needs the embedded PostgreSQL; the
 * last one out stops it.
 *
 * Liveness is decided by a shared lock that the kernel drops with the process (`file-lock.ts`), so neither `kill -9`
 * nor a reused process id can keep a dead lease alive or end a live one. The small JSON file beside it only names
 * the holder for people, and tells a folder shared into another container from one used here.
 */
export type Lease = {
  /** Gives the lease up. When nobody else holds one, `lastOut` runs before anyone can take a new one. */
  release(lastOut: () => Promise<void>): Promise<void>
}

export type LeaseHolder = { pid: number; program: string; machine: string; startedAt: string }

/** Starting and stopping PostgreSQL may take this long before another process gives up waiting for its turn. */
const turnTimeoutMs = 60_000

/** Takes a lease for this process. `program` is what people call it: `server`, `import customers`. */
export async function takeLease(folder: DataFolder, program: string): Promise<Lease> {
  return whileAlone(folder, () => {
    refuseForeignHolders(folder)
    clearDeadRecords(folder)
    const lock = tryFileLock(usersFile(folder), 'shared')
    if (!lock) throw new DataFolderError(`The data folder ${folder.path} is locked by another program.`)
    const record = folder.file('leases', `${process.pid}-${randomUUID()}.json`)
    writeFileSync(record, JSON.stringify(self(program)), { mode: 0o600 })
    return Promise.resolve({ release: lastOut => release(folder, lock, record, lastOut) })
  })
}

/** Runs `work` while no other process takes or gives up a lease, or starts or stops what the leases protect. */
export async function whileAlone<T>(folder: DataFolder, work: () => Promise<T>): Promise<T> {
  const turn = await takeFileLock(folder.file('leases', 'turn.lock'), 'exclusive', turnTimeoutMs)
  try {
    return await work()
  } finally {
    turn.release()
  }
}

/** The living processes that hold a lease. */
export function leaseHolders(folder: DataFolder): LeaseHolder[] {
  return records(folder)
    .map(({ holder }) => holder)
    .filter(isAlive)
}

function isAlive({ machine, pid, startedAt }: LeaseHolder): boolean {
  // What runs elsewhere cannot be seen from here; the lock tells when it matters.
  return machine !== machineIdentity() || processStartedAt(pid) === startedAt
}

function clearDeadRecords(folder: DataFolder): void {
  for (const { file, holder } of records(folder)) if (!isAlive(holder)) rmSync(file, { force: true })
}

async function release(folder: DataFolder, lock: FileLock, record: string, lastOut: () => Promise<void>) {
  await whileAlone(folder, async () => {
    lock.release()
    rmSync(record, { force: true })
    const nobodyElse = tryFileLock(usersFile(folder), 'exclusive')
    if (!nobodyElse) return
    try {
      await lastOut()
    } finally {
      nobodyElse.release()
    }
  })
}

/** Process ids of another container mean nothing here, so its PostgreSQL could neither be seen nor adopted. */
function refuseForeignHolders(folder: DataFolder): void {
  const here = machineIdentity()
  const foreign = records(folder).filter(({ holder }) => holder.machine !== here)
  if (foreign.length === 0) return
  const nobody = tryFileLock(usersFile(folder), 'exclusive')
  if (!nobody)
    throw new DataFolderError(`The data folder ${folder.path} is in use by another container or machine.`)
  nobody.release()
  for (const { file } of foreign) rmSync(file, { force: true })
}

function records(folder: DataFolder): { file: string; holder: LeaseHolder }[] {
  return readdirSync(folder.file('leases'))
    .filter(name => name.endsWith('.json'))
    .flatMap(name => {
      const file = folder.file('leases', name)
      try {
        return [{ file, holder: JSON.parse(readFileSync(file, 'utf8')) as LeaseHolder }]
      } catch {
        // Its owner is just writing or removing it; the lock, not this file, decides.
        return []
      }
    })
}

function self(program: string): LeaseHolder {
  return {
    pid: process.pid,
    program,
    machine: machineIdentity(),
    startedAt: processStartedAt(process.pid) ?? '',
  }
}

function usersFile(folder: DataFolder): string {
  return folder.file('leases', 'users.lock')
}
