import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TimeoutStrategy,
  timeout,
} from 'cockatiel'
import { type Kysely, sql } from 'kysely'
import { type Database, isConnectionFault, openDatabase } from './database.ts'
import type { DB } from './database.types.ts'
import { keepMarks, lagMs, logPosition, type Mark } from './replica-lag.rules.ts'

/**
 * What a report reads with: one snapshot, perhaps of a standby that is some seconds behind. It selects and can do nothing
 * else, and the type is not a `Reader`: what decides on money, stock or permission asks for one and cannot be given this.
 */
export type ReportReader = Pick<Database, 'selectFrom' | 'with' | 'getExecutor' | 'isTransaction'>

/** Where a report was read: on the standby, or on the primary because the standby was late or away. */
export type ReportPlace = 'replica' | 'replica-late' | 'replica-away'

export interface Reports {
  /** Reads everything on one snapshot. The work may run a second time, where a standby went away in the middle of it. */
  read<T>(work: (reader: ReportReader) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface ReplicaOptions {
  primary: Database
  /** A standby that follows, or a proxy before several. */
  replicaUrl: string
  /** A standby further behind than this is not asked. */
  maxLagMs: number
  onRead(place: ReportPlace): void
  /** The standby could not be asked; the report was read on the primary. */
  onFault(error: Error): void
}

const replicaConnections = 4
const failuresInARow = 3
const breakMs = 10_000
/** A standby that does not say at once how far it is will not read a report quickly either. */
const guardMs = 1_000
const longestReportMs = 60_000
/** The standby's answer that a report stood in the way of what it had to replay; SQLSTATE of recovery conflicts. */
const recoveryConflicts = new Set(['40001', '40P01', '57014', '58P01'])

const snapshot = <T>(db: Kysely<DB>, work: (reader: ReportReader) => Promise<T>) =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)

/** Reports of a set-up without a standby. */
export function primaryReports(primary: Database): Reports {
  return { read: work => snapshot(primary, work), close: async () => undefined }
}

class ReplicaLate extends Error {
  override name = 'ReplicaLate'
}

function isAway(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return (
    isConnectionFault(error) ||
    error instanceof BrokenCircuitError ||
    (typeof code === 'string' && recoveryConflicts.has(code)) ||
    (error instanceof Error && /Query read timeout|Operation timed out/.test(error.message))
  )
}

/**
 * Reads reports on a standby that has been seen to be near enough, else on the primary. How near is told by marks: this
 * process notes where the primary's log stands, and the very connection that reads the report says how far it has come.
 * A standby that fails again and again is left alone for a while.
 */
export function openReplicaReports(options: ReplicaOptions): Reports {
  const { primary, maxLagMs } = options
  const replica = openDatabase({
    connectionString: options.replicaUrl,
    maxConnections: replicaConnections,
    applicationName: 'luckygas-reports',
    queryTimeoutMs: longestReportMs,
    onIdleError: options.onFault,
  })
  let marks: Mark[] = []
  let isMarking = false
  const mark = async () => {
    if (isMarking) return
    isMarking = true
    try {
      // Everything that was acknowledged before this moment stands before the position.
      const atMs = performance.now()
      const { rows } = await sql<{ position: string }>`
        select pg_current_wal_flush_lsn()::text as position`.execute(primary)
      const position = rows[0]?.position
      if (position) marks = keepMarks(marks, { atMs, position: logPosition(position) }, maxLagMs)
    } catch {
      // Without a primary there are no new marks, and soon nothing is near enough.
    } finally {
      isMarking = false
    }
  }
  const timer = setInterval(() => void mark(), Math.min(1_000, maxLagMs / 4)).unref()
  void mark()

  const quick = timeout(guardMs, TimeoutStrategy.Aggressive)
  async function mustBeNear(connection: Kysely<DB>): Promise<void> {
    const { rows } = await quick.execute(() =>
      sql<{ replayed: string | null }>`
        select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() end::text as replayed`.execute(
        connection,
      ),
    )
    const replayed = rows[0]?.replayed
    const lag = replayed ? lagMs(marks, logPosition(replayed), performance.now()) : undefined
    if (lag === undefined || lag > maxLagMs) throw new ReplicaLate('the standby is behind')
  }
  const breaker = circuitBreaker(handleWhen(isAway), {
    halfOpenAfter: breakMs,
    breaker: new ConsecutiveBreaker(failuresInARow),
  })
  const readReplica = <T>(work: (reader: ReportReader) => Promise<T>) =>
    breaker.execute(() =>
      replica.db.connection().execute(async connection => {
        await mustBeNear(connection)
        return snapshot(connection, work)
      }),
    )
  return {
    read: async work => {
      try {
        const answer = await readReplica(work)
        options.onRead('replica')
        return answer
      } catch (error) {
        const isLate = error instanceof ReplicaLate
        if (!isLate && !isAway(error)) throw error
        if (!isLate) options.onFault(error as Error)
        options.onRead(isLate ? 'replica-late' : 'replica-away')
        return snapshot(primary, work)
      }
    },
    close: async () => {
      clearInterval(timer)
      await replica.close()
    },
  }
}
