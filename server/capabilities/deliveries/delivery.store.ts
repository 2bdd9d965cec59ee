import type { NotNull } from 'kysely'
import type { CylinderType, ProductCode } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { FailureReason } from '../../../contract/states.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'

export type Payment = 'cash' | 'transfer' | 'monthly' | 'short' | 'none'

export interface DeliveryRow {
  id: string
  commandId: string
  stopId: string | null
  runId: string | null
  siteId: string
  driverId: string
  businessDate: BusinessDate
  outcome: 'delivered' | 'failed'
  failureReason: FailureReason | null
  occurredAt: Date
  recipient: string
  payment: Payment | null
  amountDueNtd: bigint
  amountPaidNtd: bigint
  residualCreditNtd: bigint
  note: string
  correctsId: string | null
  isVoid: boolean
}
export interface DeliveryLineRow {
  product: ProductCode
  fullOut: number
  emptyIn: number
  unitPriceNtd: bigint
}
export interface ResidualRow {
  id: string
  cylinderType: CylinderType
  grossGrams: number
  tareGrams: number
  residualGrams: number
  creditNtd: bigint
}

export async function insertDelivery(db: Tx, row: DeliveryRow): Promise<void> {
  await db
    .insertInto('delivery')
    .values({
      id: row.id,
      command_id: row.commandId,
      stop_id: row.stopId,
      run_id: row.runId,
      site_id: row.siteId,
      driver_id: row.driverId,
      business_date: row.businessDate,
      outcome: row.outcome,
      failure_reason: row.failureReason,
      occurred_at: row.occurredAt,
      recipient: row.recipient,
      payment: row.payment,
      amount_due_ntd: row.amountDueNtd,
      amount_paid_ntd: row.amountPaidNtd,
      residual_credit_ntd: row.residualCreditNtd,
      note: row.note,
      corrects_id: row.correctsId,
      is_void: row.isVoid,
    })
    .execute()
}

export async function insertDeliveryLines(
  db: Tx,
  deliveryId: string,
  lines: readonly DeliveryLineRow[],
): Promise<void> {
  if (lines.length === 0) return
  await db
    .insertInto('delivery_line')
    .values(
      lines.map(line => ({
        delivery_id: deliveryId,
        product_code: line.product,
        full_out: line.fullOut,
        empty_in: line.emptyIn,
        unit_price_ntd: line.unitPriceNtd,
      })),
    )
    .execute()
}

export async function insertResiduals(
  db: Tx,
  deliveryId: string,
  residuals: readonly ResidualRow[],
): Promise<void> {
  if (residuals.length === 0) return
  await db
    .insertInto('residual_weighing')
    .values(
      residuals.map(residual => ({
        id: residual.id,
        delivery_id: deliveryId,
        cylinder_type: residual.cylinderType,
        gross_grams: residual.grossGrams,
        tare_grams: residual.tareGrams,
        residual_grams: residual.residualGrams,
        credit_ntd: residual.creditNtd,
      })),
    )
    .execute()
}

/** Which of these ids name a weighing already, so that a second report of it gets an id of its own. */
export async function readTakenResidualIds(db: Reader, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('residual_weighing')
    .select('id')
    .where('id', 'in', [...ids])
    .execute()
  return new Set(rows.map(row => row.id))
}

