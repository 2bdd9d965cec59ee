import type { WriteContext } from '../../platform/database/write.ts'
import { type CustomerFile, customerFiles } from './customer-files.rules.ts'
import { closeConflict, lockConflict } from './import-conflicts.store.ts'
import type { ImportDeps } from './import-deps.ts'
import { conflictDecided, conflictNotFound } from './imports.errors.ts'

/**
 * Keeps our value of a cell or takes the file's.
 * @throws Problem `imports.conflict-not-found`, `imports.conflict-decided`
 */
export async function decideConflict(
  deps: Pick<ImportDeps, 'customers' | 'geocoder' | 'announce'>,
  context: WriteContext,
  request: { id: string; decision: 'keep' | 'take' },
): Promise<void> {
  const conflict = await lockConflict(context.db, request.id)
  if (conflict === undefined) throw conflictNotFound()
  if (conflict.status !== 'open') throw conflictDecided()
  const { customerId, key, ours, theirs } = conflict
  if (request.decision === 'take') {
    const name = (await deps.customers.readNames(context.db, [customerId])).get(customerId)
    const stored = name && (await deps.customers.read(context.db, [name.code])).get(name.code)
    if (stored === undefined) throw conflictNotFound()
    const file = fileWith(key)
    const record = file.withTexts(stored.record, { ...file.texts(stored.record), [key]: theirs })
    const isMoved = key === 'address' && !stored.isPlacedExactly
    const point = isMoved ? await deps.geocoder.locate(record.site.address) : undefined
    await deps.customers.update(context, stored, { record, point })
    await deps.announce(context, { kind: 'customers.changed', entityId: customerId })
  }
  const status = request.decision === 'take' ? 'taken' : 'kept'
  await closeConflict(context.db, request.id, { status, actorId: context.actor.id, now: context.now })
  const after = { column: key, value: status === 'taken' ? theirs : ours, decision: status }
  await context.audit({
    action: 'imports.decide-conflict',
    entity: 'customer',
    entityId: customerId,
    before: { value: ours },
    after,
  })
}

/** A phone stands in the members file only; every other column stands in the workbook. */
function fileWith(key: string): CustomerFile {
  return key in customerFiles.customers.columns ? customerFiles.customers : customerFiles.members
}
