import { plateNumber } from '../../../contract/kernel/cylinder-plate.ts'
import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { readDepotIds, readParameters } from '../admin/admin.api.ts'
import { dueImplausible, holderNotFound, markTaken, numberMissing } from './cylinders.errors.ts'
import { auditPlate } from './observe-plates.action.ts'
import { latestDue, type Material, yearsLater } from './plate.rules.ts'
import {
  type CylinderRow,
  findCylinder,
  insertCylinder,
  readIntervals,
  updateCylinder,
} from './plate.store.ts'

export interface Registration {
  id: string
  cylinderType: CylinderType
  material: Material
  mark: string
  serial: string
  brand: string
  madeOn: BusinessDate | null
  dueDate: BusinessDate
}

/**
 * The office writes down a cylinder by its plate, new or back from inspection. A due date that no inspection can give
 * was misread and is refused; a known cylinder keeps its id and its place.
 */
export async function registerCylinder(context: WriteContext, given: Registration): Promise<{ ok: true }> {
  const [mark, serial] = [plateNumber(given.mark), plateNumber(given.serial)]
  if (serial === '') throw numberMissing()
  const latest = await latestPlausible(context, given)
  if (latest && given.dueDate > latest) throw dueImplausible(latest)
  const known = await findCylinder(context.db, { serial, mark: '' })
  const byMark = mark === '' ? undefined : await findCylinder(context.db, { serial: '', mark })
  if (byMark && byMark.id !== known?.id) throw markTaken()
  const depotId = known?.depotId ?? context.actor.depotId ?? (await readDepotIds(context.db))[0]
  if (!depotId) throw holderNotFound()
  const row: CylinderRow = {
    id: known?.id ?? given.id,
    cylinderType: given.cylinderType,
    material: given.material,
    serial,
    mark: mark || (known?.mark ?? null),
    brand: given.brand,
    madeOn: given.madeOn,
    dueDate: given.dueDate,
    lifeEnd: given.madeOn && yearsLater(given.madeOn, await readLifeYears(context, given.material)),
    holderKind: known?.holderKind ?? 'depot',
    holderId: known?.holderId ?? depotId,
    depotId,
    seenAt: known?.seenAt ?? context.now,
  }
  if (known) await updateCylinder(context.db, row)
  else if (!(await insertCylinder(context.db, row))) throw markTaken()
  await auditPlate(context, 'cylinder.register', known, row)
  return { ok: true }
}

async function readLifeYears(context: WriteContext, material: Material): Promise<number> {
  const name = `cylinder.life-years-${material}` as const
  return (await readParameters(context.db, [name], context.today))[name]
}

async function latestPlausible(
  context: WriteContext,
  given: Registration,
): Promise<BusinessDate | undefined> {
  if (given.material === 'steel')
    return latestDue(given, await readIntervals(context.db, context.today), context.today)
  const name = 'cylinder.inspection-years-composite'
  return yearsLater(context.today, (await readParameters(context.db, [name], context.today))[name])
}
