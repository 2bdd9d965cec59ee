import { totalmem } from 'node:os'

export type PostgresSettings = Readonly<Record<string, string>>

const MiB = 1024 * 1024
const GiB = 1024 * MiB

/** Bytes of memory this process may use: the machine's, or less inside a container. */
export function usableMemoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/**
 * The settings of a production cluster on a machine that also runs the program and, in a small shop, somebody's
 * browser: an eighth of the memory for PostgreSQL's own cache, half of it assumed to be the system's file cache.
 * WAL suffices for a base backup and a standby. Statements and row values stay out of PostgreSQL's log, because they
 * carry customers' names and telephone numbers.
 */
export function productionSettings(memoryBytes: number, port: number): PostgresSettings {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    password_encryption: 'scram-sha-256',
    shared_buffers: mebibytes(clamp(memoryBytes / 8, 128 * MiB, 2 * GiB)),
    effective_cache_size: mebibytes(clamp(memoryBytes / 2, 256 * MiB, 16 * GiB)),
    maintenance_work_mem: mebibytes(clamp(memoryBytes / 32, 64 * MiB, 512 * MiB)),
    work_mem: '16MB',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    wal_level: 'replica',
    archive_mode: 'off',
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C.UTF-8',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
    log_checkpoints: 'off',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  }
}

/** Where the server hands over finished parts of its log, below the cluster's folder; the backup takes them from there. */
export const handedOverFolder = 'luckygas_wal'

/**
 * The log is archived by PostgreSQL's own module, which copies, syncs and renames, takes the same part twice and
 * refuses another under its name; no shell is involved. A part is closed after 45 s even when it is not full, so that
 * a lost disk costs less than a minute.
 */
export const archiveSettings: PostgresSettings = {
  wal_level: 'replica',
  archive_mode: 'on',
  archive_library: 'basic_archive',
  'basic_archive.archive_directory': handedOverFolder,
  archive_timeout: '45s',
}

/**
 * What a cluster that nobody will miss does without. It may lose everything when the machine stops, but not when a
 * process is killed: a commit still waits until the log is handed to the system.
 */
export const throwAwaySettings: PostgresSettings = {
  shared_buffers: '128MB',
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  archive_mode: 'off',
  autovacuum_naptime: '1h',
  logging_collector: 'off',
  log_min_messages: 'fatal',
}

/** The text of a configuration file; values are quoted as `postgresql.conf` wants them. */
export function settingsFile(settings: PostgresSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  return ['# Written by LuckyGas at every start; put your own lines into local.conf.', ...lines, ''].join(
    '\n',
  )
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / MiB)}MB`
}
