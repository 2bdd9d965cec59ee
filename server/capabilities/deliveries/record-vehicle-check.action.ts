import { officeStream } from '../../../contract/messages/live.ts'
import { announceDriverDay, type CommandOf, type Fact, type Question } from './fact.ts'
import { blockingFaults } from './vehicle-check.rules.ts'
import { insertVehicleCheck, readCheckItems } from './vehicle-check.store.ts'

/**
 * The walk round the vehicle before driving. The fact always posts; a fault that blocks keeps the phone from loading
 * until the vehicle is checked anew without it, or the office decides that it may go.
 */
export async function recordVehicleCheck(fact: Fact<CommandOf<'vehicle_check'>>): Promise<Question[]> {
  const { context, command, run } = fact
  const list = await readCheckItems(context.db, run.date)
  const faults = command.items.filter(item => !item.isOk)
  const blocking = blockingFaults(list, command.items)
  await insertVehicleCheck(context.db, {
    id: context.newId(),
    commandId: command.id,
    runId: run.id,
    vehicleId: run.vehicle.id,
    items: command.items,
    isSafe: faults.length === 0,
    isBlocked: blocking.length > 0,
    odometerKm: command.odometerKm,
    fileIds: command.files.map(file => file.fileId),
    occurredAt: fact.occurredAt,
  })
  await context.announce({ stream: officeStream(run.depotId), kind: 'run.changed', entityId: run.id })
  await announceDriverDay(context, fact.driverId, run.id)
  if (faults.length === 0) return []
  const labels = new Map(list.map(item => [item.code, item.label]))
  return [
    {
      kind: 'vehicle-unsafe',
      detail: {
        plate: run.vehicle.plate,
        faults: faults.map(fault => labels.get(fault.item) ?? fault.item).join('、'),
        note: faults
          .map(fault => fault.note)
          .filter(Boolean)
          .join(' ／ '),
      },
    },
  ]
}
