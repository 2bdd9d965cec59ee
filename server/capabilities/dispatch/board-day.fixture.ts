import { businessDateOf } from '../../../contract/kernel/dates.ts'
import type { Actor } from '../../platform/actor.ts'
import { settableClock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import { foundTestCompany, type TestCompany } from '../../testkit/test-company.ts'
import { testDatabase } from '../../testkit/test-database.ts'
import { readBoard } from './board.view.ts'
import { saveBuiltPlan, searchDay } from './build-plan.action.ts'
import { makeDispatch } from './dispatch.api.ts'
import type { DispatchDeps, StopRequest } from './dispatch-deps.ts'

export const date = '2026-11-23'
const clock = settableClock('2026-11-22T18:00:00+08:00')

/** Sites as the test company made them; due facts and notes are absent, as for stops added by hand. */
export function testDeps(company: TestCompany): DispatchDeps {
  const facts = company.sites.map((site, index) => ({
    id: site.id,
    customerCode: site.code,
    customerKind: 'commercial' as const,
    shortName: `測試店${index + 1}`,
    address: '',
    zoneId: company.zoneId,
    zone: '市中',
    point: { latitude: 22.74 + (index % 10) * 0.004, longitude: 121.12 + Math.floor(index / 10) * 0.004 },
    pointSource: 'staff' as const,
    floor: 1,
    hasLift: false,
    vehicleAccess: index % 7 === 3 ? ('truck' as const) : ('any' as const),
  }))
  return {
    readSites: async (_db, ids) =>
      new Map(facts.filter(site => ids.includes(site.id)).map(site => [site.id, site])),
    readDueFacts: async () => new Map(),
    priceStops: async (_db, _date, stops) => stops.map(() => new Map([['20', 860n]])),
    setOrdersAssigned: async () => undefined,
    recordOrder: async () => undefined,
    readOrderTerms: async () => new Map(),
    readPresence: async () => [],
  }
}

export interface Day {
  db: Database
  company: TestCompany
  deps: DispatchDeps
  write<T>(work: (context: WriteContext) => Promise<T>, actor?: Actor): Promise<T>
  board(): ReturnType<typeof readBoard>
  build(mode?: 'all' | 'free' | 'fit'): Promise<void>
}

export async function dayWith(
  stops: number,
  windows: StopRequest['windows'] = [{ fromMinute: 480, toMinute: 1080 }],
): Promise<Day> {
  const { db } = await testDatabase()
  const company = await foundTestCompany(db, { drivers: 4, sites: stops })
  const deps = testDeps(company)
  const dispatch = makeDispatch({ ...deps, isDriverUser: async () => true })
  const write = async <T>(work: (context: WriteContext) => Promise<T>, actor = company.dispatcher) =>
    (await runWrite({ db, clock }, { actor, traceId: 'test' }, work)).answer
  await write(context =>
    dispatch.receiveStops(context, {
      depotId: company.depotId,
      date,
      stops: company.sites.map(site => ({
        siteId: site.id,
        dueItemId: null,
        orderId: null,
        priority: 'normal',
        windows,
        lines: [{ product: '20', fullOut: 2, emptyIn: 2 }],
      })),
    }),
  )
  const board = () => readBoard(deps, db, company.depotId, date)
  return {
    db,
    company,
    deps,
    write,
    board,
    build: async (mode = 'all') => {
      const context = {
        db,
        actor: company.dispatcher,
        now: clock.now(),
        today: businessDateOf(clock.now()),
        traceId: 'test',
      }
      const built = await searchDay(deps, context, {
        date,
        mode,
        seconds: 0.5,
        seed: 1,
        version: (await board()).version,
      })
      await write(inner => saveBuiltPlan(deps, inner, built))
    },
  }
}
