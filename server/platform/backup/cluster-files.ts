import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { handedOverFolder } from '../embedded-postgres/postgres-settings.ts'
import { ifMissing } from './backup-folder.ts'

/** Folders of a cluster that a copy makes empty (PostgreSQL's own `pg_basebackup` leaves the same ones). */
const emptied = new Set([
  'pg_wal',
  'pg_wal/archive_status',
  'pg_wal/summaries',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'log',
  handedOverFolder,
])

const left =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|recovery\.(signal|done)|standby\.signal|backup_manifest|current_logfiles)$/
const leftAnywhere = /^(pgsql_tmp.*|pg_internal\.init(\.\d+)?)$/
const timelineHistory = /^[0-9A-F]{8}\.history$/

export interface ClusterFiles {
  folders: string[]
  files: string[]
}

/** What a copy of a running cluster takes, relative to the cluster's folder. */
export async function listCluster(cluster: string): Promise<ClusterFiles> {
  const found: ClusterFiles = { folders: [], files: [] }
  const walk = async (folder: string) => {
    const entries = await readdir(join(cluster, folder), { withFileTypes: true }).catch(ifMissing([]))
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        found.folders.push(path)
        await walk(path)
      } else if (entry.isFile() && isTaken(folder, entry.name)) found.files.push(path)
    }
  }
  await walk('')
  return found
}

function isTaken(folder: string, name: string): boolean {
  if (folder === 'pg_wal') return timelineHistory.test(name)
  if (emptied.has(folder) || leftAnywhere.test(name)) return false
  return folder !== '' || !left.test(name)
}
