import type { DriverDay } from '../../../contract/messages/driver-commands.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readDepositsTaken } from '../payments/payments.api.ts'
import { isQuestionOpen } from './conflict.store.ts'
import { closeDifferences } from './day-close.rules.ts'
import { readCloseOfRun, readReopenReason } from './day-close.store.ts'
import type { DeliveriesDeps } from './deliveries-deps.ts'
import { readDeliveriesOfStops } from './delivery.store.ts'
import type { RunFacts, StopFacts } from './dispatch-needs.ts'
import { blockingFaults } from './vehicle-check.rules.ts'
import { readCheckItems, readNewestCheck } from './vehicle-check.store.ts'

type RunPart = NonNullable<DriverDay['run']>
type Duties = Pick<
  RunPart,
  'isVehicleChecked' | 'checkItems' | 'blockedBy' | 'depositsTakenNtd' | 'dayClose' | 'reopenReason'
>

/** What the day asks of the driver around the doors: the vehicle's check before it, the close after it. */
export async function readRunDuties(
  deps: DeliveriesDeps,
  db: Reader,
  of: { run: RunFacts; stops: readonly StopFacts[] },
): Promise<Duties> {
  const { run } = of
  const checkItems = await readCheckItems(db, run.date)
  const check = await readNewestCheck(db, { runId: run.id, vehicleId: run.vehicle.id })
  const isHeld = check?.isBlocked === true && (await isQuestionOpen(db, 'vehicle-unsafe', check.commandId))
  const deliveries = await readDeliveriesOfStops(
    db,
    of.stops.map(stop => stop.id),
  )
  return {
    isVehicleChecked: check !== undefined,
    checkItems,
    blockedBy: isHeld ? blockingFaults(checkItems, check.items) : [],
    depositsTakenNtd: String(
      await readDepositsTaken(
        db,
        deliveries.filter(row => row.runId === run.id).map(row => row.id),
      ),
    ),
    ...(await readClose(deps, db, run.id)),
  }
}

async function readClose(
  deps: DeliveriesDeps,
  db: Reader,
  runId: string,
): Promise<Pick<RunPart, 'dayClose' | 'reopenReason'>> {
  const close = await readCloseOfRun(db, runId)
  const reopenReason = (await readReopenReason(db, runId)) ?? null
  if (!close || close.status === 'reopened') return { dayClose: null, reopenReason }
  const names = await deps.readUserNames(db, close.signedBy ? [close.signedBy] : [])
  return {
    dayClose: {
      status: close.status,
      countedCashNtd: String(close.countedCashNtd),
      varianceCashNtd: String(close.varianceCashNtd),
      isCylinderVariance: closeDifferences(close.lines).length > 0,
      receivedBy: (close.signedBy && names.get(close.signedBy)) || null,
      receivedAt: close.signedAt?.toISOString() ?? null,
    },
    reopenReason,
  }
}
