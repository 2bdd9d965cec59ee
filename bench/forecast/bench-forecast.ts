import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { publicHolidays } from '../../server/capabilities/calendar/calendar.api.ts'
import { baselineForecast, baselineNames } from '../../server/capabilities/forecasting/baselines.rules.ts'
import { forecastSites } from '../../server/capabilities/forecasting/forecast.rules.ts'
import {
  type DayNumber,
  dateOfDay,
  dayNumberOf,
  knownHistory,
  type SiteHistory,
} from '../../server/capabilities/forecasting/site-history.rules.ts'
import { benchMeters, hasMeters, type MeterReport, metersFolder } from './bench-meters.ts'
import { type BenchFiles, readHistories, readTruth, type Truth } from './read-files.ts'
import { type Outcome, type Prediction, type Score, scoreMethod } from './score.ts'

const root = join(import.meta.dirname, '../..')
const legacy = resolve(root, '../shared/data/legacy')
const policy = { dueShare: 0.15, acceptedRisk: 0.05, listedDays: 30 }
const leastDeliveries = 6
/** Evenings of the rolling origins, days before the end of the history. */
const originsBack = [90, 150, 210, 300, 390, 480]
const holidays = new Set(publicHolidays(2021, 2027).map(holiday => dayNumberOf(holiday.date)))

const { values } = parseArgs({
  options: {
    history: { type: 'string', default: join(legacy, 'history.csv.gz') },
    customers: { type: 'string', default: join(legacy, 'customers.xlsx') },
    members: { type: 'string', default: join(legacy, 'members.csv') },
    truth: { type: 'string', default: join(legacy, 'truth.json.gz') },
    json: { type: 'boolean', default: false },
    rolling: { type: 'boolean', default: false },
  },
})
await main(values)
meters(values.json)

async function main(files: BenchFiles & { json: boolean; rolling: boolean }): Promise<void> {
  const absent = [files.history, files.customers, files.members, files.truth].filter(
    path => !existsSync(path),
  )
  if (absent.length > 0) {
    console.log(`bench:forecast skipped: ${absent.join(', ')} not found`)
    return
  }
  const histories = await readHistories(files)
  const truth = readTruth(files.truth)
  const asOf = dayNumberOf(truth.historyEnd)
  const times = timing(histories, asOf)
  const report = {
    asOf: truth.historyEnd,
    commercial: compare(histories, asOf, outcomesOf(truth.customers, 'commercial')),
    households: compare(histories, asOf, outcomesOf(truth.customers, 'household')),
    ...times,
    rolling: files.rolling ? rollingOrigins(histories, asOf) : [],
  }
  if (files.json) console.log(JSON.stringify(report, null, 2))
  else print(report)
  if (files.history.startsWith(legacy)) keep(report)
}

/** The second half: real homes, whose gas did come by pipe. */
function meters(isJson: boolean): void {
  if (!hasMeters) {
    console.log(`bench:forecast on meters skipped: ${metersFolder} not found`)
    return
  }
  const reports = benchMeters(metersFolder)
  if (isJson) console.log(JSON.stringify(reports, null, 2))
  else for (const report of reports) printMeters(report)
  for (const { group, methods, cpuMs } of reports) keepScore(`meters 2024 ${group}`, methods[0], cpuMs)
}

function printMeters(report: MeterReport): void {
  const { group, homes, deliveriesPerHome, byEvening, methods, shareOfBest } = report
  printScores(
    `real meters as 20 kg cylinders, ${group}: ${homes} homes, ${deliveriesPerHome.toFixed(1)} deliveries each, all evenings`,
    methods,
  )
  console.log(`MAE is ${(shareOfBest * 100).toFixed(0)} % of the best baseline's (aim: at most 80 %)`)
  for (const { asOf, scores } of byEvening)
    console.log(
      `  ${asOf}${String(scores[0]?.sites ?? 0).padStart(4)} homes  MAE ${scores.map(score => `${score.method} ${score.meanAbsoluteDays.toFixed(1)}`).join(', ')}`,
    )
}

function outcomesOf(customers: Truth[], kind: Truth['kind']): Map<string, Outcome> {
  return new Map(
    customers
      .filter(customer => customer.kind === kind && customer.deliveries >= leastDeliveries)
      .map(customer => [
        customer.code,
        {
          dueDay: customer.dueDate === null ? null : dayNumberOf(customer.dueDate),
          runOutDay: customer.nextRunOut === null ? null : dayNumberOf(customer.nextRunOut),
        },
      ]),
  )
}

