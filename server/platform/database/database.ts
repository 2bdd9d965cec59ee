import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { CarefulClient } from './commit-in-doubt.ts'
import type { DB } from './database.types.ts'

export type Database = Kysely<DB>
export type Tx = Transaction<DB>
/** What a store reads with: the pool or the transaction it is called in. */
export type Reader = Database | Tx

// PostgreSQL's bigint is money or a sequence: never a float. A date is a business day: never an instant.
const int8 = 20
const date = 1082
const dateArray = 1182
const parsers = new Map<number, (text: string) => unknown>([
  [int8, text => BigInt(text)],
  [date, text => text],
])

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  const own = format === 'binary' ? undefined : parsers.get(oid)
  if (own) return own
  if (oid === dateArray) return (text: string) => text.slice(1, -1).split(',').filter(Boolean)
  return pg.types.getTypeParser(oid, format as 'text')
}

export interface DatabaseOptions {
  connectionString: string
  /** Most connections this process holds. */
  maxConnections?: number
  /** Told about errors of idle connections, which would otherwise end the process. */
  onIdleError?: (error: Error) => void
  applicationName?: string
  /** A statement that is not answered within this is given up. */
  queryTimeoutMs?: number
}

export interface OpenDatabase {
  db: Database
  pool: pg.Pool
  connectionString: string
  close(): Promise<void>
}

/** Opens a pool; nothing connects until the first query. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.maxConnections ?? 12,
    application_name: options.applicationName ?? 'luckygas',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    ...(options.queryTimeoutMs !== undefined && { query_timeout: options.queryTimeoutMs, keepAlive: true }),
    types: { getTypeParser } as pg.CustomTypesConfig,
    Client: CarefulClient,
  })
  pool.on('error', error => options.onIdleError?.(error))
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, connectionString: options.connectionString, close: () => db.destroy() }
}

/**
 * A pool for a library that reads PostgreSQL's types in its own way. It outlives the loss of any of its connections, also
 * while it closes: `end` answers before they are gone.
 */
export function openPlainPool(connectionString: string, maxConnections: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: maxConnections })
  // The next statement on such a connection fails, of which the library hears.
  const ignore = () => undefined
  return pool.on('error', ignore).on('connect', client => client.on('error', ignore))
}

/** A connection outside the pool, for LISTEN and session locks, which must not pass through a pooler. */
export async function openDirectConnection(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, types: { getTypeParser } as pg.CustomTypesConfig })
  await client.connect()
  return client
}

/**
 * SQLSTATE class 08 (PgBouncer gives 08P01 for whatever goes wrong between it and the server), shutdown and start-up
 * (57P0x), no connection left (53300), no room left on its disk (53100), and a write on a primary that has just become
 * a standby (25006).
 */
const unreachable = /^(08...|57P0[123]|53[13]00|25006|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/

/** Whether an error means that the database could not be reached, rather than that it said no. */
export function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && unreachable.test(code)) return true
  return /Connection terminated|timeout exceeded when trying to connect|is not queryable/.test(error.message)
}

/** Serialization failure or deadlock: the transaction was undone and may simply run again. */
export function isRetryable(error: unknown): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return code === '40001' || code === '40P01'
}
