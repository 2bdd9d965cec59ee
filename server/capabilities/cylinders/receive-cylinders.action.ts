import type { CylinderCounts, CylinderType } from '../../../contract/kernel/cylinders.ts'
import { officeStream } from '../../../contract/messages/live.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { holderNotFound, nothingMoved } from './cylinders.errors.ts'
import { depot, plant, transfer } from './cylinders.rules.ts'
import { readStandingMovements } from './cylinders.store.ts'
import type { HolderNames } from './holder-names.ts'
import { postMovement } from './post-movement.action.ts'

type Lines = readonly { cylinderType: CylinderType; quantity: number }[]

/** The plant's truck at the depot: fulls come, empties go back with it. */
export async function receiveCylinders(
  deps: { names: HolderNames },
  context: WriteContext,
  receipt: { id: string; depotId: string; full: Lines; empty: Lines; note: string },
): Promise<{ ok: true }> {
  const { depotId } = receipt
  if (!(await deps.names.readHolders(context.db, 'depot', [depotId])).has(depotId)) throw holderNotFound()
  // The receipt's id came from the sender: the same receipt under another key is still one receipt.
  if ((await readStandingMovements(context.db, 'receipt', receipt.id)).length > 0) return { ok: true }
  const common = {
    businessDate: context.today,
    occurredAt: context.now,
    source: 'receipt',
    sourceId: receipt.id,
    reason: receipt.note,
  }
  const received = await postMovement(context, {
    ...common,
    kind: 'receive',
    entries: transfer(plant, depot(depotId), 'full', countsOf(receipt.full)),
  })
  const sent = await postMovement(context, {
    ...common,
    kind: 'fill',
    entries: transfer(depot(depotId), plant, 'empty', countsOf(receipt.empty)),
  })
  if (!received && !sent) throw nothingMoved()
  await context.audit({
    action: 'cylinders.receive',
    entity: 'depot',
    entityId: depotId,
    after: { full: receipt.full, empty: receipt.empty },
    reason: receipt.note,
  })
  await context.announce({ stream: officeStream(depotId), kind: 'cylinders.moved', entityId: depotId })
  return { ok: true }
}

function countsOf(lines: Lines): CylinderCounts {
  const counts: CylinderCounts = {}
  for (const line of lines) counts[line.cylinderType] = (counts[line.cylinderType] ?? 0) + line.quantity
  return counts
}
