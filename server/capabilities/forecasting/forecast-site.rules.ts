import { settings } from './forecast-settings.rules.ts'
import { normalCdf, normalDensity } from './gaussian.rules.ts'
import { curveOf, type LearnedPatterns } from './learn-patterns.rules.ts'
import { copyState, daysUntil, levelReached, type WeightedState } from './run-out.rules.ts'
import type { ForecastView } from './service-window.rules.ts'
import { type DayNumber, dateOfDay, type SiteHistory } from './site-history.rules.ts'
import { filterTrack, layTrack, type SiteTrack } from './stock-filter.rules.ts'
import { drawDown, newState, relaxRate, type StockState, settleStock } from './stock-state.rules.ts'
import type { UseCurve } from './use-pattern.rules.ts'
import { habitsByVisit, type VisitHabit, type WeightedHabit } from './visit-habit.rules.ts'

/** What a forecast rests on: a level reported lately, a meter, the site's own deliveries, or only its segment. */
export type Evidence = 'telemetry' | 'meter' | 'deliveries' | 'segment'

export interface SiteForecast {
  key: string
  /** Mean expected use a day over the next thirty. */
  dailyUseGrams: number
  /** Expected gas on site at the end of the day of the forecast. */
  stockGrams: number
  capacityGrams: number
  /** First day on whose evening the stock is at or under `dueShare` of capacity; household: the opened cylinder is empty. */
  dueDay: DayNumber
  /** Median day on which the site is empty if nobody delivers, and the days reached with 10 % and 90 %. */
  runOutDay: DayNumber
  runOutP10Day: DayNumber
  runOutP90Day: DayNumber
  /** P(empty by the end of asOf + n) for n = 1, 2, … */
  runOutByDay: Float64Array
  /** Expected use from asOf to the end of asOf + n, grams, for the same n. */
  useByDay: Float64Array
  lastDeliveryDay: DayNumber | null
  /** First day on which a visit is worth its way: most of a cylinder and half a usual delivery are spent. */
  usefulDay: DayNumber
  /** First day by whose end P(empty) exceeds the accepted risk. */
  unsafeDay: DayNumber
  evidence: Evidence
}

export interface ForecastPolicy {
  /** Share of capacity at which a site is due (0.15: 最大週期 = 0.85 × 串接 ÷ 日用). */
  dueShare: number
  /** Greatest P(empty) that is still called safe. */
  acceptedRisk: number
  /** Length of `runOutByDay` and `useByDay`. */
  listedDays: number
}

const negligible = 0.02
const scratch = newState()
const usualDays = 30
const freshReadingDays = 3
const meteredDays = 60
const recentDeliveries = 8
/** A cylinder of which this much is spent is worth the way. */
const spentShare = 0.7
/** A household rings within days of opening the next cylinder; as a share of one. */
const callBlur = 0.05

/**
 * Forecasts one site from the evening of `asOf`; null where there is no capacity and no delivery to go by.
 * @param site cut at `asOf` by `knownHistory`
 */
export function forecastSite(
  site: SiteHistory,
  asOf: DayNumber,
  learned: LearnedPatterns,
  policy: ForecastPolicy,
): SiteForecast | null {
  const rateShare = learned.rateShares.get(site.segment) ?? learned.rateShares.get('') ?? 0.03
  const curve = curveOf(learned, site)
  const track = layTrack(site, curve, learned.axis, rateShare)
  if (!track) return null
  const morning = asOf + 1 - learned.axis.firstDay
  const beliefs = weigh(track, morning)
  const horizon = Math.min(settings.horizonDays, learned.axis.length - morning)
  const empty = levelReached(beliefs, curve, morning, horizon, 0)
  const dueLevel =
    site.kind === 'household' ? openedCylinderFloor(site) : policy.dueShare * site.capacityGrams
  const due = levelReached(beliefs, curve, morning, horizon, dueLevel)
  let rate = 0
  let stock = 0
  for (const { state, weight } of beliefs) {
    rate += weight * state.rate
    stock += weight * state.stock
  }
  const ahead = ((curve.sum[morning + usualDays] as number) - (curve.sum[morning] as number)) / usualDays
  return {
    key: site.key,
    dailyUseGrams: Math.round(rate * ahead),
    stockGrams: Math.round(Math.min(site.capacityGrams, Math.max(0, stock))),
    capacityGrams: site.capacityGrams,
    dueDay: asOf + daysUntil(due, 0.5),
    runOutDay: asOf + daysUntil(empty, 0.5),
    runOutP10Day: asOf + daysUntil(empty, 0.1),
    runOutP90Day: asOf + daysUntil(empty, 0.9),
    runOutByDay: empty.slice(0, policy.listedDays),
    useByDay: curve.sum
      .slice(morning + 1, morning + 1 + policy.listedDays)
      .map(sum => rate * (sum - (curve.sum[morning] as number))),
    lastDeliveryDay: site.deliveries.at(-1)?.day ?? null,
    usefulDay: asOf + usefulIn(site, curve, morning, horizon, { rate, stock }),
    unsafeDay: asOf + daysUntil(empty, Math.max(policy.acceptedRisk, 1e-9)),
    evidence: evidenceOf(site, asOf),
  }
}

