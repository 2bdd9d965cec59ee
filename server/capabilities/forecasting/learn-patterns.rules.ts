import type { DayAxis } from './day-axis.rules.ts'
import { learnSeason, type UseInterval } from './season.rules.ts'
import type { DayNumber, SiteHistory } from './site-history.rules.ts'
import { layTrack, type SiteTrack } from './stock-filter.rules.ts'
import {
  curveKey,
  fillCurve,
  flatPattern,
  newCurve,
  type SegmentPattern,
  type UseCurve,
} from './use-pattern.rules.ts'
import { commonHabit } from './visit-habit.rules.ts'
import { stepWeekdays } from './weekday.rules.ts'

/** What was learned from all sites: a pattern a segment, a rate to begin from, and the curve of each closing habit. */
export interface LearnedPatterns {
  axis: DayAxis
  patterns: Map<string, SegmentPattern>
  curves: Map<string, UseCurve>
  /** Median rate of the segment's sites a day as a share of capacity; '' for all. */
  rateShares: Map<string, number>
}

const leastDeliveries = 12
/** A regular sample of this many sites teaches a segment; more would only take longer. */
const mostTeachers = { commercial: 160, household: 1200 } as const
const householdGapDays = 200
/** Longer intervals of a planned site say more about pauses than about seasons. */
const seasonGapDays = 75
const usualDeliveries = 6
const weekdayRounds = 3

/**
 * Learns from histories that `knownHistory` has cut at the day of the forecast; pauses after every segment.
 * @param asOf the day of the forecast, on whose evening nothing later is known
 */
export function* learnPatterns(
  sites: readonly SiteHistory[],
  axis: DayAxis,
  asOf: DayNumber,
): Generator<void, LearnedPatterns> {
  const learned: LearnedPatterns = { axis, patterns: new Map(), curves: new Map(), rateShares: new Map() }
  const segments = new Map<string, SiteHistory[]>()
  for (const site of sites) {
    const members = segments.get(site.segment)
    if (members) members.push(site)
    else segments.set(site.segment, [site])
    const key = curveKey(site)
    if (!learned.curves.has(key)) learned.curves.set(key, newCurve(site, axis))
  }
  for (const segment of segments.keys()) learned.patterns.set(segment, flatPattern(axis.binCount))
  fillAll(learned, false)
  const shared = sharedSeason(segments, learned, asOf)
  for (const [segment, members] of segments) {
    yield
    learnSegment(segment, thin(members), learned, shared, asOf)
  }
  yield
  fillAll(learned, true)
  learnRateShares(segments, learned)
  return learned
}

export function curveOf(learned: LearnedPatterns, site: SiteHistory): UseCurve {
  const curve = learned.curves.get(curveKey(site))
  if (!curve) throw new RangeError(`no curve for ${curveKey(site)}`)
  return curve
}

function learnSegment(
  segment: string,
  members: SiteHistory[],
  learned: LearnedPatterns,
  shared: Float64Array,
  asOf: DayNumber,
): void {
  const pattern = learned.patterns.get(segment) as SegmentPattern
  const curves = new Set(members.map(site => curveOf(learned, site)))
  const fill = (hasSeason: boolean) => {
    for (const curve of curves) fillCurve(curve, pattern, learned.axis, hasSeason)
  }
  const intervals = intervalsOf(members, learned, asOf)
  if (intervals.length === 0) {
    pattern.season.set(shared)
    return
  }
  learnSeason(pattern, intervals, members.length, learned.axis, 8, shared)
  if (members[0]?.kind === 'household') return
  for (let round = 0; round < weekdayRounds; round += 1) {
    fill(true)
    const tracks = members
      .filter(site => site.deliveries.length >= 4)
      .map(site => layTrack(site, curveOf(learned, site), learned.axis, 0.1))
      .filter((track): track is SiteTrack => track !== null)
    stepWeekdays(pattern, tracks, track =>
      track.site.hasTelemetry ? commonHabit.telemetry : commonHabit.estimated,
    )
    fill(false)
    learnSeason(pattern, intervals, members.length, learned.axis, 1, shared)
  }
}

