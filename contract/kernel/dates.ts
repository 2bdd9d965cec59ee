/** Business days are `YYYY-MM-DD` strings in Asia/Taipei, which has kept UTC+8 without summer time since 1980. */
export type BusinessDate = string

const taipeiOffsetMs = 8 * 3_600_000
const dayMs = 86_400_000
export const weekdayNames = ['日', '一', '二', '三', '四', '五', '六'] as const

/** The business day in Taipei on which an instant falls. */
export function businessDateOf(instant: Date): BusinessDate {
  return new Date(instant.getTime() + taipeiOffsetMs).toISOString().slice(0, 10)
}

/** Minutes since midnight in Taipei, 0–1439. */
export function minuteOfDay(instant: Date): number {
  return Math.floor(((instant.getTime() + taipeiOffsetMs) % dayMs) / 60_000)
}

/** The instant of a minute of a business day in Taipei; a minute above 1439 runs into the next day. */
export function instantAt(date: BusinessDate, minute: number): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - taipeiOffsetMs + minute * 60_000)
}

/** The business day `days` after (or, negative, before) another. */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs)
}

/** ISO weekday: Monday 1 … Sunday 7, as the legacy 公休日 column counts. */
export function isoWeekday(date: BusinessDate): number {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return day === 0 ? 7 : day
}

/** Whether the text is a day that exists, written `YYYY-MM-DD`. */
export function isBusinessDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text
}

/** 2025-05-28 → `1140528`, the seven-digit date of the legacy files (民國 = AD − 1911). */
export function toRocDigits(date: BusinessDate): string {
  return `${String(Number(date.slice(0, 4)) - 1911).padStart(3, '0')}${date.slice(5, 7)}${date.slice(8, 10)}`
}

/** `1140528` → 2025-05-28; undefined where the text is not seven digits or the day does not exist. */
export function fromRocDigits(digits: string): BusinessDate | undefined {
  if (!/^\d{7}$/.test(digits)) return undefined
  const date = `${Number(digits.slice(0, 3)) + 1911}-${digits.slice(3, 5)}-${digits.slice(5, 7)}`
  return isBusinessDate(date) ? date : undefined
}

/** 2026-11-23 → `115/11/23 (一)`, as staff read a date. */
export function formatRoc(date: BusinessDate): string {
  const weekday = weekdayNames[isoWeekday(date) % 7]
  return `${Number(date.slice(0, 4)) - 1911}/${date.slice(5, 7)}/${date.slice(8, 10)} (${weekday})`
}

/** Minute of the day → `HH:MM`; minutes past midnight run on as 24:10. */
export function formatMinute(minute: number): string {
  const whole = Math.round(minute)
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
}
