import { productCodes } from '@luckygas/contract/kernel/cylinders.ts'
import { addDays } from '@luckygas/contract/kernel/dates.ts'
import { settableClock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { JobName } from '../../ports/queue/queue.port.ts'
import { testApp } from '../../testkit/test-app.ts'
import { foundTestCompany } from '../../testkit/test-company.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import type { StopRequest } from '../dispatch/dispatch.api.ts'
import { makeForecasting } from './forecasting.api.ts'
import type { ForecastingDeps } from './forecasting.types.ts'

export const today = '2026-11-22'
export const tomorrow = addDays(today, 1)

/** Sites of 80 kg that were brought 60 kg every ten days; `lastDaysAgo` says when last. */
export async function addHistory(
  db: Database,
  code: string,
  lastDaysAgo: number,
  gapDays = 10,
  count = 40,
): Promise<void> {
  const place = productCodes.indexOf('20')
  const quantities = productCodes.map((_, index) => (index === place ? 3 : 0))
  await db
    .insertInto('delivery_history')
    .values(
      Array.from({ length: count }, (_, index) => ({
        customer_code: code,
        delivered_on: addDays(today, -lastDaysAgo - index * gapDays),
        delivered_minute: 600,
        salesperson: '測試',
        quantities,
        gas_grams: 60_000,
        ordinal: 1,
        imported_at: new Date('2026-11-01T00:00:00Z'),
      })),
    )
    .execute()
}

type Join = (parts: Pick<ForecastingDeps, 'db' | 'clock' | 'queue' | 'receiveStops'>) => ForecastingDeps

/**
 * A company of a few sites on Sunday 2026-11-22.
 * @param join gives forecasting the real capabilities around it, as `main` does
 */
export async function forecastingFixture(join: Join, sites = 6) {
  const { db } = await testDatabase()
  const clock = settableClock(`${today}T07:00:00Z`)
  const company = await foundTestCompany(db, { drivers: 1, sites })
  const received: { date: string; stops: StopRequest[] }[] = []
  const enqueued: { name: JobName; payload: unknown }[] = []
  const deps = join({
    db,
    clock,
    queue: {
      enqueue: async (_db, name, payload) => {
        enqueued.push({ name, payload })
      },
    },
    receiveStops: async (_context, { date, stops }) => {
      received.push({ date, stops })
      return { added: stops.length, planId: '' }
    },
  })
  const forecasting = makeForecasting(deps)
  const app = await testApp({ db, clock, routes: forecasting.routes })
  return { db, clock, company, deps, forecasting, app, received, enqueued }
}
