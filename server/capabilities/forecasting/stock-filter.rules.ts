import type { DayAxis } from './day-axis.rules.ts'
import { settings } from './forecast-settings.rules.ts'
import type { SiteHistory, SiteReading } from './site-history.rules.ts'
import { drawDown, observeRate, observeStock, relaxRate, type StockState } from './stock-state.rules.ts'
import type { UseCurve } from './use-pattern.rules.ts'
import { takeVisit, type Visit } from './visit.rules.ts'
import type { VisitHabit } from './visit-habit.rules.ts'

/** A site laid on the axis: its recent visits and readings and the use its curve expects between them. */
export interface SiteTrack {
  site: SiteHistory
  curve: UseCurve
  /** Axis index of the first visit that is filtered. */
  start: number
  events: TrackEvent[]
  initialRate: number
  initialRateVariance: number
  initialStock: number
  initialStockVariance: number
}
interface TrackEvent {
  at: number
  grams: number
  unitGrams: number
  reading: SiteReading | null
}

export type Observer = (
  from: number,
  to: number,
  surpriseGrams: number,
  expectedGrams: number,
  varianceGrams: number,
) => void

/**
 * @param segmentRateShare rate of the site's segment as a share of capacity a day
 * @returns null where there is neither a capacity nor a delivery
 */
export function layTrack(
  site: SiteHistory,
  curve: UseCurve,
  axis: DayAxis,
  segmentRateShare: number,
  recent: number = settings.recentDeliveries,
): SiteTrack | null {
  const deliveries = site.deliveries.slice(-recent)
  const first = deliveries[0]
  if (!first || site.capacityGrams <= 0) return null
  const start = first.day - axis.firstDay
  const sumOf = (day: number) => curve.sum[day - axis.firstDay] as number
  const early = deliveries.slice(0, 7)
  const segmentRate = segmentRateShare * site.capacityGrams
  let used = 0
  for (const delivery of early.slice(1)) used += delivery.grams
  const last = early.at(-1) ?? first
  const expected = Math.max(0.5, sumOf(last.day) - sumOf(first.day))
  const own = early.length - 1
  // The segment's rate counts as `segmentWeight` intervals of the site's own.
  const weight = own === 0 ? 1 : settings.segmentWeight / (own + settings.segmentWeight)
  const rate =
    own === 0
      ? segmentRate
      : Math.exp(
          (1 - weight) * Math.log(used / expected) +
            weight * Math.log(Math.max(segmentRate, (1e-3 * used) / expected)),
        )
  const relative = own === 0 ? settings.segmentSpread : own < 3 ? 0.4 : 0.3
  const isPartial = first.grams < site.capacityGrams
  return {
    site,
    curve,
    start,
    events: eventsOf(deliveries, site.readings ?? [], first.day, axis),
    initialRate: own >= 3 ? used / expected : rate,
    initialRateVariance: (relative * rate) ** 2,
    initialStock: site.capacityGrams * (isPartial && site.kind === 'commercial' ? 0.85 : 1),
    initialStockVariance: (0.1 * site.capacityGrams) ** 2,
  }
}

function eventsOf(
  deliveries: SiteHistory['deliveries'],
  readings: readonly SiteReading[],
  firstDay: number,
  axis: DayAxis,
): TrackEvent[] {
  const events: TrackEvent[] = []
  for (const reading of readings)
    if (reading.day > firstDay)
      events.push({ at: reading.day - axis.firstDay, grams: 0, unitGrams: 0, reading })
  if (events.length === 0)
    return deliveries
      .slice(1)
      .map(({ day, grams, unitGrams }) => ({ at: day - axis.firstDay, grams, unitGrams, reading: null }))
  for (const { day, grams, unitGrams } of deliveries.slice(1))
    events.push({ at: day - axis.firstDay, grams, unitGrams, reading: null })
  // On one day a reading was taken before the cylinders were changed.
  return events.sort((a, b) => a.at - b.at || a.grams - b.grams)
}

/** Runs the filter over a track under one habit, to the start of the day of the last event. */
export function filterTrack(
  track: SiteTrack,
  habit: VisitHabit,
  state: StockState,
  observer?: Observer,
): void {
  beginTrack(track, state)
  visit.capacityGrams = track.site.capacityGrams
  visit.isHousehold = track.site.kind === 'household'
  for (const event of track.events) {
    const from = state.at
    advance(state, track, event)
    if (event.reading) {
      takeReading(state, event.reading, track)
      continue
    }
    const use = between(track.curve.sum, from, event.at)
    visit.grams = event.grams
    visit.unitGrams = event.unitGrams
    visit.useShare = (state.rate * use) / Math.max(1, event.at - from) / visit.capacityGrams
    const expected = state.rate * use
    const variance = state.stockVariance
    const surprise = takeVisit(state, visit, habit)
    if (observer && surprise !== null) observer(from, event.at, surprise, expected, variance)
  }
}
const visit: Visit = { grams: 0, unitGrams: 0, capacityGrams: 0, isHousehold: false, useShare: 0 }

/** Of capacity a day: a cylinder lasts five years at most. */
const leastRateShare = 5e-4
const levelErrorShare = 0.02
const meterErrorShare = 0.02

/** Days pass: by the meter where it was read at both ends, else by the curve. */
function advance(state: StockState, track: SiteTrack, event: TrackEvent): void {
  const days = event.at - state.at
  if (days <= 0) return
  const { curve, site } = track
  relaxRate(state, days)
  const metered = event.reading?.use
  if (metered && event.reading && event.reading.day - metered.sinceDay === days) {
    state.stock -= metered.grams
    state.stockVariance += (meterErrorShare * metered.grams) ** 2
  } else {
    const use = between(curve.sum, state.at, event.at)
    drawDown(state, use, between(curve.squares, state.at, event.at), 1e-4 * site.capacityGrams ** 2)
  }
  state.at = event.at
}

/** A level tells the stock; a meter tells the rate since the reading before. */
function takeReading(state: StockState, reading: SiteReading, track: SiteTrack): void {
  const { curve, site } = track
  if (reading.use) {
    const from = Math.max(0, state.at - (reading.day - reading.use.sinceDay))
    const use = between(curve.sum, from, state.at)
    if (use > 0.3) {
      const rate = reading.use.grams / use
      const noise = (settings.dayNoise * rate) ** 2 * (between(curve.squares, from, state.at) / (use * use))
      observeRate(state, rate, Math.max(1, noise + (meterErrorShare * rate) ** 2))
    }
  }
  if (reading.stockGrams !== undefined)
    observeStock(state, reading.stockGrams, (levelErrorShare * site.capacityGrams) ** 2)
}

const between = (sums: Float64Array, from: number, to: number) =>
  (sums[to] as number) - (sums[from] as number)

function beginTrack(track: SiteTrack, state: StockState): void {
  state.stock = track.initialStock
  state.stockVariance = track.initialStockVariance
  state.rate = track.initialRate
  state.rateVariance = track.initialRateVariance
  state.longRunRate = track.initialRate
  state.leastRate = leastRateShare * track.site.capacityGrams
  state.covariance = 0
  state.age = 0
  state.at = track.start
  state.evidence = 0
  state.residualGrams = 0
  state.broughtGrams = 0
}
