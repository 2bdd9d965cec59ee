import { type DayAxis, weeksOfYear } from './day-axis.rules.ts'
import type { SegmentPattern, UseCurve } from './use-pattern.rules.ts'
import { wholeYear } from './whole-year.rules.ts'

/** What was used between two deliveries, taken to be what the second one brought. */
export interface UseInterval {
  site: number
  curve: UseCurve
  /** Axis indexes: use falls on `from` … `to - 1`. */
  from: number
  to: number
  grams: number
  /** Still running: no delivery has ended it, so `grams` is the most that was used, and it speaks only against more. */
  isOpen: boolean
}

const smoothableStep = 0.35
const shockReach = 2
const trendReach = 26
const quarterWeeks = 13
const sharedWeight = 5

/**
 * Learns season and shocks of one segment: weekly factors by expectation maximisation (each interval's gas is dealt
 * out over its weeks in proportion to what the factors expect; Richardson–Lucy), then the median over the years of
 * each week as the season, which one bad year does not bend, and what is left of a week as its shock.
 * Curves must hold weekday and closing factors only.
 * @param shared season of all sites together, towards which weeks with few intervals are pulled
 */
export function learnSeason(
  pattern: SegmentPattern,
  intervals: readonly UseInterval[],
  siteCount: number,
  axis: DayAxis,
  iterations: number,
  shared: Float64Array | null,
): void {
  const factors = new Float64Array(axis.binCount)
  for (let bin = 0; bin < axis.binCount; bin += 1)
    factors[bin] = (pattern.season[bin % weeksOfYear] as number) * (pattern.shock[bin] as number)
  const counts = new Float64Array(axis.binCount)
  for (let round = 0; round < iterations; round += 1) maximise(factors, counts, intervals, siteCount, axis)
  const medians = weekMedians(factors, counts, axis.binCount)
  pattern.season.set(smoothSeason(medians, counts, axis.binCount, shared))
  pattern.shock.set(shocks(factors, counts, medians, axis.binCount))
}

/** One round; leaves in `counts` how many intervals cover each week. */
function maximise(
  factors: Float64Array,
  counts: Float64Array,
  intervals: readonly UseInterval[],
  siteCount: number,
  axis: DayAxis,
): void {
  const used = new Float64Array(siteCount)
  const expected = new Float64Array(siteCount)
  const expectedOf = new Float64Array(intervals.length)
  intervals.forEach((interval, index) => {
    let sum = 0
    for (let day = interval.from; day < interval.to; ) {
      const end = Math.min(axis.binEnd[day] as number, interval.to)
      sum +=
        ((interval.curve.sum[end] as number) - (interval.curve.sum[day] as number)) *
        (factors[axis.bin[day] as number] as number)
      day = end
    }
    expectedOf[index] = sum
    if (interval.isOpen) return
    used[interval.site] = (used[interval.site] as number) + interval.grams
    expected[interval.site] = (expected[interval.site] as number) + sum
  })
  const dealt = new Float64Array(axis.binCount)
  const wanted = new Float64Array(axis.binCount)
  counts.fill(0)
  intervals.forEach((interval, index) => {
    const rate = (used[interval.site] as number) / (expected[interval.site] as number)
    const excess = interval.grams / (rate * (expectedOf[index] as number))
    if (interval.isOpen && excess > 1) return
    if (!(excess > 0) || excess > 10) return
    for (let day = interval.from; day < interval.to; ) {
      const bin = axis.bin[day] as number
      const end = Math.min(axis.binEnd[day] as number, interval.to)
      const share =
        ((interval.curve.sum[end] as number) - (interval.curve.sum[day] as number)) * (factors[bin] as number)
      dealt[bin] = (dealt[bin] as number) + share * excess
      wanted[bin] = (wanted[bin] as number) + share
      counts[bin] = (counts[bin] as number) + (end - day) / 7
      day = end
    }
  })
  for (let bin = 0; bin < axis.binCount; bin += 1)
    if ((wanted[bin] as number) > 0)
      factors[bin] = (factors[bin] as number) * ((dealt[bin] as number) / (wanted[bin] as number))
}