/** Filters the track under every habit and weighs the habits by how well they explain it. */
function weigh(track: SiteTrack, morning: number): WeightedState[] {
  const { site } = track
  const habits: readonly WeightedHabit[] =
    site.kind === 'household'
      ? habitsByVisit.household
      : site.hasTelemetry
        ? habitsByVisit.telemetry
        : habitsByVisit.estimated
  const found: { state: StockState; habit: VisitHabit; score: number }[] = []
  let best = Number.NEGATIVE_INFINITY
  for (const { habit, prior } of habits) {
    filterTrack(track, habit, scratch)
    const score = Math.log(prior) + scratch.evidence + residualScore(site, scratch)
    if (score < best - 8) continue
    best = Math.max(best, score)
    found.push({ state: copyState(scratch), habit, score })
  }
  let total = 0
  for (const each of found) total += Math.exp(each.score - best)
  const beliefs: WeightedState[] = []
  let kept = 0
  for (const { state, habit, score } of found) {
    const weight = Math.exp(score - best) / total
    if (weight < negligible) continue
    bringToMorning(state, track, habit, morning)
    beliefs.push({ state, weight })
    kept += weight
  }
  for (const belief of beliefs) belief.weight /= kept
  return beliefs
}

/** How well a habit's expected residual gas agrees with the known share (退氣比例). */
function residualScore(site: SiteHistory, state: StockState): number {
  if (site.residualRatio === null || state.broughtGrams === 0) return 0
  const expected = state.residualGrams / state.broughtGrams
  const deviation = settings.residualSd + settings.residualSdShare * site.residualRatio
  return -0.5 * ((expected - site.residualRatio) / deviation) ** 2
}

/** To the start of the day after the forecast's, knowing that nobody has come since: were the stock low, somebody would have. */
function bringToMorning(state: StockState, track: SiteTrack, habit: VisitHabit, morning: number): void {
  const { site, curve } = track
  const days = morning - state.at
  if (days <= 0) return
  relaxRate(state, days)
  const use = (curve.sum[morning] as number) - (curve.sum[state.at] as number)
  const squares = (curve.squares[morning] as number) - (curve.squares[state.at] as number)
  drawDown(state, use, squares, 1e-4 * site.capacityGrams ** 2)
  state.at = morning
  if (days === 1) return
  const isHousehold = site.kind === 'household'
  const level = isHousehold ? openedCylinderFloor(site) : habit.level * site.capacityGrams
  const blur = isHousehold ? callBlur * unitOf(site) : Math.max(0.02, habit.blur) * site.capacityGrams
  const spread = Math.sqrt(state.stockVariance + blur * blur)
  const distance = (state.stock - level) / spread
  const quiet = normalCdf(distance)
  const hazard = normalDensity(distance) / Math.max(1e-9, quiet)
  // Told by the silence, weighed against a silence that tells nothing because the visit was forgotten.
  const told =
    ((1 - settings.forgottenShare) * quiet) /
    ((1 - settings.forgottenShare) * quiet + settings.forgottenShare)
  const rise = (state.stockVariance / spread) * hazard
  const fall = (state.stockVariance / spread) ** 2 * hazard * (distance + hazard)
  const variance = state.stockVariance - told * fall + told * (1 - told) * rise * rise
  settleStock(state, state.stock + told * rise, Math.max(variance, 1e-6 * site.capacityGrams ** 2))
}

/** What is left in a household when the opened cylinder is empty: the others, which are full. */
function openedCylinderFloor(site: SiteHistory): number {
  return Math.max(0, site.capacityGrams - unitOf(site))
}
const unitOf = (site: SiteHistory) => site.deliveries.at(-1)?.unitGrams ?? site.capacityGrams

/** Days until enough is spent, counted from the first morning. */
function usefulIn(
  site: SiteHistory,
  curve: UseCurve,
  morning: number,
  horizon: number,
  expected: { rate: number; stock: number },
): number {
  const recent = site.deliveries.slice(-recentDeliveries)
  const usual = recent.reduce((sum, delivery) => sum + delivery.grams, 0) / Math.max(1, recent.length)
  const worthwhile = Math.min(spentShare * site.capacityGrams, Math.max(usual / 2, spentShare * unitOf(site)))
  const missing = worthwhile - (site.capacityGrams - expected.stock)
  const start = curve.sum[morning] as number
  for (let day = 1; day <= horizon; day += 1)
    if (((curve.sum[morning + day - 1] as number) - start) * expected.rate >= missing) return day
  return horizon
}

function evidenceOf(site: SiteHistory, asOf: DayNumber): Evidence {
  const readings = site.readings ?? []
  if (readings.some(reading => reading.stockGrams !== undefined && reading.day > asOf - freshReadingDays))
    return 'telemetry'
  if (readings.some(reading => reading.use && reading.day > asOf - meteredDays)) return 'meter'
  return site.deliveries.length >= 2 ? 'deliveries' : 'segment'
}

/** The forecast with dates for days, as the due list and the store take it. */
export function viewOf(forecast: SiteForecast, asOf: DayNumber): ForecastView {
  return {
    asOf: dateOfDay(asOf),
    dailyUseGrams: forecast.dailyUseGrams,
    stockGrams: forecast.stockGrams,
    capacityGrams: forecast.capacityGrams,
    dueOn: dateOfDay(forecast.dueDay),
    runOutOn: dateOfDay(forecast.runOutDay),
    runOutP10: dateOfDay(forecast.runOutP10Day),
    runOutP90: dateOfDay(forecast.runOutP90Day),
    runOutByDay: forecast.runOutByDay,
    useByDay: forecast.useByDay,
    lastDeliveryOn: forecast.lastDeliveryDay === null ? null : dateOfDay(forecast.lastDeliveryDay),
    usefulOn: dateOfDay(forecast.usefulDay),
    unsafeOn: dateOfDay(forecast.unsafeDay),
  }
}
