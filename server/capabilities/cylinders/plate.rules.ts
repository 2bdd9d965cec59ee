import { type CylinderType, cylinderTypes } from '../../../contract/kernel/cylinders.ts'
import type { BusinessDate } from '../../../contract/kernel/dates.ts'

/** What is known of one cylinder's plate. */
export interface KnownPlate {
  mark: string | null
  serial: string | null
  dueDate: BusinessDate | null
}

/**
 * A known plate with what was read now. Another mark is a new plate, whose date counts; of the same plate the date that
 * is known stays, so that a slip of the finger at the door does not make an expired cylinder good.
 */
export function mergePlate(
  known: KnownPlate,
  read: { mark: string; serial: string; dueDate: BusinessDate | null },
): KnownPlate {
  const isNewPlate = read.mark !== '' && known.mark !== null && read.mark !== known.mark
  return {
    mark: read.mark || known.mark,
    serial: known.serial ?? (read.serial || null),
    dueDate: isNewPlate ? (read.dueDate ?? known.dueDate) : (known.dueDate ?? read.dueDate),
  }
}

export type Material = 'steel' | 'composite'

/** The same day so many years later; 29 February becomes 28. */
export function yearsLater(date: BusinessDate, years: number): BusinessDate {
  const moved = `${Number(date.slice(0, 4)) + years}${date.slice(4)}`
  return date.slice(5) === '02-29' && new Date(`${moved}T00:00:00Z`).getUTCDate() !== 29
    ? `${moved.slice(0, 5)}02-28`
    : moved
}

/** How long an inspection is good for sizes up to `maxGasGrams` from an age on, in years. */
export interface InspectionInterval {
  maxGasGrams: number
  fromAgeYears: number
  years: number
}

/**
 * The latest day a plate read on `onDate` can promise: today and the longest interval of its size at its age. Without
 * the day of making the youngest age is assumed. Source: the intervals in force, 2008 基準 of the fire agency.
 */
export function latestDue(
  cylinder: { cylinderType: CylinderType; madeOn: BusinessDate | null },
  intervals: readonly InspectionInterval[],
  onDate: BusinessDate,
): BusinessDate | undefined {
  const { gasGrams } = cylinderTypes[cylinder.cylinderType]
  const size = Math.min(...intervals.filter(row => row.maxGasGrams >= gasGrams).map(row => row.maxGasGrams))
  const { madeOn } = cylinder
  const fitting = intervals.filter(
    row =>
      row.maxGasGrams === size &&
      (row.fromAgeYears === 0 || (madeOn !== null && yearsLater(madeOn, row.fromAgeYears) <= onDate)),
  )
  const eldest = fitting.sort((a, b) => b.fromAgeYears - a.fromAgeYears)[0]
  return eldest && yearsLater(onDate, eldest.years)
}
