import { type DayAxis, weeksOfYear } from './day-axis.rules.ts'
import { settings } from './forecast-settings.rules.ts'
import type { SiteHistory } from './site-history.rules.ts'

/** When the sites of a segment use gas, relative to their mean; a site's rate is multiplied with it. */
export interface SegmentPattern {
  /** Monday 0 … Sunday 6, mean 1. */
  weekday: Float64Array
  /** On the site's closed weekday or, for 見紅休, on a public holiday. */
  closed: number
  /** On a public holiday when open. */
  holiday: number
  /** By week of the year, mean 1. */
  season: Float64Array
  /** By week of the history: what befell the whole segment once (a lockdown, a typhoon); 1 in the future. */
  shock: Float64Array
}

export function flatPattern(binCount: number): SegmentPattern {
  return {
    weekday: new Float64Array(7).fill(1),
    closed: settings.closedDayUse,
    holiday: 1,
    season: new Float64Array(weeksOfYear).fill(1),
    shock: new Float64Array(binCount).fill(1),
  }
}

/** Kinds of day for one closing habit: weekday 0–6, or one of the two below. */
export const closedDay = 7
export const holidayOpen = 8
export const dayKinds = 9

/** The expected use of a site at rate 1, day by day and added up; shared by sites that close alike. */
export interface UseCurve {
  dayKind: Uint8Array
  factor: Float64Array
  /** Σ factor over the days before an index. */
  sum: Float64Array
  /** Σ factor² over the days before an index. */
  squares: Float64Array
}

export function curveKey(site: SiteHistory): string {
  return `${site.segment}|${site.closedWeekdays}|${site.closedOnHolidays ? 1 : 0}`
}

export function newCurve(site: SiteHistory, axis: DayAxis): UseCurve {
  const dayKind = new Uint8Array(axis.length)
  for (let index = 0; index < axis.length; index += 1) {
    const weekday = axis.weekday[index] as number
    const isHoliday = axis.isHoliday[index] === 1
    const isClosed = ((site.closedWeekdays >> weekday) & 1) === 1 || (isHoliday && site.closedOnHolidays)
    dayKind[index] = isClosed ? closedDay : isHoliday ? holidayOpen : weekday
  }
  return {
    dayKind,
    factor: new Float64Array(axis.length),
    sum: new Float64Array(axis.length + 1),
    squares: new Float64Array(axis.length + 1),
  }
}

/** Fills a curve from its segment's pattern; `hasSeason` false leaves season and shock out. */
export function fillCurve(curve: UseCurve, pattern: SegmentPattern, axis: DayAxis, hasSeason = true): void {
  const { weekday, closed, holiday, season, shock } = pattern
  let sum = 0
  let squares = 0
  for (let index = 0; index < axis.length; index += 1) {
    const kind = curve.dayKind[index] as number
    let factor =
      kind === closedDay
        ? closed
        : kind === holidayOpen
          ? (weekday[axis.weekday[index] as number] as number) * holiday
          : (weekday[kind] as number)
    if (hasSeason)
      factor *= (season[axis.week[index] as number] as number) * (shock[axis.bin[index] as number] as number)
    curve.factor[index] = factor
    sum += factor
    squares += factor * factor
    curve.sum[index + 1] = sum
    curve.squares[index + 1] = squares
  }
}
