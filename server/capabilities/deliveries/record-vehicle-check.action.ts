import { officeStream } from '../../../contract/messages/live.ts'
import { announceDriverDay, type CommandOf, type Fact, type Question } from './fact.ts'
import { insertVehicleCheck } from './vehicle-check.store.ts'

/** The walk round the vehicle before driving. What is not in order is the office's question, not the driver's gate. */
export async function recordVehicleCheck(fact: Fact<CommandOf<'vehicle_check'>>): Promise<Question[]> {
  const { context, command, run } = fact
  const faults = command.items.filter(item => !item.isOk)
  await insertVehicleCheck(context.db, {
    id: context.newId(),
    commandId: command.id,
    runId: run.id,
    vehicleId: run.vehicle.id,
    items: command.items,
    isSafe: faults.length === 0,
    odometerKm: command.odometerKm,
    occurredAt: fact.occurredAt,
  })
  await context.announce({ stream: officeStream(run.depotId), kind: 'run.changed', entityId: run.id })
  await announceDriverDay(context, fact.driverId, run.id)
  if (faults.length === 0) return []
  return [
    {
      kind: 'vehicle-unsafe',
      detail: {
        plate: run.vehicle.plate,
        faults: faults.map(fault => fault.item).join(' '),
        note: faults
          .map(fault => fault.note)
          .filter(Boolean)
          .join(' ／ '),
      },
    },
  ]
}
