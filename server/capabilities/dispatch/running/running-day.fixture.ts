import { randomUUID } from 'node:crypto'
import type { CylinderCounts } from '../../../../contract/kernel/cylinders.ts'
import type { Role } from '../../../../contract/permissions.ts'
import { type Actor, systemActor } from '../../../platform/actor.ts'
import { settableClock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import { runWrite, type WriteContext } from '../../../platform/database/write.ts'
import { get, send, testActor, testApp } from '../../../testkit/test-app.ts'
import { foundTestCompany, type TestCompany } from '../../../testkit/test-company.ts'
import { testDatabase } from '../../../testkit/test-database.ts'
import {
  depot as depotHolder,
  openDepot,
  postMovement,
  transfer,
  truck,
} from '../../cylinders/cylinders.api.ts'
import { testDeps } from '../board-day.fixture.ts'
import { saveBuiltPlan, searchDay } from '../build-plan.action.ts'
import { makeDispatch } from '../dispatch.api.ts'
import { findPlan, updateRun } from '../plan.store.ts'
import { publishPlan } from '../publish-plan.action.ts'
import { readStops } from '../stop.store.ts'
import { followToday } from './follow-day.action.ts'
import { proposeImprovement } from './propose-improvement.ts'
import { makeRunningDay } from './running-day.ts'
import type { RunningDeps } from './running-deps.ts'

export const date = '2026-11-23'

/** A minute of the day in Taipei as an instant. */
export const at = (minute: number) => new Date(Date.parse(`${date}T00:00:00+08:00`) + minute * 60_000)

type Write = <T>(work: (context: WriteContext) => Promise<T>, actor?: Actor) => Promise<T>
type Size = {
  stops: number
  drivers?: number
  spareSites?: number
  /** When doors close, minute of the day; early doors spread the day over more drivers. */
  untilMinute?: number
}

/** A published day at 08:00: every truck loaded with what its stops ask for and `spare` besides. */
export async function runningDay(size: Size, spare: CylinderCounts = { '20': 4 }) {
  const { db } = await testDatabase()
  const clock = settableClock('2026-11-22T18:00:00+08:00')
  const spareSites = size.spareSites ?? 3
  const company = await foundTestCompany(db, {
    drivers: size.drivers ?? 4,
    sites: size.stops + spareSites,
  })
  const fixes: { driverId: string; latitude: number; longitude: number; deviceAt: Date }[] = []
  const deps: RunningDeps = {
    ...testDeps(company),
    readPresence: async (_db, driverIds) => fixes.filter(fix => driverIds.includes(fix.driverId)),
    readFixes: async () => [],
  }
  const write: Write = async (work, actor = company.dispatcher) =>
    (await runWrite({ db, clock }, { actor, traceId: 'test' }, work)).answer
  const dispatch = makeDispatch({ ...deps, isDriverUser: async () => true })
  await write(context =>
    dispatch.receiveStops(context, {
      depotId: company.depotId,
      date,
      stops: company.sites.slice(0, size.stops).map(site => ({
        siteId: site.id,
        dueItemId: null,
        orderId: null,
        priority: 'normal',
        windows: [{ fromMinute: 480, toMinute: size.untilMinute ?? 1080 }],
        lines: [{ product: '20', fullOut: 2, emptyIn: 2 }],
      })),
    }),
  )
  await publish({ db, clock, company, deps, write })
  const plan = await findPlan(db, company.depotId, date)
  if (!plan) throw new Error('a plan expected')
  const readAll = () => readStops(db, { planId: plan.id })
  await loadTrucks(write, company, await readAll(), spare)
  clock.set(at(480).toISOString())
  const running = makeRunningDay({ db, clock }, deps)
  const app = await testApp({
    db,
    clock,
    routes: running.routes,
    authenticate: async token =>
      token === 'dispatcher' ? company.dispatcher : testActor(token as Role, company.depotId),
  })
  const stopsOf = async (runId: string) =>
    (await readAll())
      .filter(stop => stop.publishedRunId === runId)
      .sort(
        (a, b) =>
          (a.publishedTrip ?? 0) - (b.publishedTrip ?? 0) ||
          (a.publishedPosition ?? 0) - (b.publishedPosition ?? 0),
      )
  return {
    db,
    clock,
    company,
    deps,
    plan,
    app,
    fixes,
    write,
    records: dispatch.records,
    readAll,
    stopsOf,
    runs: async () =>
      await db.selectFrom('run').select(['id', 'driver_id', 'vehicle_id', 'is_locked']).execute(),
    follow: () => write(context => followToday(deps, context), systemActor),
    show: async () => (await get(app, `/api/running-day?date=${date}`, 'dispatcher')).json(),
    /** An order of two 20 kg cylinders at a site that is not on the plan yet. */
    order: (number: number, priority = 'urgent', quantity = 2) =>
      placeTestOrder(db, company, company.sites[size.stops + number]?.id ?? '', priority, quantity),
    price: async (body: unknown) =>
      (await send(app, 'POST', '/api/running-day/insertions/price', 'dispatcher', body)).json(),
    insert: (body: unknown) => send(app, 'POST', '/api/running-day/insertions', 'dispatcher', body),
    priceInterruption: async (runId: string) =>
      (
        await send(app, 'POST', '/api/running-day/interruptions/price', 'dispatcher', {
          runId,
          cause: 'sick',
        })
      ).json(),
    interrupt: (body: unknown) => send(app, 'POST', '/api/running-day/interruptions', 'dispatcher', body),
    /** A search of so many iterations, so that the same day gives the same proposal on any machine. */
    propose: (of: { stopIds?: string[]; runIds?: string[] }, iterations = 300) =>
      proposeImprovement(
        deps,
        { db, actor: company.dispatcher, now: clock.now(), today: date, traceId: 'test' },
        { stopIds: [], runIds: [], ...of },
        { iterations },
      ),
    accept: (body: unknown) => send(app, 'POST', '/api/running-day/improvements', 'dispatcher', body),
    closeRoad: (body: unknown) => send(app, 'POST', '/api/running-day/closures', 'dispatcher', body),
    openRoad: (id: string) => send(app, 'POST', `/api/running-day/closures/${id}/open`, 'dispatcher', {}),
  }
}
export type RunningFixture = Awaited<ReturnType<typeof runningDay>>

async function publish(of: {
  db: Database
  clock: ReturnType<typeof settableClock>
  company: TestCompany
  deps: RunningDeps
  write: Write
}): Promise<void> {
  const { db, clock, company, deps, write } = of
  const version = async () => (await findPlan(db, company.depotId, date))?.version ?? 0
  const built = await searchDay(
    deps,
    { db, actor: company.dispatcher, now: clock.now(), today: '2026-11-22', traceId: 'test' },
    { date, mode: 'all', seconds: 0.4, seed: 1, version: await version() },
  )
  await write(context => saveBuiltPlan(deps, context, built))
  const present = await version()
  await write(context => publishPlan(deps, context, { date, version: present, isViolationAccepted: true }))
}

async function loadTrucks(
  write: Write,
  company: TestCompany,
  stops: Awaited<ReturnType<typeof readStops>>,
  spare: CylinderCounts,
): Promise<void> {
  await write(context =>
    openDepot(context, { depotId: company.depotId, asOf: date, full: { '20': 5_000 }, empty: {} }),
  )
  await write(async context => {
    const runs = await context.db.selectFrom('run').select(['id', 'vehicle_id']).execute()
    for (const run of runs) {
      const own = stops.filter(stop => stop.publishedRunId === run.id)
      const full = own.filter(stop => stop.publishedTrip === 1).length * 2 + (spare['20'] ?? 0)
      await updateRun(context.db, run.id, { state: 'loaded' })
      await postMovement(context, {
        kind: 'load',
        businessDate: date,
        occurredAt: context.now,
        source: 'test',
        sourceId: run.id,
        entries: transfer(depotHolder(company.depotId), truck(run.vehicle_id), 'full', { '20': full }),
      })
    }
  })
}

async function placeTestOrder(
  db: Database,
  company: TestCompany,
  siteId: string,
  priority: string,
  quantity: number,
): Promise<string> {
  const id = randomUUID()
  await db
    .insertInto('sales_order')
    .values({
      id,
      site_id: siteId,
      depot_id: company.depotId,
      source: 'phone',
      state: 'confirmed',
      requested_on: date,
      priority,
      created_at: at(480),
      updated_at: at(480),
    })
    .execute()
  await db
    .insertInto('order_line')
    .values({ order_id: id, product_code: '20', quantity, unit_price_ntd: 860n })
    .execute()
  return id
}
