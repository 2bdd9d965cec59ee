import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
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
  status: 'agreed' | 'awaiting_signature' | 'signed'
  signedBy: string | null
  signedAt: Date | null
  signatureNote: string
  version: number
}

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
  return Object.entries(json as Required<StoredLines>).map(([cylinderType, { full, empty }]) => ({
    cylinderType: cylinderType as CylinderType,
    fullDue: full.due,
    fullCounted: full.counted,
    emptyDue: empty.due,
    emptyCounted: empty.counted,
  }))
}

const hasVariance = (lines: readonly CloseLine[]) =>
  lines.some(line => line.fullDue !== line.fullCounted || line.emptyDue !== line.emptyCounted)

function figures(row: DayCloseRow) {
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

export async function insertDayClose(db: Tx, row: DayCloseRow): Promise<void> {
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

/** Signs a close that awaits it; false when its version has moved on. */
export async function markSigned(
  db: Tx,
  row: { id: string; version: number; by: string; at: Date; note: string },
): Promise<boolean> {
  const updated = await db
    .updateTable('day_close')
    .set({
      status: 'signed',
      signed_by: row.by,
      signed_at: row.at,
      signature_note: row.note,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .where('status', '=', 'awaiting_signature')
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
  'version',
] as const

export async function readDayClose(db: Reader, id: string): Promise<DayCloseRow | undefined> {
  const row = await db.selectFrom('day_close').select(columns).where('id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

export async function readCloseOfRun(db: Reader, runId: string): Promise<DayCloseRow | undefined> {
  const row = await db
    .selectFrom('day_close')
    .select(columns)
    .where('run_id', '=', runId)
    .orderBy('occurred_at')
    .limit(1)
    .executeTakeFirst()
  return row && toRow(row)
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
    version: row.version,
  }
}
