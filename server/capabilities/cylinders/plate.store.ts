import type { CylinderType } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { InspectionInterval, Material } from './plate.rules.ts'

export interface CylinderRow {
  id: string
  cylinderType: CylinderType
  material: Material
  serial: string | null
  mark: string | null
  brand: string
  madeOn: BusinessDate | null
  dueDate: BusinessDate | null
  lifeEnd: BusinessDate | null
  holderKind: 'depot' | 'truck' | 'site'
  holderId: string
  depotId: string
  seenAt: Date
}

const columns = [
  'id',
  'cylinder_type',
  'material',
  'serial',
  'mark',
  'brand',
  'made_on',
  'due_date',
  'life_end',
  'holder_kind',
  'holder_id',
  'depot_id',
  'seen_at',
] as const

function toValues(row: CylinderRow) {
  return {
    id: row.id,
    cylinder_type: row.cylinderType,
    material: row.material,
    serial: row.serial,
    mark: row.mark,
    brand: row.brand,
    made_on: row.madeOn,
    due_date: row.dueDate,
    life_end: row.lifeEnd,
    holder_kind: row.holderKind,
    holder_id: row.holderId,
    depot_id: row.depotId,
    seen_at: row.seenAt,
  }
}

interface Selected {
  id: string
  cylinder_type: string
  material: string
  serial: string | null
  mark: string | null
  brand: string
  made_on: string | null
  due_date: string | null
  life_end: string | null
  holder_kind: string
  holder_id: string
  depot_id: string
  seen_at: Date
}
const toRow = (row: Selected): CylinderRow => ({
  id: row.id,
  cylinderType: row.cylinder_type as CylinderType,
  material: row.material as Material,
  serial: row.serial,
  mark: row.mark,
  brand: row.brand,
  madeOn: row.made_on,
  dueDate: row.due_date,
  lifeEnd: row.life_end,
  holderKind: row.holder_kind as CylinderRow['holderKind'],
  holderId: row.holder_id,
  depotId: row.depot_id,
  seenAt: row.seen_at,
})

/** A cylinder by the number in its steel, else by its plate. */
export async function findCylinder(
  db: Reader,
  by: { serial: string; mark: string },
): Promise<CylinderRow | undefined> {
  const rows = await db
    .selectFrom('cylinder')
    .select(columns)
    .where(eb => eb.or([eb('serial', '=', by.serial), eb('mark', '=', by.mark)]))
    .limit(2)
    .execute()
  const found = rows.map(toRow)
  return (by.serial && found.find(row => row.serial === by.serial)) || found.find(row => row.mark === by.mark)
}

/** Writes a new cylinder; false when another has one of its numbers. */
export async function insertCylinder(db: Tx, row: CylinderRow): Promise<boolean> {
  const inserted = await db
    .insertInto('cylinder')
    .values(toValues(row))
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .execute()
  return inserted.length > 0
}

export async function updateCylinder(db: Tx, row: CylinderRow): Promise<void> {
  await db.updateTable('cylinder').set(toValues(row)).where('id', '=', row.id).execute()
}

/** Intervals in force on a day: those of the newest table that has begun. */
export async function readIntervals(db: Reader, onDate: BusinessDate): Promise<InspectionInterval[]> {
  const rows = await db
    .selectFrom('inspection_interval')
    .select(['max_gas_grams', 'from_age_years', 'years'])
    .where('effective_from', '=', eb =>
      eb
        .selectFrom('inspection_interval')
        .select(inner => inner.fn.max('effective_from').as('newest'))
        .where('effective_from', '<=', onDate),
    )
    .limit(100)
    .execute()
  return rows.map(row => ({
    maxGasGrams: row.max_gas_grams,
    fromAgeYears: row.from_age_years,
    years: row.years,
  }))
}

/** Cylinders whose plate or life ends up to a day, by who was last seen with them, the earliest first. */
export async function listDue(
  db: Reader,
  of: { until: BusinessDate; depotId: string | null; limit: number },
): Promise<CylinderRow[]> {
  let query = db
    .selectFrom('cylinder')
    .select(columns)
    .where(eb => eb.or([eb('due_date', '<=', of.until), eb('life_end', '<=', of.until)]))
    .orderBy('holder_kind')
    .orderBy('holder_id')
    .orderBy('due_date')
    .orderBy('id')
    .limit(of.limit)
  if (of.depotId) query = query.where('depot_id', '=', of.depotId)
  return (await query.execute()).map(toRow)
}
