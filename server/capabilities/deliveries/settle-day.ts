import type { CylinderCounts } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import {
  type Counted,
  depot,
  type Holdings,
  holdAccounts,
  postMovement,
  readHoldingsOf,
  transfer,
  truck,
} from '../cylinders/cylinders.api.ts'
import { depotTill, driverHand, holdCash, pay, postCash, readCashInHand } from '../payments/payments.api.ts'
import { type CloseLine, closeDifferences, closeLines, withoutPending } from './day-close.rules.ts'
import { listDayCloses } from './day-close.store.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import type { RunFacts } from './dispatch-needs.ts'

/** What a driver must hand back: the books without differences of earlier days that await a signature. */
export interface Due {
  cashNtd: bigint
  onTruck: Holdings
}

/**
 * What is due of a driver and his vehicle now. A difference that nobody has signed for yet stays on the truck and in
 * the hand in the books; it belongs to its own day and is left out here.
 */
export async function readDue(
  deps: DeliveriesDeps,
  db: Reader,
  of: { driverId: string; vehicleId: string; exceptCloseId?: string },
): Promise<Due> {
  const awaiting = (await listDayCloses(db, { status: 'awaiting_signature' })).filter(
    close => close.id !== of.exceptCloseId,
  )
  const runs = await deps.dispatch.readRuns(
    db,
    awaiting.map(close => close.runId),
  )
  const vehicleOf = new Map(runs.map(run => [run.id, run.vehicle.id]))
  const pendingCash = awaiting
    .filter(close => close.driverId === of.driverId)
    .reduce((sum, close) => sum + close.varianceCashNtd, 0n)
  const pendingLines = awaiting
    .filter(close => vehicleOf.get(close.runId) === of.vehicleId)
    .flatMap(close => close.lines)
  const inHand = (await readCashInHand(db, [of.driverId])).get(of.driverId) ?? 0n
  const onTruck = await readHoldingsOf(db, truck(of.vehicleId))
  return { cashNtd: inHand + pendingCash, onTruck: withoutPending(onTruck, pendingLines) }
}

export interface Settlement {
  closeId: string
  run: RunFacts
  driverId: string
  occurredAt: Date
  bookedOn: BusinessDate
  countedCashNtd: bigint
  counted: readonly Counted[]
}
export interface Settled {
  dueCashNtd: bigint
  varianceCashNtd: bigint
  lines: CloseLine[]
  isAgreed: boolean
}

/** What was counted goes back: cylinders to the depot, cash to its till. What differs stays open until it is signed. */
export async function settleDay(
  deps: DeliveriesDeps,
  context: WriteContext,
  settlement: Settlement,
): Promise<Settled> {
  const { run, driverId, counted, closeId } = settlement
  const van = truck(run.vehicle.id)
  const base = depot(run.depotId)
  await holdAccounts(context, [van, base])
  await holdCash(context, driverHand(driverId))
  const due = await readDue(deps, context.db, {
    driverId,
    vehicleId: run.vehicle.id,
    exceptCloseId: closeId,
  })
  const lines = closeLines(due.onTruck, counted)
  const common = {
    businessDate: settlement.bookedOn,
    occurredAt: settlement.occurredAt,
    source: 'day_close',
    sourceId: closeId,
  }
  const full: CylinderCounts = {}
  const empty: CylinderCounts = {}
  for (const line of lines) {
    full[line.cylinderType] = line.fullCounted
    empty[line.cylinderType] = line.emptyCounted
  }
  await postMovement(context, {
    ...common,
    kind: 'unload',
    entries: [...transfer(van, base, 'full', full), ...transfer(van, base, 'empty', empty)],
  })
  await postCash(context, {
    ...common,
    kind: 'hand_in',
    entries: pay(driverHand(driverId), depotTill(run.depotId), settlement.countedCashNtd),
  })
  const varianceCashNtd = settlement.countedCashNtd - due.cashNtd
  const isAgreed = varianceCashNtd === 0n && closeDifferences(lines).length === 0
  return { dueCashNtd: due.cashNtd, varianceCashNtd, lines, isAgreed }
}
