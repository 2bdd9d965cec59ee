import { type CylinderType, cylinderTypeCodes } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { CloseLine } from './day-close.rules.ts'

export interface DayCloseRow {
  id: string
  commandId: string
  runId: string
  driverId: string
  businessDate: BusinessDate
  countedCashNtd: bigint
  dueCashNtd: bigint
  varianceCashNtd: bigint
  denominations: Record<string, number>
  lines: CloseLine[]
  reason: string
  driverSignatureFileId: string | null
  occurredAt: Date
  status: 'agreed' | 'awaiting_signature' | 'signed' | 'reopened'
  signedBy: string | null
  signedAt: Date | null
  signatureNote: string
  receivedSignatureFileId: string | null
  reopenedBy: string | null
  reopenedAt: Date | null
  reopenReason: string
  version: number
}
/** What a close is when it is made; receiving and reopening fill the rest. */
export type NewDayClose = Omit<
  DayCloseRow,
  | 'signedBy'
  | 'signedAt'
  | 'signatureNote'
  | 'receivedSignatureFileId'
  | 'reopenedBy'
  | 'reopenedAt'
  | 'reopenReason'
  | 'version'
>

type StoredLines = Partial<
  Record<CylinderType, { full: { due: number; counted: number }; empty: { due: number; counted: number } }>
>

function linesToJson(lines: readonly CloseLine[]): string {
  const stored: StoredLines = {}
  for (const line of lines)
    stored[line.cylinderType] = {
      full: { due: line.fullDue, counted: line.fullCounted },
      empty: { due: line.emptyDue, counted: line.emptyCounted },
    }
  return JSON.stringify(stored)
}

function linesFromJson(json: unknown): CloseLine[] {
  // The database orders the keys of an object its own way; people read sizes from large to small.
  const stored = json as StoredLines
  return cylinderTypeCodes.flatMap(cylinderType => {
    const line = stored[cylinderType]
    if (!line) return []
    const { full, empty } = line
    return {
      cylinderType,
      fullDue: full.due,
      fullCounted: full.counted,
      emptyDue: empty.due,
      emptyCounted: empty.counted,
    }
  })
}

const hasVariance = (lines: readonly CloseLine[]) =>
  lines.some(line => line.fullDue !== line.fullCounted || line.emptyDue !== line.emptyCounted)

function figures(row: NewDayClose) {
  return {
    counted_cash_ntd: row.countedCashNtd,
    due_cash_ntd: row.dueCashNtd,
    variance_cash_ntd: row.varianceCashNtd,
    denominations: JSON.stringify(row.denominations),
    cylinders: linesToJson(row.lines),
    is_cylinder_variance: hasVariance(row.lines),
    reason: row.reason,
    driver_signature_file_id: row.driverSignatureFileId,
    occurred_at: row.occurredAt,
    status: row.status,
  }
}

export async function insertDayClose(db: Tx, row: NewDayClose): Promise<void> {
  await db
    .insertInto('day_close')
    .values({
      id: row.id,
      command_id: row.commandId,
      run_id: row.runId,
      driver_id: row.driverId,
      business_date: row.businessDate,
      ...figures(row),
    })
    .execute()
}