/** Median over the years of each week of the year; NaN for a week never seen. */
function weekMedians(factors: Float64Array, counts: Float64Array, binCount: number): Float64Array {
  const medians = new Float64Array(weeksOfYear)
  for (let week = 0; week < weeksOfYear; week += 1) {
    const seen: number[] = []
    for (let bin = week; bin < binCount; bin += weeksOfYear)
      if ((counts[bin] as number) >= 1) seen.push(factors[bin] as number)
    seen.sort((a, b) => a - b)
    const middle = seen.length >> 1
    medians[week] =
      seen.length === 0
        ? Number.NaN
        : seen.length % 2 === 1
          ? (seen[middle] as number)
          : ((seen[middle - 1] as number) + (seen[middle] as number)) / 2
  }
  return medians
}

/** Pulled towards the shared season where thin, neighbours mixed unless a term begins or ends, mean 1. */
function smoothSeason(
  medians: Float64Array,
  counts: Float64Array,
  binCount: number,
  shared: Float64Array | null,
): Float64Array {
  const usual = shared ?? wholeYear(medians)
  const level = levelAgainst(medians, usual)
  const raw = medians.map((value, week) => {
    const fallback = usual[week] as number
    if (!(value > 0)) return fallback
    let seen = 0
    for (let bin = week; bin < binCount; bin += weeksOfYear) seen += counts[bin] as number
    const weight = seen / (seen + sharedWeight)
    return Math.exp(weight * Math.log(value / level) + (1 - weight) * Math.log(fallback))
  })
  const smooth = raw.map((value, week) => {
    const mix = (neighbour: number) =>
      Math.abs(Math.log(neighbour / value)) > smoothableStep ? value : neighbour
    const before = mix(raw[(week + weeksOfYear - 1) % weeksOfYear] as number)
    const after = mix(raw[(week + 1) % weeksOfYear] as number)
    return (before + 2 * value + after) / 4
  })
  const scale = mean(smooth)
  return smooth.map(value => value / scale)
}

/** How far the weeks seen lie above what is usual in them, since the mean of half a year is no year's. */
function levelAgainst(medians: Float64Array, usual: Float64Array): number {
  let sum = 0
  let expected = 0
  medians.forEach((value, week) => {
    if (!(value > 0)) return
    sum += value
    expected += usual[week] as number
  })
  return expected > 0 ? sum / expected : 1
}

/** What a week had beyond its season, blurred over five weeks, without the slow trend, which belongs to the rates. */
function shocks(
  factors: Float64Array,
  counts: Float64Array,
  medians: Float64Array,
  binCount: number,
): Float64Array {
  const usual = median(counts.filter(count => count > 0))
  const ratios = factors.map((factor, bin) => {
    const season = medians[bin % weeksOfYear] as number
    return (counts[bin] as number) >= usual * 0.5 && season > 0 ? factor / season : Number.NaN
  })
  const trends = new Map<number, number>()
  const trendAt = (bin: number) => {
    const quarter = Math.floor(bin / quarterWeeks)
    const known = trends.get(quarter)
    if (known !== undefined) return known
    const trend = median(window(ratios, quarter * quarterWeeks + (quarterWeeks >> 1), trendReach, binCount))
    trends.set(quarter, trend)
    return trend
  }
  return ratios.map((ratio, bin) => {
    const trend = trendAt(bin)
    if (!(ratio > 0) || !(trend > 0)) return 1
    let sum = 0
    let seen = 0
    for (
      let near = Math.max(0, bin - shockReach);
      near <= Math.min(binCount - 1, bin + shockReach);
      near += 1
    ) {
      const value = ratios[near] as number
      if (!(value > 0)) continue
      sum += value
      seen += 1
    }
    return seen < 3 ? 1 : Math.min(2, Math.max(0.3, sum / seen / trend))
  })
}

function window(values: Float64Array, centre: number, reach: number, count: number): Float64Array {
  return values
    .slice(Math.max(0, centre - reach), Math.min(count, centre + reach + 1))
    .filter(value => value > 0)
}
function mean(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
function median(values: Float64Array): number {
  if (values.length === 0) return 0
  const sorted = values.toSorted()
  return sorted[sorted.length >> 1] as number
}
