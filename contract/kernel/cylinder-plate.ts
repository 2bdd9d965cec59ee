import { addDays, type BusinessDate, fromRocDigits } from './dates.ts'

/**
 * The plate on a cylinder's collar (合格標示, 液化石油氣容器認可及檢驗 D0120061 §6–7): its own number, which changes at each
 * inspection, and the day until which that inspection is good. The number stamped in the steel (容器號碼) never changes.
 */
export interface Plate {
  /** 合格標示號碼; empty when it was not read. */
  mark: string
  /** 容器號碼; empty when it was not read. */
  serial: string
  /** The last day on which the cylinder may be filled and used; null when it was not read. */
  dueDate: BusinessDate | null
}

export type PlateFault = 'expired' | 'life-ended'

/** A number as everyone compares it: capitals and digits only, full width or not (Unicode NFKC). */
export function plateNumber(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
}

/**
 * The due date from the digits of a plate in ROC years: `1171231` is a day, `11712` the last day of its month.
 * @returns undefined while the digits are no date
 */
export function plateDate(digits: string): BusinessDate | undefined {
  if (digits.length === 7) return fromRocDigits(digits)
  const first = digits.length === 5 ? fromRocDigits(`${digits}01`) : undefined
  return first && addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1)
}

/**
 * Why a cylinder may not be used on a day; its last day is still good. Fire Act §42-2: an expired cylinder, or one past
 * its life, in use costs NT$20,000 to 100,000.
 */
export function plateFault(
  plate: { dueDate: BusinessDate | null; lifeEnd?: BusinessDate | null },
  onDate: BusinessDate,
): PlateFault | null {
  if (plate.lifeEnd && plate.lifeEnd < onDate) return 'life-ended'
  return plate.dueDate !== null && plate.dueDate < onDate ? 'expired' : null
}
