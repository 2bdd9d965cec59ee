import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { publicHolidays } from '../../server/capabilities/calendar/calendar.api.ts'
import { baselineForecast, baselineNames } from '../../server/capabilities/forecasting/baselines.rules.ts'
import { forecastSites } from '../../server/capabilities/forecasting/forecast.rules.ts'
import { dayNumberOf, knownHistory } from '../../server/capabilities/forecasting/site-history.rules.ts'
import { readHistories, readTruth } from './read-files.ts'
import { type Outcome, type Prediction, runOutsAtEqualVisits, scoreMethod } from './score.ts'

const prediction = (key: string, dueDay: number): Prediction => ({
  key,
  dueDay,
  runOutP10Day: dueDay,
  runOutDay: dueDay + 1,
  runOutP90Day: dueDay + 2,
})
const keyed = (predictions: Prediction[]) => new Map(predictions.map(each => [each.key, each]))

test('[D3] a score counts days within one and two, the mean error and the loss of the quantiles', () => {
  const outcomes = new Map<string, Outcome>([
    ['a', { dueDay: 105, runOutDay: 106 }],
    ['b', { dueDay: 108, runOutDay: null }],
  ])
  const score = scoreMethod('m', keyed([prediction('a', 104), prediction('b', 105)]), outcomes, 100)
  expect(score).toMatchObject({
    sites: 2,
    within1Day: 0.5,
    within2Days: 0.5,
    meanAbsoluteDays: 2,
    biasDays: -2,
  })
  // Run-out on 106 against 104, 105 and 106: 0.1 × 2, 0.5 × 1 and 0.
  expect(score.pinballDays).toBeCloseTo(0.7 / 3)
})

test('[D3] at equal visits a method that sees the order of need has no run-outs, the reverse order has', () => {
  const outcomes = new Map<string, Outcome>(
    Array.from({ length: 10 }, (_, index) => [`s${index}`, { dueDay: 101 + index, runOutDay: 101 + index }]),
  )
  const inOrder = keyed([...outcomes].map(([key, outcome]) => prediction(key, outcome.dueDay ?? 0)))
  const reversed = keyed([...outcomes].map(([key, outcome]) => prediction(key, 300 - (outcome.dueDay ?? 0))))
  expect(runOutsAtEqualVisits(inOrder, outcomes, 100)).toBe(0)
  expect(runOutsAtEqualVisits(reversed, outcomes, 100)).toBeGreaterThan(3)
})

const folder = resolve(import.meta.dirname, '../../../shared/data/legacy')
const isThere = existsSync(folder)
if (!isThere) process.stderr.write('skipped: the legacy example is absent (../shared/data/legacy)\n')

test.skipIf(!isThere)(
  '[D3] on the legacy example the forecast keeps its promises, with and without the residual ratio',
  { timeout: 120_000 },
  async () => {
    const file = (name: string) => resolve(folder, name)
    const histories = await readHistories({
      history: file('history.csv.gz'),
      customers: file('customers.xlsx'),
      members: file('members.csv'),
    })
    const truth = readTruth(file('truth.json.gz'))
    const asOf = dayNumberOf(truth.historyEnd)
    const outcomes = new Map<string, Outcome>()
    for (const { code, kind, deliveries, dueDate } of truth.customers)
      if (kind === 'commercial' && deliveries >= 6 && dueDate)
        outcomes.set(code, { dueDay: dayNumberOf(dueDate), runOutDay: null })
    const commercial = histories.filter(site => site.kind === 'commercial')
    const holidays = new Set(publicHolidays(2021, 2027).map(holiday => dayNumberOf(holiday.date)))
    const policy = { dueShare: 0.15, acceptedRisk: 0.05, listedDays: 30 }
    const best = Math.min(
      ...baselineNames.map(name => {
        const predictions = commercial.flatMap(site => {
          const forecast = baselineForecast(name, knownHistory(site, asOf), asOf, policy.dueShare)
          return forecast ? [{ key: site.key, ...forecast }] : []
        })
        return scoreMethod(name, keyed(predictions), outcomes, asOf).meanAbsoluteDays
      }),
    )
    for (const hasSnapshot of [true, false]) {
      const sites = hasSnapshot ? commercial : commercial.map(site => ({ ...site, residualRatio: null }))
      const ours = scoreMethod('ours', keyed(forecastSites(sites, asOf, holidays, policy)), outcomes, asOf)
      expect(ours.sites).toBeGreaterThan(1200)
      expect(ours.within1Day).toBeGreaterThanOrEqual(0.57)
      expect(ours.within2Days).toBeGreaterThanOrEqual(0.73)
      expect(ours.meanAbsoluteDays).toBeLessThanOrEqual(0.8 * best)
    }
  },
)
