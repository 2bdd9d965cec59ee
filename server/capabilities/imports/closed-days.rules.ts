import { compact } from './cell-text.rules.ts'
import type { Reading } from './remarks.rules.ts'

/** 公休日: weekday bit 0 is Monday … bit 6 Sunday, as `site.closed_weekdays` keeps them. */
export interface ClosedDays {
  weekdays: number
  onHolidays: boolean
}

export const neverClosed: ClosedDays = { weekdays: 0, onHolidays: false }

const weekdayWords: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 }
const holidayWords = /^(見紅休?|見紅就休|國定假日|例假日|假日)(公?休)?$/

/** `6,7,見紅休`: weekdays 1 (Monday) to 7, and 見紅休 for public holidays. 0 is none. */
export function readClosedDays(text: string): Reading<ClosedDays> {
  const dense = compact(text)
  let weekdays = 0
  let onHolidays = false
  for (const part of dense.split(/[,，、;；/.+&和及]/)) {
    if (part === '' || part === '0' || part === '無') continue
    if (holidayWords.test(part)) onHolidays = true
    else {
      const days = weekdaysOf(part)
      if (days === undefined) return { fault: 'closed-days.not-understood' }
      for (const day of days) weekdays |= 1 << (day - 1)
    }
  }
  const value = { weekdays, onHolidays }
  return text === '0' || text === formatClosedDays(value) ? { value } : { value, note: 'closed-days.cleaned' }
}

/** `67` (what a spreadsheet makes of `6,7`), `週六日`, `星期一`. */
function weekdaysOf(part: string): number[] | undefined {
  const bare = part.replace(/^(每)?(週|周|星期|禮拜)/, '').replace(/公?休$/, '')
  if (bare === '') return undefined
  const days: number[] = []
  for (const sign of bare) {
    const day = /^[1-7]$/.test(sign) ? Number(sign) : weekdayWords[sign]
    if (day === undefined || days.includes(day)) return undefined
    days.push(day)
  }
  return days
}

/** The legacy spelling: `6,7,見紅休`; empty for none. */
export function formatClosedDays(value: ClosedDays): string {
  const parts: string[] = []
  for (let day = 1; day <= 7; day += 1) if ((value.weekdays >> (day - 1)) & 1) parts.push(String(day))
  if (value.onHolidays) parts.push('見紅休')
  return parts.join(',')
}
