import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'

/** Whole days since 1970-01-01; forecasting counts in these and turns them into dates at its edge. */
export type DayNumber = number

const dayMs = 86_400_000

export function dayNumberOf(date: BusinessDate): DayNumber {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs)
}
export function dateOfDay(day: DayNumber): BusinessDate {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

export interface Delivery {
  day: DayNumber
  /** Σ quantity × nominal content, grams. */
  grams: number
  /** Nominal content of the largest cylinder brought, grams. */
  unitGrams: number
}

/** Something measured at the site; it holds at the start of `day`, before that day's use. */
export interface SiteReading {
  day: DayNumber
  /** Gas on site, from a scale, gauge or telemetry. */
  stockGrams?: number
  /** Gas used since the reading before, from a meter, with the day of that reading. */
  use?: { sinceDay: DayNumber; grams: number }
}

/** All that a forecast may know of one site. */
export interface SiteHistory {
  key: string
  kind: 'commercial' | 'household'
  /** Sites that share a season and a week: 類型, or 住家. */
  segment: string
  /** 串接數量; 0 where unknown, and then the largest delivery stands in. */
  capacityGrams: number
  hasTelemetry: boolean
  /** Bit 0 is Monday … bit 6 Sunday. */
  closedWeekdays: number
  closedOnHolidays: boolean
  deliveries: readonly Delivery[]
  readings?: readonly SiteReading[]
  /** 退氣比例: share of the gas brought that went back, when it is known on the day of the forecast. */
  residualRatio: number | null
}

/**
 * The history as a forecast on the evening of `asOf` may see it: in order, nothing after that day, the deliveries
 * of one day as one, and a capacity that holds at least the usual delivery.
 */
export function knownHistory(site: SiteHistory, asOf: DayNumber): SiteHistory {
  const deliveries: Delivery[] = []
  let isOrdered = true
  for (const delivery of site.deliveries) {
    if (delivery.day > asOf || !(delivery.grams > 0)) continue
    const last = deliveries.at(-1)
    if (last && delivery.day < last.day) isOrdered = false
    deliveries.push(delivery)
  }
  if (!isOrdered) deliveries.sort((a, b) => a.day - b.day)
  const merged = mergeDays(deliveries)
  const readings = (site.readings ?? [])
    .filter(reading => reading.day <= asOf + 1)
    .sort((a, b) => a.day - b.day)
  return { ...site, deliveries: merged, readings, capacityGrams: capacityOf(site.capacityGrams, merged) }
}

function mergeDays(deliveries: Delivery[]): Delivery[] {
  const merged: Delivery[] = []
  for (const delivery of deliveries) {
    const last = merged.at(-1)
    if (last?.day !== delivery.day) merged.push(delivery)
    else
      merged[merged.length - 1] = {
        day: delivery.day,
        grams: last.grams + delivery.grams,
        unitGrams: Math.max(last.unitGrams, delivery.unitGrams),
      }
  }
  return merged
}

/** 串接數量, unless four in five recent deliveries would not fit into it or it is missing. */
function capacityOf(stated: number, deliveries: Delivery[]): number {
  const recent = deliveries
    .slice(-20)
    .map(delivery => delivery.grams)
    .sort((a, b) => a - b)
  if (recent.length === 0) return stated
  const usual = recent[Math.floor((recent.length - 1) * 0.2)] ?? 0
  if (stated > 0 && usual <= stated) return stated
  return Math.max(stated, recent.at(-1) ?? 0)
}
