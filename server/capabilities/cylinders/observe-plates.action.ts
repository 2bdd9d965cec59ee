import { type PlateFault, plateFault, plateNumber } from '../../../contract/kernel/cylinder-plate.ts'
import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { Holder } from './cylinders.rules.ts'
import { mergePlate } from './plate.rules.ts'
import { type CylinderRow, findCylinder, insertCylinder, updateCylinder } from './plate.store.ts'

/** A plate as somebody read it, at a place where the cylinder is afterwards. */
export interface ReadPlate {
  cylinderType: CylinderType
  mark: string
  serial: string
  dueDate: BusinessDate | null
}
export interface FaultyPlate {
  number: string
  cylinderType: CylinderType
  fault: PlateFault
  /** The day on which the plate or the life ended. */
  since: BusinessDate | null
}

/**
 * Remembers where each cylinder was seen and what its plate says, and answers those that must not be in use on the day
 * of the fact. It never refuses: the cylinder has been handed over already.
 */
export async function observePlates(
  context: WriteContext,
  seen: {
    plates: readonly ReadPlate[]
    holder: Holder & { kind: 'depot' | 'truck' | 'site'; holderId: string }
    depotId: string
    at: Date
    onDate: BusinessDate
  },
): Promise<FaultyPlate[]> {
  const faulty: FaultyPlate[] = []
  for (const plate of seen.plates) {
    const read = { ...plate, mark: plateNumber(plate.mark), serial: plateNumber(plate.serial) }
    if (read.mark === '' && read.serial === '') continue
    const row = await remember(context, read, seen)
    const fault = plateFault(row, seen.onDate) ?? plateFault(read, seen.onDate)
    if (fault)
      faulty.push({
        number: read.serial || read.mark,
        cylinderType: read.cylinderType,
        fault,
        since: fault === 'life-ended' ? row.lifeEnd : (row.dueDate ?? read.dueDate),
      })
  }
  return faulty
}

async function remember(
  context: WriteContext,
  read: ReadPlate,
  seen: Pick<Parameters<typeof observePlates>[1], 'holder' | 'depotId' | 'at'>,
): Promise<CylinderRow> {
  const place = {
    holderKind: seen.holder.kind,
    holderId: seen.holder.holderId,
    depotId: seen.depotId,
    seenAt: seen.at,
  }
  const fresh: CylinderRow = {
    id: context.newId(),
    cylinderType: read.cylinderType,
    material: 'steel',
    serial: read.serial || null,
    mark: read.mark || null,
    brand: '',
    madeOn: null,
    dueDate: read.dueDate,
    lifeEnd: null,
    ...place,
  }
  const known = await findCylinder(context.db, read)
  if (!known) {
    if (await insertCylinder(context.db, fresh)) {
      await auditPlate(context, 'cylinder.seen', undefined, fresh)
      return fresh
    }
    return (await findCylinder(context.db, read)) ?? fresh
  }
  // A fact that comes late does not move a cylinder back to where it was before.
  const isNewer = known.seenAt <= seen.at
  const plate = isNewer ? await withoutClash(context.db, known, mergePlate(known, read)) : known
  const next = { ...known, ...plate, ...(isNewer ? place : {}) }
  await updateCylinder(context.db, next)
  if (next.mark !== known.mark || next.serial !== known.serial || next.dueDate !== known.dueDate)
    await auditPlate(context, 'cylinder.plate', known, next)
  return next
}

/** A number that another cylinder carries was read wrongly; the known one stays. */
async function withoutClash(
  db: Reader,
  known: CylinderRow,
  plate: Pick<CylinderRow, 'mark' | 'serial' | 'dueDate'>,
): Promise<Pick<CylinderRow, 'mark' | 'serial' | 'dueDate'>> {
  const isTaken = async (by: { serial: string; mark: string }) => {
    const other = await findCylinder(db, by)
    return other !== undefined && other.id !== known.id
  }
  if (plate.mark && (await isTaken({ serial: '', mark: plate.mark }))) return known
  if (plate.serial && (await isTaken({ serial: plate.serial, mark: '' }))) return known
  return plate
}

export async function auditPlate(
  context: WriteContext,
  action: 'cylinder.seen' | 'cylinder.plate' | 'cylinder.register',
  before: CylinderRow | undefined,
  after: CylinderRow,
): Promise<void> {
  const shown = ({ serial, mark, dueDate, cylinderType }: CylinderRow) => ({
    serial,
    mark,
    dueDate,
    cylinderType,
  })
  await context.audit({
    action,
    entity: 'cylinder',
    entityId: after.id,
    ...(before ? { before: shown(before) } : {}),
    after: shown(after),
  })
}
