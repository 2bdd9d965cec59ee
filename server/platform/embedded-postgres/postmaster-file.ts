import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { processCommand, processFolder, processStartedAt } from '../data-folder/process-identity.ts'

/** What `postmaster.pid` says about the server that runs, or last ran, on a cluster. */
export type Postmaster = { pid: number; port: number; status: string }

/** The lines of `postmaster.pid` as PostgreSQL 10 to 18 write them (src/include/utils/pidfile.h), counted from 0. */
const line = { pid: 0, port: 3, status: 7 }

export function parsePostmasterFile(text: string): Postmaster | undefined {
  const lines = text.split('\n').map(each => each.trim())
  const pid = Number(lines[line.pid])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[line.port] || Number.NaN), status: lines[line.status] ?? '' }
}

/** The file's content, whoever it names; `undefined` when there is none or it is not written to its end yet. */
export function readPostmasterFile(clusterFolder: string): Postmaster | undefined {
  try {
    return parsePostmasterFile(readFileSync(join(clusterFolder, 'postmaster.pid'), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * True when this process is a PostgreSQL at work on this very cluster. A server works inside its cluster's folder,
 * which also tells it from another program that was given a dead server's process id.
 */
export function isPostmasterOf(clusterFolder: string, pid: number): boolean {
  if (processStartedAt(pid) === undefined) return false
  const folder = processFolder(pid)
  if (folder !== undefined) return folder === realpathSync(clusterFolder)
  const command = processCommand(pid)
  return command?.includes('postgres') === true && command.includes(clusterFolder)
}
