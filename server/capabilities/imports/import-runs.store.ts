import { sql } from 'kysely'
import type { ImportResult } from '../../../contract/endpoints/imports.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { locks } from '../../platform/database/locks.ts'
import type { ImportedChange } from './import-customers.action.ts'
import type { ImportKind } from './import-kinds.ts'

export interface ImportRun {
  id: string
  kind: ImportKind
  fileName: string
  isDryRun: boolean
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  progressRows: number
  result: RunCounts | null
  failure: string | null
  actorId: string | null
  createdAt: Date
  finishedAt: Date | null
}

/** The result without its findings, which stand in rows of their own. */
export type RunCounts = Omit<ImportResult, 'rejected' | 'warnings'> & {
  rejectedCount: number
  warningCount: number
}

const runColumns = [
  'id',
  'kind',
  'file_name',
  'is_dry_run',
  'status',
  'progress_rows',
  'result',
  'failure',
  'actor_id',
  'created_at',
  'finished_at',
] as const

/** Waits until no other import is at work; held until the transaction ends. */
export async function lockImports(db: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${locks.import}::bigint)`.execute(db)
}

/** Whether no import is at work just now. */
export async function mayStartImport(db: Tx): Promise<boolean> {
  const { rows } = await sql<{
    free: boolean
  }>`select pg_try_advisory_xact_lock(${locks.import}::bigint) as free`.execute(db)
  return rows[0]?.free === true
}

export async function insertRun(
  db: Tx,
  run: Pick<ImportRun, 'id' | 'kind' | 'fileName' | 'isDryRun' | 'status'> & { actorId: string; now: Date },
): Promise<void> {
  await db
    .insertInto('import_run')
    .values({
      id: run.id,
      kind: run.kind,
      file_name: run.fileName,
      is_dry_run: run.isDryRun,
      status: run.status,
      actor_id: run.actorId,
      created_at: run.now,
    })
    .execute()
}

/** Runs that wait or work, the newest first. */
export async function readUnfinishedRuns(db: Reader): Promise<{ id: string; status: string }[]> {
  const rows = await db
    .selectFrom('import_run')
    .select(['id', 'status'])
    .where('status', 'in', ['queued', 'running'])
    .orderBy('created_at', 'desc')
    .limit(50)
    .execute()
  return rows
}

export async function markRun(
  db: Reader,
  id: string,
  change: { status?: ImportRun['status']; progressRows?: number; failure?: string; finishedAt?: Date },
): Promise<void> {
  await db
    .updateTable('import_run')
    .set({
      ...(change.status && { status: change.status }),
      ...(change.progressRows !== undefined && { progress_rows: BigInt(change.progressRows) }),
      ...(change.failure !== undefined && { failure: change.failure }),
      ...(change.finishedAt && { finished_at: change.finishedAt }),
    })
    .where('id', '=', id)
    .execute()
}

export async function readRun(db: Reader, id: string): Promise<ImportRun | undefined> {
  const row = await db.selectFrom('import_run').select(runColumns).where('id', '=', id).executeTakeFirst()
  return row && runOf(row)
}

/** Runs, newest first, older than `before` where given. */
export async function listRuns(db: Reader, before: string | undefined, limit: number): Promise<ImportRun[]> {
  let query = db.selectFrom('import_run').select(runColumns).orderBy('id', 'desc').limit(limit)
  if (before !== undefined) query = query.where('id', '<', before)
  return (await query.execute()).map(runOf)
}

type RunRow = {
  id: string
  kind: string
  file_name: string
  is_dry_run: boolean
  status: string
  progress_rows: bigint
  result: unknown
  failure: string | null
  actor_id: string | null
  created_at: Date
  finished_at: Date | null
}

function runOf(row: RunRow): ImportRun {
  return {
    id: row.id,
    kind: row.kind as ImportKind,
    fileName: row.file_name,
    isDryRun: row.is_dry_run,
    status: row.status as ImportRun['status'],
    progressRows: Number(row.progress_rows),
    result: row.result as RunCounts | null,
    failure: row.failure,
    actorId: row.actor_id,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}

/** Rows of one insert. */
const batchRows = 2_000

/** Keeps what a run found and what it changed, and closes it. */
export async function finishRun(
  db: Tx,
  id: string,
  outcome: { result: ImportResult; changes: readonly ImportedChange[]; now: Date },
): Promise<void> {
  const { rejected, warnings, ...counts } = outcome.result
  const findings = [
    ...rejected.map(finding => ({ severity: 'rejected', ...finding })),
    ...warnings.map(finding => ({ severity: 'warning', ...finding })),
  ]
  for (let from = 0; from < findings.length; from += batchRows) {
    const rows = findings
      .slice(from, from + batchRows)
      .map(({ severity, row, column, code, value }, index) => ({
        run_id: id,
        ordinal: from + index + 1,
        severity,
        row: BigInt(row),
        column_name: column,
        code,
        value,
      }))
    await db.insertInto('import_finding').values(rows).execute()
  }
  for (let from = 0; from < outcome.changes.length; from += batchRows) {
    const rows = outcome.changes
      .slice(from, from + batchRows)
      .map(({ customerCode, change, cells }, index) => ({
        run_id: id,
        ordinal: from + index + 1,
        customer_code: customerCode,
        change,
        cells: JSON.stringify(cells),
      }))
    await db.insertInto('import_change').values(rows).execute()
  }
  const result: RunCounts = { ...counts, rejectedCount: rejected.length, warningCount: warnings.length }
  await db
    .updateTable('import_run')
    .set({
      status: 'done',
      result: JSON.stringify(result),
      progress_rows: BigInt(result.rows),
      failure: null,
      finished_at: outcome.now,
    })
    .where('id', '=', id)
    .execute()
}

export async function listFindings(
  db: Reader,
  runId: string,
  page: { after: number; limit: number; severity: 'rejected' | 'warning' | undefined },
) {
  let query = db
    .selectFrom('import_finding')
    .select(['ordinal', 'severity', 'row', 'column_name', 'code', 'value'])
    .where('run_id', '=', runId)
    .where('ordinal', '>', page.after)
    .orderBy('ordinal')
    .limit(page.limit)
  if (page.severity !== undefined) query = query.where('severity', '=', page.severity)
  return query.execute()
}

export async function listChanges(db: Reader, runId: string, page: { after: number; limit: number }) {
  return db
    .selectFrom('import_change')
    .select(['ordinal', 'customer_code', 'change', 'cells'])
    .where('run_id', '=', runId)
    .where('ordinal', '>', page.after)
    .orderBy('ordinal')
    .limit(page.limit)
    .execute()
}
