import fc from 'fast-check'
import { expect, test } from 'vitest'
import { baselineForecast, baselineNames } from './baselines.rules.ts'
import { forecastSites } from './forecast.rules.ts'
import { simulateSegment } from './simulated-site.test-support.ts'
import { dayNumberOf, knownHistory, type SiteHistory } from './site-history.rules.ts'

const policy = { dueShare: 0.15, acceptedRisk: 0.05, listedDays: 60 }
const noHolidays = new Set<number>()
const firstDay = dayNumberOf('2023-06-01')
const asOf = dayNumberOf('2025-05-28')
const segment = simulateSegment(60, firstDay, asOf, 7)
const histories = segment.map(site => site.history)
const forecasts = new Map(forecastSites(histories, asOf, noHolidays, policy).map(each => [each.key, each]))
const forecastOf = (key: string) => {
  const forecast = forecasts.get(key)
  if (!forecast) throw new Error(`no forecast of ${key}`)
  return forecast
}
const meanError = (error: (key: string, dueDay: number) => number) =>
  segment.reduce((sum, site) => sum + Math.abs(error(site.history.key, site.dueDay)), 0) / segment.length

test('[D1] the stock of a site is known to a few per cent from quantities and timing alone', () => {
  const errors = segment.map(
    site => Math.abs(forecastOf(site.history.key).stockGrams - site.stockGrams) / site.history.capacityGrams,
  )
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.06)
})

test('[D1] [D3] due dates beat every baseline by a quarter and more', () => {
  const ours = meanError((key, dueDay) => forecastOf(key).dueDay - dueDay)
  for (const name of baselineNames) {
    const theirs = meanError((key, dueDay) => {
      const site = histories.find(history => history.key === key) as SiteHistory
      return (baselineForecast(name, knownHistory(site, asOf), asOf, 0.15)?.dueDay ?? asOf) - dueDay
    })
    expect(ours, name).toBeLessThan(0.75 * theirs)
  }
})

test('[D1] nothing after the evening of the forecast is looked at', () => {
  const evening = asOf - 40
  const cut = histories.map(site => ({
    ...site,
    deliveries: site.deliveries.filter(delivery => delivery.day <= evening),
  }))
  expect(forecastSites(histories, evening, noHolidays, policy)).toEqual(
    forecastSites(cut, evening, noHolidays, policy),
  )
})

test('[D1] the same histories give the same forecast', () => {
  expect(forecastSites(histories, asOf, noHolidays, policy)).toEqual([...forecasts.values()])
})

test('[D1] chances never fall, dates are in order, stock fits the capacity', () => {
  for (const forecast of forecasts.values()) {
    for (let day = 1; day < forecast.runOutByDay.length; day += 1)
      expect(forecast.runOutByDay[day]).toBeGreaterThanOrEqual(forecast.runOutByDay[day - 1] as number)
    expect(forecast.runOutP10Day).toBeGreaterThan(asOf)
    expect(forecast.runOutP10Day).toBeLessThanOrEqual(forecast.runOutDay)
    expect(forecast.runOutDay).toBeLessThanOrEqual(forecast.runOutP90Day)
    expect(forecast.dueDay).toBeLessThanOrEqual(forecast.runOutDay)
    expect(forecast.stockGrams).toBeLessThanOrEqual(forecast.capacityGrams)
    expect(forecast.usefulDay).toBeGreaterThan(asOf)
    expect(forecast.unsafeDay).toBeLessThanOrEqual(forecast.runOutP10Day)
  }
})

test('[D1] a site that rests on Mondays is expected to use next to nothing on a Monday', () => {
  const resting = segment.find(site => site.history.closedWeekdays === 1)
  const { useByDay } = forecastOf(resting?.history.key ?? '')
  // The evening of the forecast is a Wednesday, so the fifth day after it is a Monday.
  const useOn = (day: number) => (useByDay[day - 1] as number) - (day > 1 ? (useByDay[day - 2] as number) : 0)
  expect(useOn(5)).toBeLessThan(0.2 * useOn(6))
  expect(useOn(2), 'the week of the segment is learned').toBeGreaterThan(1.3 * useOn(6))
})

test('[D1] a level reported this evening overrules the estimate', () => {
  const site = histories[1] as SiteHistory
  const reading = { day: asOf + 1, stockGrams: Math.round(site.capacityGrams * 0.62) }
  const others = histories.filter(other => other.key !== site.key)
  const measured = forecastSites([{ ...site, readings: [reading] }, ...others], asOf, noHolidays, policy)[0]
  expect(measured?.evidence).toBe('telemetry')
  expect(Math.abs((measured?.stockGrams ?? 0) - reading.stockGrams)).toBeLessThan(0.05 * site.capacityGrams)
})