/** Ours with all that is known on the day, ours from the history alone, and the four baselines. */
function compare(histories: SiteHistory[], asOf: DayNumber, outcomes: Map<string, Outcome>): Score[] {
  const ours = predict(histories, asOf)
  const bare = predict(histories.map(withoutSnapshot), asOf)
  const scores = [
    scoreMethod('luckygas', ours, outcomes, asOf),
    scoreMethod('luckygas, history only', bare, outcomes, asOf),
  ]
  for (const name of baselineNames) {
    const predictions = new Map<string, Prediction>()
    for (const site of histories) {
      const forecast = outcomes.has(site.key)
        ? baselineForecast(name, knownHistory(site, asOf), asOf, policy.dueShare)
        : null
      if (forecast) predictions.set(site.key, { key: site.key, ...forecast })
    }
    scores.push(scoreMethod(name, predictions, outcomes, asOf))
  }
  return scores
}

function predict(histories: SiteHistory[], asOf: DayNumber): Map<string, Prediction> {
  return new Map(forecastSites(histories, asOf, holidays, policy).map(forecast => [forecast.key, forecast]))
}

function withoutSnapshot(site: SiteHistory): SiteHistory {
  return { ...site, residualRatio: null }
}

/** CPU milliseconds in a cold process for the commercial sites, then for all; patterns are learned anew each time. */
function timing(histories: SiteHistory[], asOf: DayNumber) {
  const commercial = histories.filter(site => site.kind === 'commercial')
  const time = (sites: SiteHistory[]) => {
    const start = process.cpuUsage()
    predict(sites, asOf)
    const { user, system } = process.cpuUsage(start)
    return Math.round((user + system) / 1000)
  }
  return {
    sites: commercial.length,
    commercialMs: time(commercial),
    allSites: histories.length,
    allMs: time(histories),
  }
}

/**
 * Without any truth: forecasts from earlier evenings of telemetry sites, which are visited when they are due, held
 * against the day the next delivery came. The workbook's columns are not known yet on those evenings.
 */
function rollingOrigins(histories: SiteHistory[], end: DayNumber) {
  const watched = histories.filter(site => site.hasTelemetry)
  return originsBack.map(back => {
    const asOf = end - back
    const outcomes = new Map<string, Outcome>()
    for (const site of watched) {
      const next = site.deliveries.find(delivery => delivery.day > asOf)
      const seen = site.deliveries.filter(delivery => delivery.day <= asOf).length
      if (next && seen >= leastDeliveries) outcomes.set(site.key, { dueDay: next.day, runOutDay: null })
    }
    return { asOf: dateOfDay(asOf), scores: compare(histories.map(withoutSnapshot), asOf, outcomes).slice(1) }
  })
}

type Report = {
  asOf: string
  commercial: Score[]
  households: Score[]
  sites: number
  commercialMs: number
  allSites: number
  allMs: number
  rolling: ReturnType<typeof rollingOrigins>
}

function print(report: Report): void {
  console.log(`as of the evening of ${report.asOf}, customers with ${leastDeliveries} or more deliveries`)
  printScores('commercial', report.commercial)
  printScores('households', report.households)
  for (const origin of report.rolling)
    printScores(`telemetry sites against their next visit, ${origin.asOf}`, origin.scores)
  console.log(
    `${report.sites} commercial sites in ${report.commercialMs} ms, all ${report.allSites} in ${report.allMs} ms of CPU (learning included)`,
  )
}

function printScores(title: string, scores: Score[]): void {
  console.log(`\n${title} (${scores[0]?.sites ?? 0} sites)`)
  console.log('method                     ±1 day  ±2 days    MAE    bias  pinball  run-outs')
  for (const score of scores) {
    const share = (value: number) => `${(value * 100).toFixed(1)} %`.padStart(8)
    const days = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : '–').padStart(7)
    console.log(
      score.method.padEnd(25) +
        share(score.within1Day) +
        share(score.within2Days) +
        days(score.meanAbsoluteDays) +
        days(score.biasDays) +
        days(score.pinballDays) +
        String(score.runOuts).padStart(9),
    )
  }
}

function keep(report: Report): void {
  for (const score of report.commercial.slice(0, 2)) keepScore(report.asOf, score, report.commercialMs)
}

/** One line a run, so that a worse forecast shows in the diff; `of` is the day of the forecast or the data it was tried on. */
function keepScore(of: string, score: Score | undefined, cpuMs: number): void {
  if (!score) return
  const path = join(import.meta.dirname, 'history.csv')
  if (!existsSync(path))
    writeFileSync(
      path,
      'as_of,method,sites,within_1_day,within_2_days,mean_absolute_days,pinball_days,run_outs,commercial_ms\n',
    )
  appendFileSync(
    path,
    `${[
      of,
      `"${score.method}"`,
      score.sites,
      score.within1Day.toFixed(4),
      score.within2Days.toFixed(4),
      score.meanAbsoluteDays.toFixed(3),
      score.pinballDays.toFixed(3),
      score.runOuts,
      cpuMs,
    ].join(',')}\n`,
  )
}
