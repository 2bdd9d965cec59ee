import type { DayNumber, SiteHistory } from './site-history.rules.ts'

/**
 * What a forecast has to beat (peers.md §4). Each baseline says when the next delivery is due, from the days and
 * quantities of past deliveries alone. Rates become dates as in the field: the last delivery lasts its grams ÷ rate.
 */
export const baselineNames = ['last-interval', 'mean-interval', 'sba', 'tsb'] as const
export type BaselineName = (typeof baselineNames)[number]

/** Smoothing constants; α for sizes, β for intervals and probabilities, the better of those in common use here. */
const alpha = 0.1
const beta = 0.1

/** Days from the last delivery until the next is due; null with fewer than two deliveries. */
export const baselineGaps: Record<BaselineName, (site: SiteHistory, asOf: DayNumber) => number | null> = {
  'last-interval': site => {
    const gaps = gapsOf(site)
    return gaps.at(-1) ?? null
  },
  'mean-interval': site => {
    const gaps = gapsOf(site)
    return gaps.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  },
  sba: site => {
    const first = site.deliveries[1]
    if (!first) return null
    const gaps = gapsOf(site)
    let size = first.grams
    let interval = gaps[0] as number
    gaps.forEach((gap, index) => {
      if (index === 0) return
      interval += beta * (gap - interval)
      size += alpha * ((site.deliveries[index + 1]?.grams ?? size) - size)
    })
    const rate = ((1 - beta / 2) * size) / interval
    return lastGrams(site) / rate
  },
  tsb: (site, asOf) => {
    const first = site.deliveries[1]
    if (!first) return null
    const gaps = gapsOf(site)
    let size = first.grams
    let probability = 1 / (gaps[0] as number)
    const daily = beta / Math.max(1, gaps[0] as number)
    gaps.forEach((gap, index) => {
      if (index === 0) return
      // Every day without a delivery lowers the probability, the day with one raises it.
      probability *= (1 - daily) ** (gap - 1)
      probability += daily * (1 - probability)
      size += alpha * ((site.deliveries[index + 1]?.grams ?? size) - size)
    })
    const last = site.deliveries.at(-1)?.day ?? asOf
    probability *= (1 - daily) ** Math.max(0, asOf - last)
    return lastGrams(site) / (probability * size)
  },
}

export interface BaselineForecast {
  dueDay: DayNumber
  runOutP10Day: DayNumber
  runOutDay: DayNumber
  runOutP90Day: DayNumber
}

const tenPercent = 1.2816

/**
 * A baseline's dates on the evening of `asOf`; a day already past becomes tomorrow. Its run-out lies where the gap
 * ends at a stock of nothing instead of `dueShare`, its spread is the spread of the site's gaps.
 * @param site cut at `asOf`, deliveries in order
 */
export function baselineForecast(
  name: BaselineName,
  site: SiteHistory,
  asOf: DayNumber,
  dueShare: number,
): BaselineForecast | null {
  const gap = baselineGaps[name](site, asOf)
  const last = site.deliveries.at(-1)
  if (gap === null || !last || !Number.isFinite(gap)) return null
  const gaps = gapsOf(site)
  const mean = gaps.reduce((sum, each) => sum + each, 0) / gaps.length
  const deviation = Math.sqrt(gaps.reduce((sum, each) => sum + (each - mean) ** 2, 0) / gaps.length)
  const emptyGap = gap / (1 - dueShare)
  const on = (days: number) => Math.max(asOf + 1, last.day + Math.round(days))
  return {
    dueDay: on(gap),
    runOutDay: on(emptyGap),
    runOutP10Day: on(emptyGap - tenPercent * deviation),
    runOutP90Day: on(emptyGap + tenPercent * deviation),
  }
}

function gapsOf(site: SiteHistory): number[] {
  return site.deliveries.slice(1).map((delivery, index) => delivery.day - (site.deliveries[index]?.day ?? 0))
}
const lastGrams = (site: SiteHistory) => site.deliveries.at(-1)?.grams ?? 0