/** Replaces the figures of a close by those of a recount. */
export async function updateFigures(db: Tx, row: DayCloseRow): Promise<void> {
  await db
    .updateTable('day_close')
    .set({ ...figures(row), version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
}

/** Receives a close that waits for it; false when its version has moved on. */
export async function markSigned(
  db: Tx,
  row: { id: string; version: number; by: string; at: Date; note: string; signatureFileId: string | null },
): Promise<boolean> {
  const updated = await db
    .updateTable('day_close')
    .set({
      status: 'signed',
      signed_by: row.by,
      signed_at: row.at,
      signature_note: row.note,
      received_signature_file_id: row.signatureFileId,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .where('status', 'in', ['agreed', 'awaiting_signature'])
    .returning('id')
    .executeTakeFirst()
  return updated !== undefined
}

/** Takes a close back that stands; false when its version has moved on. Its figures stay to be read. */
export async function markReopened(
  db: Tx,
  row: { id: string; version: number; by: string; at: Date; reason: string },
): Promise<boolean> {
  const updated = await db
    .updateTable('day_close')
    .set({
      status: 'reopened',
      reopened_by: row.by,
      reopened_at: row.at,
      reopen_reason: row.reason,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .where('status', '!=', 'reopened')
    .returning('id')
    .executeTakeFirst()
  return updated !== undefined
}

const columns = [
  'id',
  'command_id',
  'run_id',
  'driver_id',
  'business_date',
  'counted_cash_ntd',
  'due_cash_ntd',
  'variance_cash_ntd',
  'denominations',
  'cylinders',
  'reason',
  'driver_signature_file_id',
  'occurred_at',
  'status',
  'signed_by',
  'signed_at',
  'signature_note',
  'received_signature_file_id',
  'reopened_by',
  'reopened_at',
  'reopen_reason',
  'version',
] as const

export async function readDayClose(db: Reader, id: string): Promise<DayCloseRow | undefined> {
  const row = await db.selectFrom('day_close').select(columns).where('id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

/** The close of a run that stands; one that was taken back does not. */
export async function readCloseOfRun(db: Reader, runId: string): Promise<DayCloseRow | undefined> {
  const row = await db
    .selectFrom('day_close')
    .select(columns)
    .where('run_id', '=', runId)
    .where('status', '!=', 'reopened')
    .orderBy('occurred_at')
    .limit(1)
    .executeTakeFirst()
  return row && toRow(row)
}

/** Why the newest close of a run was taken back; undefined when none was. */
export async function readReopenReason(db: Reader, runId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('day_close')
    .select('reopen_reason')
    .where('run_id', '=', runId)
    .where('status', '=', 'reopened')
    .orderBy('reopened_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.reopen_reason
}

/** Closes that nobody has received yet: id, run and day. At most 500, oldest first. */
export async function listUnreceived(
  db: Reader,
): Promise<{ id: string; runId: string; businessDate: BusinessDate }[]> {
  const rows = await db
    .selectFrom('day_close')
    .select(['id', 'run_id', 'business_date'])
    .where('status', 'in', ['agreed', 'awaiting_signature'])
    .orderBy('business_date')
    .limit(500)
    .execute()
  return rows.map(row => ({ id: row.id, runId: row.run_id, businessDate: row.business_date }))
}

/** Closes of a day, or those that still await a signature whatever their day. At most 500. */
export async function listDayCloses(
  db: Reader,
  filter: { businessDate: BusinessDate } | { status: 'awaiting_signature' },
): Promise<DayCloseRow[]> {
  const rows = await db
    .selectFrom('day_close')
    .select(columns)
    .where(eb =>
      'status' in filter ? eb('status', '=', filter.status) : eb('business_date', '=', filter.businessDate),
    )
    .orderBy('occurred_at')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map(toRow)
}

type Selected = {
  id: string
  command_id: string
  run_id: string
  driver_id: string
  business_date: string
  counted_cash_ntd: bigint
  due_cash_ntd: bigint
  variance_cash_ntd: bigint
  denominations: unknown
  cylinders: unknown
  reason: string
  driver_signature_file_id: string | null
  occurred_at: Date
  status: string
  signed_by: string | null
  signed_at: Date | null
  signature_note: string
  received_signature_file_id: string | null
  reopened_by: string | null
  reopened_at: Date | null
  reopen_reason: string
  version: number
}

function toRow(row: Selected): DayCloseRow {
  return {
    id: row.id,
    commandId: row.command_id,
    runId: row.run_id,
    driverId: row.driver_id,
    businessDate: row.business_date,
    countedCashNtd: row.counted_cash_ntd,
    dueCashNtd: row.due_cash_ntd,
    varianceCashNtd: row.variance_cash_ntd,
    denominations: row.denominations as Record<string, number>,
    lines: linesFromJson(row.cylinders),
    reason: row.reason,
    driverSignatureFileId: row.driver_signature_file_id,
    occurredAt: row.occurred_at,
    status: row.status as DayCloseRow['status'],
    signedBy: row.signed_by,
    signedAt: row.signed_at,
    signatureNote: row.signature_note,
    receivedSignatureFileId: row.received_signature_file_id,
    reopenedBy: row.reopened_by,
    reopenedAt: row.reopened_at,
    reopenReason: row.reopen_reason,
    version: row.version,
  }
}
