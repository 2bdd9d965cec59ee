import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import type { DataFolder } from '../data-folder/data-folder.ts'
import { takeFileLock } from '../data-folder/file-lock.ts'
import { openDirectConnection } from '../database/database.ts'
import { handedOverFolder } from '../embedded-postgres/postgres-settings.ts'
import { BackupError } from './backup-error.ts'
import { type BackupFolder, type LineFolder, ownLine, writeJson } from './backup-folder.ts'
import type { BackupKey } from './backup-key.ts'
import { shipFiles, shipWal } from './ship.ts'

export interface BackupKeeper {
  line(): Promise<LineFolder>
  /** One round: what PostgreSQL has handed over and the new documents go into the backup. */
  ship(): Promise<{ segments: number; documents: string[] }>
}

/** Up to when everything committed is in the backup. */
export interface Reach {
  until: string
}

export interface KeeperOptions {
  data: DataFolder
  backup: BackupFolder
  key: BackupKey
  connectionString: string
  clock: Clock
}

const lockTimeoutMs = 120_000
/** A commit's time is taken a moment before its record is written. */
const commitSlackMs = 1_000

/** Ships into the backup of this installation; processes of one installation take turns. */
export function makeKeeper(options: KeeperOptions): BackupKeeper {
  const { data, backup, key } = options
  let waiting: Mark[] = []
  const line = () => ownLine(data, backup, options.clock.now())
  return {
    line,
    ship: async () => {
      const own = await line()
      const lock = await takeFileLock(join(own.path, 'ship.lock'), 'exclusive', lockTimeoutMs)
      try {
        waiting.push(await markNow(options.connectionString))
        const segments = await shipWal(join(data.path, 'postgres', handedOverFolder), own, key)
        const { names: documents } = await shipFiles(data.file('files'), own, key)
        waiting = await noteReach(own, waiting)
        await refuseStuckArchiver(options.connectionString)
        return { segments, documents }
      } finally {
        lock.release()
      }
    },
  }
}

/** What PostgreSQL cannot hand over it keeps and tries again; somebody must hear of it before its disk is full. */
async function refuseStuckArchiver(connectionString: string): Promise<void> {
  const client = await openDirectConnection(connectionString)
  try {
    const { rows } = await client.query<{ last_failed_wal: string }>(
      `select last_failed_wal from pg_stat_archiver
       where last_failed_time > coalesce(last_archived_time, '-infinity')`,
    )
    if (rows[0])
      throw new BackupError(
        `PostgreSQL cannot hand over its log from ${rows[0].last_failed_wal} on; is its disk full?`,
      )
  } finally {
    await client.end()
  }
}

/** At this time the log had come so far: what was committed before is complete once that segment is shipped. */
interface Mark {
  at: Date
  segment: string
  /** Nothing was written since the segment before; so that one being there is enough. */
  isAtStart: boolean
}

async function markNow(connectionString: string): Promise<Mark> {
  const client = await openDirectConnection(connectionString)
  try {
    // The time is read first; whatever is committed later than it may or may not be covered.
    const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at')
    const { rows: places } = await client.query<{ segment: string; offset: number }>(
      `select (pg_walfile_name_offset(pg_current_wal_insert_lsn())).file_name as segment,
         (pg_walfile_name_offset(pg_current_wal_insert_lsn())).file_offset as offset`,
    )
    const at = new Date((rows[0]?.at.getTime() ?? 0) - commitSlackMs)
    // A fresh segment begins with a page header of 40 bytes.
    return { at, segment: places[0]?.segment ?? '', isAtStart: (places[0]?.offset ?? 1) <= 64 }
  } finally {
    await client.end()
  }
}

async function noteReach(line: LineFolder, marks: Mark[]): Promise<Mark[]> {
  const last = (await line.walSegments()).filter(name => name.length === 24).at(-1) ?? ''
  const next = following(last)
  const isReached = ({ segment, isAtStart }: Mark) =>
    last !== '' && (segment <= last || (isAtStart && segment === next))
  const reached = marks.filter(isReached).at(-1)
  if (!reached) return marks
  await writeJson(join(line.path, 'reach.json'), { until: reached.at.toISOString() } satisfies Reach)
  return marks.filter(mark => mark.at > reached.at)
}

/** The name of the segment after this one, with PostgreSQL's usual segments of 16 MiB (256 to a log file of 4 GiB). */
export function following(segment: string): string {
  const timeline = segment.slice(0, 8)
  const number = BigInt(`0x${segment.slice(8, 16) || 0}`) * 256n + BigInt(`0x${segment.slice(16) || 0}`) + 1n
  const hex = (value: bigint) => value.toString(16).toUpperCase().padStart(8, '0')
  return `${timeline}${hex(number / 256n)}${hex(number % 256n)}`
}
