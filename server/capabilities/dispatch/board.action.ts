import { officeStream } from '../../../contract/messages/live.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { depotNotFound } from './dispatch.errors.ts'
import { readDepots } from './fleet.store.ts'
import type { PlanRow } from './plan.store.ts'
import { readPlanVersion } from './plan-step.store.ts'

/** The depot a person works for: his own, or the only one there is. */
export async function requireDepot(db: Reader, actor: Actor): Promise<string> {
  if (actor.depotId) return actor.depotId
  const [depot] = await readDepots(db)
  if (!depot) throw depotNotFound()
  return depot.id
}

export async function announceBoard(
  context: WriteContext,
  plan: Pick<PlanRow, 'id' | 'depotId' | 'date'>,
): Promise<void> {
  await context.announce({
    stream: officeStream(plan.depotId),
    kind: 'plan.changed',
    entityId: plan.id,
    // Who has this version already, as the one who made the change, need not fetch it.
    payload: { date: plan.date, version: await readPlanVersion(context.db, plan.id) },
  })
}