test('[D1] meter readings set the daily use of a metered site', () => {
  const site = histories[2] as SiteHistory
  const usual = forecastOf(site.key).dailyUseGrams
  const readings = Array.from({ length: 6 }, (_, index) => {
    const day = asOf + 1 - (5 - index) * 14
    return { day, use: { sinceDay: day - 14, grams: Math.round(usual * 1.3 * 14) } }
  })
  const [metered] = forecastSites([{ ...site, readings }, ...histories.slice(3)], asOf, noHolidays, policy)
  expect(metered?.evidence).toBe('meter')
  expect(metered?.dailyUseGrams).toBeGreaterThan(usual * 1.12)
})

test('[D1] gas that goes back in swapped cylinders is not counted as used', () => {
  const gaps = Array.from({ length: 60 }, (_, index) => firstDay + index * 12)
  const site = (residualRatio: number | null): SiteHistory => ({
    ...(histories[0] as SiteHistory),
    key: 'swapped whole',
    closedWeekdays: 0,
    capacityGrams: 40_000,
    deliveries: gaps.map(day => ({ day, grams: 40_000, unitGrams: 20_000 })),
    residualRatio,
  })
  const end = (gaps.at(-1) ?? 0) + 3
  const [without] = forecastSites([site(null)], end, noHolidays, policy)
  const [withRatio] = forecastSites([site(0.38)], end, noHolidays, policy)
  expect(withRatio?.dailyUseGrams).toBeLessThan(0.9 * (without?.dailyUseGrams ?? 0))
  expect(withRatio?.dueDay).toBeGreaterThan(without?.dueDay ?? 0)
})

test('[D1] a site with one delivery borrows the rate of its segment, and says so', () => {
  const own = histories[4] as SiteHistory
  const fresh = { ...own, key: 'new', deliveries: own.deliveries.slice(-1) }
  const forecast = forecastSites([...histories, fresh], asOf, noHolidays, policy).find(
    each => each.key === 'new',
  )
  expect(forecast?.evidence).toBe('segment')
  const shares = segment
    .map(site => forecastOf(site.history.key).dailyUseGrams / site.history.capacityGrams)
    .sort()
  const middle = shares[shares.length >> 1] as number
  expect((forecast?.dailyUseGrams ?? 0) / fresh.capacityGrams).toBeGreaterThan(middle / 3)
  expect((forecast?.dailyUseGrams ?? 0) / fresh.capacityGrams).toBeLessThan(middle * 3)
})

const delivery = fc.record({
  day: fc.integer({ min: asOf - 900, max: asOf + 60 }),
  grams: fc.constantFrom(0, 4_000, 16_000, 20_000, 40_000, 250_000),
  unitGrams: fc.constantFrom(4_000, 16_000, 20_000, 50_000),
})
const anySite: fc.Arbitrary<SiteHistory> = fc.record({
  key: fc.uuid(),
  kind: fc.constantFrom('commercial', 'household'),
  segment: fc.constantFrom('餐廳', '', '住家'),
  capacityGrams: fc.constantFrom(0, 4_000, 20_000, 60_000, 1_000_000),
  hasTelemetry: fc.boolean(),
  closedWeekdays: fc.integer({ min: 0, max: 127 }),
  closedOnHolidays: fc.boolean(),
  deliveries: fc.array(delivery, { maxLength: 40 }),
  readings: fc.array(
    fc.record({
      day: fc.integer({ min: asOf - 60, max: asOf + 5 }),
      stockGrams: fc.integer({ min: 0, max: 100_000 }),
    }),
    { maxLength: 3 },
  ),
  residualRatio: fc.constantFrom(null, 0, 0.06, 0.4, 1),
})

test('[D1] dirty histories never break a forecast: every number is finite and every chance a chance', () => {
  fc.assert(
    fc.property(fc.array(anySite, { maxLength: 8 }), sites => {
      for (const forecast of forecastSites(sites, asOf, new Set([asOf + 2]), policy)) {
        expect(Number.isInteger(forecast.dailyUseGrams)).toBe(true)
        expect(forecast.dailyUseGrams).toBeGreaterThanOrEqual(0)
        expect(Number.isInteger(forecast.stockGrams)).toBe(true)
        expect(forecast.stockGrams).toBeGreaterThanOrEqual(0)
        expect(forecast.stockGrams).toBeLessThanOrEqual(forecast.capacityGrams)
        expect(forecast.dueDay).toBeGreaterThan(asOf)
        expect(forecast.dueDay).toBeLessThanOrEqual(forecast.runOutDay)
        for (const chance of forecast.runOutByDay) {
          expect(chance).toBeGreaterThanOrEqual(0)
          expect(chance).toBeLessThanOrEqual(1.000001)
        }
      }
    }),
    { numRuns: 150 },
  )
})
