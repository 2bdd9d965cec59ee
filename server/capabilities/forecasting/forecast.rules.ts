import { dayAxis } from './day-axis.rules.ts'
import { settings } from './forecast-settings.rules.ts'
import { type ForecastPolicy, forecastSite, type SiteForecast } from './forecast-site.rules.ts'
import { learnPatterns } from './learn-patterns.rules.ts'
import { type DayNumber, knownHistory, type SiteHistory } from './site-history.rules.ts'

const longestMemoryDays = 6 * 366
const sitesPerStep = 100

/**
 * Forecasts every site from the evening of `asOf`. Patterns are learned from all sites given, so give all of them.
 * Nothing after `asOf` is looked at, whatever the histories hold. Sites without a capacity and without a delivery
 * are left out.
 * @param holidays public holidays as day numbers, past and coming
 */
export function forecastSites(
  sites: readonly SiteHistory[],
  asOf: DayNumber,
  holidays: ReadonlySet<DayNumber>,
  policy: ForecastPolicy,
): SiteForecast[] {
  const steps = forecastInSteps(sites, asOf, holidays, policy)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** As `forecastSites`, pausing every few hundredths of a second of work so that a server can answer in between. */
export function* forecastInSteps(
  sites: readonly SiteHistory[],
  asOf: DayNumber,
  holidays: ReadonlySet<DayNumber>,
  policy: ForecastPolicy,
): Generator<void, SiteForecast[]> {
  const known = sites.map(site => knownHistory(site, asOf))
  const firstDelivery = known.reduce((first, site) => Math.min(first, site.deliveries[0]?.day ?? asOf), asOf)
  const firstDay = Math.max(asOf - longestMemoryDays, firstDelivery)
  const remembered = known.map(site =>
    (site.deliveries[0]?.day ?? firstDay) >= firstDay
      ? site
      : { ...site, deliveries: site.deliveries.filter(delivery => delivery.day >= firstDay) },
  )
  yield
  const axis = dayAxis(firstDay, asOf + settings.horizonDays, holidays)
  const learned = yield* learnPatterns(remembered, axis, asOf)
  const forecasts: SiteForecast[] = []
  for (const [index, site] of remembered.entries()) {
    if (index % sitesPerStep === sitesPerStep - 1) yield
    const forecast = forecastSite(site, asOf, learned, policy)
    if (forecast) forecasts.push(forecast)
  }
  return forecasts
}