export async function insertDeliveryFiles(
  db: Tx,
  deliveryId: string,
  files: readonly { fileId: string; purpose: 'photo' | 'signature' }[],
): Promise<void> {
  if (files.length === 0) return
  await db
    .insertInto('delivery_file')
    .values(files.map(file => ({ delivery_id: deliveryId, file_id: file.fileId, purpose: file.purpose })))
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

const columns = [
  'id',
  'command_id',
  'stop_id',
  'run_id',
  'site_id',
  'driver_id',
  'business_date',
  'outcome',
  'failure_reason',
  'occurred_at',
  'recipient',
  'payment',
  'amount_due_ntd',
  'amount_paid_ntd',
  'residual_credit_ntd',
  'note',
  'corrects_id',
  'is_void',
] as const

/** What drivers delivered. What was sold over the counter has no phone, no stop and a store of its own. */
const atDoors = (db: Reader) =>
  db
    .selectFrom('delivery')
    .select(columns)
    .where('command_id', 'is not', null)
    .$narrowType<{ command_id: NotNull; driver_id: NotNull }>()

export async function readDelivery(db: Reader, id: string): Promise<DeliveryRow | undefined> {
  const row = await atDoors(db).where('id', '=', id).executeTakeFirst()
  return row && toRow(row)
}

export async function readDeliveryOfCommand(db: Reader, commandId: string): Promise<DeliveryRow | undefined> {
  const row = await atDoors(db).where('command_id', '=', commandId).executeTakeFirst()
  return row && toRow(row)
}

/** Deliveries of these stops, void ones too, oldest first. At most 5,000. */
export async function readDeliveriesOfStops(db: Reader, stopIds: readonly string[]): Promise<DeliveryRow[]> {
  if (stopIds.length === 0) return []
  const rows = await atDoors(db)
    .where('stop_id', 'in', [...stopIds])
    .orderBy('occurred_at')
    .orderBy('id')
    .limit(5000)
    .execute()
  return rows.map(toRow)
}

export async function readLinesOf(
  db: Reader,
  deliveryIds: readonly string[],
): Promise<Map<string, DeliveryLineRow[]>> {
  if (deliveryIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('delivery_line as l')
    .innerJoin('product as p', 'p.code', 'l.product_code')
    .select(['l.delivery_id', 'l.product_code', 'l.full_out', 'l.empty_in', 'l.unit_price_ntd'])
    .where('l.delivery_id', 'in', [...deliveryIds])
    .orderBy('p.sort')
    .execute()
  const lines = Map.groupBy(rows, row => row.delivery_id)
  return new Map(
    [...lines].map(([id, group]) => [
      id,
      group.map(row => ({
        product: row.product_code as ProductCode,
        fullOut: row.full_out,
        emptyIn: row.empty_in,
        unitPriceNtd: row.unit_price_ntd,
      })),
    ]),
  )
}

/** The row stays as evidence; every reader of deliveries leaves void ones out. */
export async function markVoid(db: Tx, deliveryId: string): Promise<void> {
  await db.updateTable('delivery').set({ is_void: true }).where('id', '=', deliveryId).execute()
}

/** A delivery that was kept beside the books counts from now on. */
export async function markStanding(db: Tx, deliveryId: string): Promise<void> {
  await db.updateTable('delivery').set({ is_void: false }).where('id', '=', deliveryId).execute()
}

export async function setAmountDue(db: Tx, deliveryId: string, amountDueNtd: bigint): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ amount_due_ntd: amountDueNtd })
    .where('id', '=', deliveryId)
    .execute()
}

/** Whether a delivery already stands as the correction of this one; each is corrected once. */
export async function isCorrected(db: Reader, deliveryId: string): Promise<boolean> {
  const row = await db
    .selectFrom('delivery')
    .select('id')
    .where('corrects_id', '=', deliveryId)
    .executeTakeFirst()
  return row !== undefined
}

type Selected = {
  id: string
  command_id: string
  stop_id: string | null
  run_id: string | null
  site_id: string
  driver_id: string
  business_date: string
  outcome: string
  failure_reason: string | null
  occurred_at: Date
  recipient: string
  payment: string | null
  amount_due_ntd: bigint
  amount_paid_ntd: bigint
  residual_credit_ntd: bigint
  note: string
  corrects_id: string | null
  is_void: boolean
}

function toRow(row: Selected): DeliveryRow {
  return {
    id: row.id,
    commandId: row.command_id,
    stopId: row.stop_id,
    runId: row.run_id,
    siteId: row.site_id,
    driverId: row.driver_id,
    businessDate: row.business_date,
    outcome: row.outcome as DeliveryRow['outcome'],
    failureReason: row.failure_reason as FailureReason | null,
    occurredAt: row.occurred_at,
    recipient: row.recipient,
    payment: row.payment as Payment | null,
    amountDueNtd: row.amount_due_ntd,
    amountPaidNtd: row.amount_paid_ntd,
    residualCreditNtd: row.residual_credit_ntd,
    note: row.note,
    correctsId: row.corrects_id,
    isVoid: row.is_void,
  }
}
