import type { WriteContext } from '../../platform/database/write.ts'
import { announceBoard } from './board.action.ts'
import { driverNotFound, shiftBackwards, staleVersion, vehicleTaken } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { readDrivers } from './fleet.store.ts'
import { retime } from './move-stop.action.ts'
import { ensurePlan, lockPlan, type PlanRow } from './plan.store.ts'
import { recordStep } from './record-step.ts'
import { holderOf, type StaffingRow, staffedDrivers } from './staffing.rules.ts'
import { readStaffing, saveStaffingRow } from './staffing.store.ts'
import { readStops } from './stop.store.ts'

/**
 * Sets who works on a day, with what and when. The draft is timed again at once: open stops of a driver who does not
 * work go to the tray with that reason; what he has begun or what is locked stays and is shown as broken.
 */
export async function saveStaffing(
  deps: DispatchDeps,
  context: WriteContext,
  input: StaffingRow & { depotId: string; date: string },
): Promise<PlanRow> {
  const { depotId, date, driverId } = input
  if (input.shiftEndMinute <= input.shiftStartMinute) throw shiftBackwards()
  const made = await ensurePlan(context.db, { id: context.newId(), depotId, date, now: context.now })
  const plan = (await lockPlan(context.db, made.id)) ?? made
  const drivers = await readDrivers(context.db, depotId)
  const driver = drivers.find(candidate => candidate.id === driverId)
  if (!driver) throw driverNotFound()
  const staffing = await readStaffing(context.db, depotId, date)
  const former = staffing.find(row => row.driverId === driverId)
  if ((former?.version ?? 0) !== input.version) throw staleVersion()
  const works = input.status === 'work'
  if (works && input.vehicleId && holderOf(input.vehicleId, driverId, staffedDrivers(drivers, staffing)))
    throw vehicleTaken()
  const before = await readStops(context.db, { planId: plan.id })
  await saveStaffingRow(context.db, { ...input, by: context.actor.id, at: context.now })
  await retime(deps, context, plan)
  await context.audit({
    action: 'staffing.set',
    entity: 'driver',
    entityId: driverId,
    before: former,
    after: input,
  })
  await recordStep(deps, context, plan, {
    kind: 'staff',
    before,
    subject: { driver: driver.name, of: input.status },
  })
  await announceBoard(context, plan)
  return plan
}
