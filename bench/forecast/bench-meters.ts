import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { baselineForecast, baselineNames } from '../../server/capabilities/forecasting/baselines.rules.ts'
import { forecastSites } from '../../server/capabilities/forecasting/forecast.rules.ts'
import {
  type DayNumber,
  dayNumberOf,
  knownHistory,
  type SiteHistory,
} from '../../server/capabilities/forecasting/site-history.rules.ts'
import {
  isHeldOut,
  type MeteredHome,
  outcomeOf,
  type ReplayedSite,
  readMeters,
  replay,
} from './replay-meters.ts'
import { type Outcome, type Prediction, type Score, scoreMethod } from './score.ts'

/** 150 metered homes of one year, daily; development and benches only. */
export const metersFolder = resolve(import.meta.dirname, '../../../shared/data/demand/fluvius-gas-150')
export const hasMeters = existsSync(join(metersFolder, 'gas_daily_kwh_wide.csv'))

/** Evenings over the year; a home counts from its fourth delivery on, while its due day is within the metered year. */
const evenings = [
  '2024-03-15',
  '2024-04-15',
  '2024-05-15',
  '2024-06-15',
  '2024-07-15',
  '2024-08-15',
  '2024-09-15',
  '2024-10-15',
  '2024-11-15',
  '2024-12-01',
]
const leastDeliveries = 4
const policy = { dueShare: 0.15, acceptedRisk: 0.05, listedDays: 30 }
/** The homes keep no closing days and their country's holidays are not Taiwan's. */
const noHolidays: ReadonlySet<DayNumber> = new Set()

/** One group of homes over all evenings; the means weigh every forecast alike. */
export interface MeterReport {
  group: 'tuned on' | 'held out'
  homes: number
  deliveriesPerHome: number
  methods: Score[]
  byEvening: { asOf: string; scores: Score[] }[]
  /** Our mean absolute error as a share of the best baseline's. */
  shareOfBest: number
  cpuMs: number
}

/**
 * Replays the meters as homes on 20 kg cylinders and forecasts each from several evenings. What the forecast sees are
 * days and quantities of deliveries up to the evening; neither the meter nor any temperature.
 */
export function benchMeters(folder: string): MeterReport[] {
  const homes = readMeters(folder)
  return (['tuned on', 'held out'] as const).map(group => {
    const replayed = homes
      .filter(home => isHeldOut(home.key) === (group === 'held out'))
      .flatMap(home => {
        const site = replay(home)
        return site ? [{ home, site }] : []
      })
    const start = process.cpuUsage()
    const byEvening = evenings.map(asOf => ({ asOf, scores: scoreEvening(replayed, dayNumberOf(asOf)) }))
    const { user, system } = process.cpuUsage(start)
    const methods = addUp(byEvening.map(each => each.scores))
    const [ours, ...baselines] = methods.map(score => score.meanAbsoluteDays)
    const deliveries = replayed.reduce((sum, { site }) => sum + site.history.deliveries.length, 0)
    return {
      group,
      homes: replayed.length,
      deliveriesPerHome: deliveries / replayed.length,
      methods,
      byEvening,
      shareOfBest: (ours ?? Number.NaN) / Math.min(...baselines),
      cpuMs: Math.round((user + system) / 1000),
    }
  })
}

function scoreEvening(replayed: { home: MeteredHome; site: ReplayedSite }[], asOf: DayNumber): Score[] {
  const histories = replayed.map(({ site }) => site.history)
  const outcomes = new Map<string, Outcome>()
  for (const { home, site } of replayed) {
    if (knownHistory(site.history, asOf).deliveries.length < leastDeliveries) continue
    const outcome = outcomeOf(home, site, asOf)
    if (outcome.dueDay !== null) outcomes.set(home.key, outcome)
  }
  const ours = new Map(
    forecastSites(histories, asOf, noHolidays, policy).map(forecast => [forecast.key, forecast]),
  )
  return [
    scoreMethod('luckygas', ours, outcomes, asOf),
    ...baselineNames.map(name =>
      scoreMethod(name, baselinesOf(name, histories, outcomes, asOf), outcomes, asOf),
    ),
  ]
}

function baselinesOf(
  name: (typeof baselineNames)[number],
  histories: readonly SiteHistory[],
  outcomes: ReadonlyMap<string, Outcome>,
  asOf: DayNumber,
): Map<string, Prediction> {
  const predictions = new Map<string, Prediction>()
  for (const history of histories) {
    const forecast = outcomes.has(history.key)
      ? baselineForecast(name, knownHistory(history, asOf), asOf, policy.dueShare)
      : null
    if (forecast) predictions.set(history.key, { key: history.key, ...forecast })
  }
  return predictions
}

/** Scores of several evenings as one, every forecast counting once. */
function addUp(evenings: Score[][]): Score[] {
  const names = (evenings[0] ?? []).map(score => score.method)
  return names.map((method, place) => {
    const scores = evenings.flatMap(each => each[place] ?? [])
    const sites = scores.reduce((sum, score) => sum + score.sites, 0)
    const mean = (of: (score: Score) => number) =>
      scores.reduce((sum, score) => sum + (score.sites > 0 ? of(score) * score.sites : 0), 0) / sites
    return {
      method,
      sites,
      within1Day: mean(score => score.within1Day),
      within2Days: mean(score => score.within2Days),
      meanAbsoluteDays: mean(score => score.meanAbsoluteDays),
      biasDays: mean(score => score.biasDays),
      pinballDays: mean(score => score.pinballDays),
      runOuts: scores.reduce((sum, score) => sum + score.runOuts, 0),
    }
  })
}
