import {
  type CylinderCounts,
  cylinderTypeCodes,
  formatCylinders,
} from '@luckygas/contract/kernel/cylinders.ts'
import {
  type BusinessDate,
  businessDateOf,
  formatMinute,
  formatRoc,
  isoWeekday,
  minuteOfDay,
  weekdayNames,
} from '@luckygas/contract/kernel/dates.ts'
import { formatNtd, parseNtd } from '@luckygas/contract/kernel/money.ts'

const grouped = (value: number, digits: number) => {
  const text = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Math.abs(value))
  return value < 0 && !/^[0.,]*$/.test(text) ? `−${text}` : text
}

/** A whole number with thousands separators and the typographic minus. */
export const formatCount = (value: number): string => grouped(value, 0)

/** A number with a fixed number of decimals. */
export const formatDecimal = (value: number, digits = 1): string => grouped(value, digits)

/** Grams → kilograms without the unit; decimals only where there are any. */
export function formatKg(grams: number): string {
  return grouped(grams / 1000, grams % 1000 === 0 ? 0 : 1)
}

/** Metres → kilometres with one decimal, without the unit. */
export const formatKm = (metres: number): string => grouped(metres / 1000, 1)

/** Minutes → hours with one decimal, without the unit. */
export const formatHours = (minutes: number): string => grouped(minutes / 60, 1)

/** A decimal string of whole dollars → `1,720`. */
export const formatMoney = (text: string): string => formatNtd(parseNtd(text))

/** A difference with its sign: `+5`, `−18`, `0`. */
export const formatSigned = (value: number): string =>
  value > 0 ? `+${grouped(value, 0)}` : grouped(value, 0)

/** A probability 0–1 → whole per cent; certainty is never claimed. */
export function formatPercent(probability: number): string {
  return String(Math.min(99, Math.max(probability > 0 ? 1 : 0, Math.round(probability * 100))))
}

/** `115/11/24 (二)`. */
export const formatDate = (date: BusinessDate): string => formatRoc(date)

/** `11/24 (二)`: the year is clear from the screen. */
export const formatShortDate = (date: BusinessDate): string => formatRoc(date).slice(4)

export const weekdayOf = (date: BusinessDate): string => weekdayNames[isoWeekday(date) % 7] ?? ''

/** An instant's time of day in Taipei, `16:42`. */
export const formatTime = (instant: string): string => formatMinute(minuteOfDay(new Date(instant)))

/** An instant in Taipei, `115/11/24 (二) 16:42`. */
export function formatInstant(instant: string): string {
  return `${formatRoc(businessDateOf(new Date(instant)))} ${formatTime(instant)}`
}

/** Cylinders as the trade writes them: `20×3`. */
export const formatCounts = (counts: CylinderCounts): string => formatCylinders(counts)

/** Adds up cylinders of many places. */
export function sumCounts(all: readonly CylinderCounts[]): CylinderCounts {
  const sum: CylinderCounts = {}
  for (const counts of all) {
    for (const code of cylinderTypeCodes) {
      const quantity = counts[code] ?? 0
      if (quantity !== 0) sum[code] = (sum[code] ?? 0) + quantity
    }
  }
  return sum
}

/** Windows of the day: `08–09`, `13:30–15`; empty text for none. */
export function formatWindows(windows: readonly { fromMinute: number; toMinute: number }[]): string {
  const short = (minute: number) =>
    minute % 60 === 0 ? formatMinute(minute).slice(0, 2) : formatMinute(minute)
  return windows.map(window => `${short(window.fromMinute)}–${short(window.toMinute)}`).join(' ')
}

/** A phone as staff read it out: `0900-000-318`, `089-000-111`; anything else as it is. */
export function formatPhone(digits: string): string {
  const mobile = /^(09\d{2})(\d{3})(\d{3})$/.exec(digits)
  if (mobile !== null) return mobile.slice(1).join('-')
  const city = /^(0(?:89|82|836|37|49|\d))(\d{3,4})(\d{3,4})$/.exec(digits)
  return city === null ? digits : city.slice(1).join('-')
}
