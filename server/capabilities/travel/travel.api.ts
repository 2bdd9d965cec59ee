import * as endpoints from '../../../contract/endpoints/travel.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import { type Route, reportRoute } from '../../platform/http/route.ts'
import type { JobHandlers, Timetable } from '../../ports/queue/queue.port.ts'
import type { TravelFactors } from '../../ports/travel-times/travel-times.port.ts'
import { learnTravelFactors, type TravelDeps } from './learn-factors.action.ts'
import { readFactors } from './travel-factor.store.ts'
import { factorsFrom } from './travel-factors.rules.ts'

export type { TravelDeps } from './learn-factors.action.ts'

declare module '../../ports/queue/queue.port.ts' {
  interface JobPayloads {
    /** Nightly: what our own trucks say of the estimate. */
    'travel.learn': Record<string, never>
  }
}

/** What the estimate multiplies its times by; undefined where nothing has been learned yet. */
export async function readTravelFactors(db: Reader): Promise<TravelFactors | undefined> {
  return factorsFrom(await readFactors(db))
}

/** Travel factors that are learned from our own trucks each night. */
export function makeTravel(
  parts: { db: Database; clock: Clock },
  deps: TravelDeps,
): { routes: Route[]; jobs: JobHandlers; dailyJobs: Timetable[] } {
  return {
    routes: [
      reportRoute(endpoints.listTravelFactors, async ({ reader }) => ({
        factors: (await readFactors(reader)).slice(0, endpoints.mostFactorsShown).map(factor => ({
          ...factor,
          learnedAt: factor.learnedAt.toISOString(),
        })),
      })),
    ],
    jobs: {
      'travel.learn': async () => {
        await learnTravelFactors(deps, { db: parts.db, now: parts.clock.now() })
      },
    },
    dailyJobs: [{ name: 'travel.learn', minuteOfDay: 3 * 60 + 5 }],
  }
}