/** The season of all commercial sites together (of households where there are no others). */
function sharedSeason(
  segments: Map<string, SiteHistory[]>,
  learned: LearnedPatterns,
  asOf: DayNumber,
): Float64Array {
  const all = [...segments.values()].flat()
  const commercial = all.filter(site => site.kind === 'commercial')
  const members = thin(commercial.length > 0 ? commercial : all)
  const pattern = flatPattern(learned.axis.binCount)
  learnSeason(pattern, intervalsOf(members, learned, asOf), members.length, learned.axis, 3, null)
  return pattern.season
}

function thin(members: SiteHistory[]): SiteHistory[] {
  const most = mostTeachers[members[0]?.kind ?? 'commercial']
  if (members.length <= most) return members
  const stride = members.length / most
  return Array.from({ length: most }, (_, index) => members[Math.floor(index * stride)] as SiteHistory)
}

function intervalsOf(
  members: readonly SiteHistory[],
  learned: LearnedPatterns,
  asOf: DayNumber,
): UseInterval[] {
  const intervals: UseInterval[] = []
  const first = learned.axis.firstDay
  members.forEach((site, index) => {
    const longest = site.kind === 'household' ? householdGapDays : seasonGapDays
    if (site.deliveries.length < leastDeliveries) return
    const curve = curveOf(learned, site)
    for (let next = 1; next < site.deliveries.length; next += 1) {
      const from = (site.deliveries[next - 1]?.day ?? 0) - first
      const { day, grams } = site.deliveries[next] as { day: number; grams: number }
      if (day - first - from < longest)
        intervals.push({ site: index, curve, from, to: day - first, grams, isOpen: false })
    }
    const open = openInterval(site, asOf, longest)
    if (open) intervals.push({ ...open, site: index, curve, from: open.from - first, to: open.to - first })
  })
  return intervals
}

/** Since the last delivery: had more been used than a usual delivery brings, somebody would have come. */
function openInterval(site: SiteHistory, asOf: DayNumber, longest: number) {
  const last = site.deliveries.at(-1)
  if (!last || asOf <= last.day || asOf - last.day >= longest) return null
  const recent = site.deliveries.slice(-usualDeliveries)
  const grams = recent.reduce((sum, delivery) => sum + delivery.grams, 0) / recent.length
  return { from: last.day, to: asOf + 1, grams, isOpen: true }
}

function fillAll(learned: LearnedPatterns, hasSeason: boolean): void {
  for (const [key, curve] of learned.curves) {
    const pattern = learned.patterns.get(key.slice(0, key.indexOf('|')))
    if (pattern) fillCurve(curve, pattern, learned.axis, hasSeason)
  }
}

function learnRateShares(segments: Map<string, SiteHistory[]>, learned: LearnedPatterns): void {
  const all: number[] = []
  for (const [segment, members] of segments) {
    const shares: number[] = []
    for (const site of thin(members)) {
      const { deliveries, capacityGrams } = site
      const first = deliveries[0]
      const last = deliveries.at(-1)
      if (deliveries.length < 4 || !first || !last || capacityGrams <= 0) continue
      const { sum } = curveOf(learned, site)
      const start = learned.axis.firstDay
      const expected = (sum[last.day - start] as number) - (sum[first.day - start] as number)
      let used = -first.grams
      for (const delivery of deliveries) used += delivery.grams
      if (expected > 0) shares.push(used / expected / capacityGrams)
    }
    all.push(...shares)
    if (shares.length >= 5) learned.rateShares.set(segment, middle(shares))
  }
  learned.rateShares.set('', all.length > 0 ? middle(all) : 0.03)
}

function middle(values: number[]): number {
  const sorted = values.sort((a, b) => a - b)
  return sorted[sorted.length >> 1] as number
}
