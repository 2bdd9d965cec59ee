import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { date, dayWith, testDeps } from './board-day.fixture.ts'
import { makeDispatch } from './dispatch.api.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { lockRun, lockStop, moveStop } from './move-stop.action.ts'
import { discardChanges, publishPlan } from './publish-plan.action.ts'
import { makeRunSheets } from './run-sheets.ts'

test('[E1] the planner places every stop it can and the independent checker finds nothing', async () => {
  const day = await dayWith(40)
  await day.build()
  const board = await day.board()
  expect(board.stops.filter(stop => stop.runId === null)).toEqual([])
  expect(board.violations).toEqual([])
  expect(board.runs.every(run => run.timeline.length > 0 && run.metres > 0)).toBe(true)
  const motorcycle = board.runs.find(run => run.vehicleKind === 'motorcycle')
  const carriesTruckOnly = board.stops.some(
    stop => stop.runId === motorcycle?.id && stop.vehicleAccess === 'truck',
  )
  expect(carriesTruckOnly).toBe(false)
})

test('[E2] the same due stop handed over twice stands on the plan once', async () => {
  const day = await dayWith(3)
  const dispatch = makeDispatch({ ...day.deps, isDriverUser: async () => true })
  const [site] = day.company.sites
  const again = await day.write(context =>
    dispatch.receiveStops(context, {
      depotId: day.company.depotId,
      date,
      stops: [
        {
          siteId: site?.id ?? '',
          dueItemId: null,
          orderId: null,
          priority: 'normal',
          windows: [],
          lines: [],
        },
      ],
    }),
  )
  expect(again.added).toBe(0)
  expect((await day.board()).stops).toHaveLength(3)
})

test('[C2] [E2] an order takes the place of its site’s forecast stop until drivers hold that; fetched empties join it', async () => {
  const day = await dayWith(3)
  const dispatch = makeDispatch({ ...day.deps, isDriverUser: async () => true })
  const [bringing, fetching, published] = day.company.sites
  if (!bringing || !fetching || !published) throw new Error('three sites expected')
  const ids = { bringing: randomUUID(), fetching: randomUUID(), published: randomUUID() }
  for (const [id, site] of [
    [ids.bringing, bringing],
    [ids.fetching, fetching],
    [ids.published, published],
  ] as const)
    await day.db
      .insertInto('sales_order')
      .values({
        id,
        site_id: site.id,
        depot_id: day.company.depotId,
        source: 'phone',
        state: 'confirmed',
        requested_on: date,
        created_at: new Date(`${date}T00:00:00Z`),
        updated_at: new Date(`${date}T00:00:00Z`),
      })
      .execute()
  const receive = (siteId: string, orderId: string, fullOut: number, emptyIn: number) =>
    day.write(context =>
      dispatch.receiveStops(context, {
        depotId: day.company.depotId,
        date,
        stops: [
          {
            siteId,
            dueItemId: null,
            orderId,
            priority: 'normal',
            windows: [],
            lines: [{ product: '20', fullOut, emptyIn }],
          },
        ],
      }),
    )
  const linesOf = async (siteId: string) =>
    (await day.board()).stops
      .filter(stop => stop.siteId === siteId)
      .map(({ orderId, lines }) => [orderId, lines[0]?.fullOut, lines[0]?.emptyIn])
  await receive(bringing.id, ids.bringing, 1, 1)
  expect(await linesOf(bringing.id)).toEqual([[ids.bringing, 1, 1]])
  await receive(fetching.id, ids.fetching, 0, 3)
  expect(await linesOf(fetching.id)).toEqual([[ids.fetching, 2, 5]])
  await day.build()
  const { version } = await day.board()
  await day.write(context => publishPlan(day.deps, context, { date, version, isViolationAccepted: true }))
  await receive(published.id, ids.published, 1, 1)
  expect((await linesOf(published.id)).toSorted()).toEqual(
    [
      [ids.published, 1, 1],
      [null, 2, 2],
    ].toSorted(),
  )
})

test('[E2] a stop moved by hand stays there through planning again when it is locked', async () => {
  const day = await dayWith(20)
  await day.build()
  const before = await day.board()
  const idle = day.company.drivers.find(driver => !before.runs.some(run => run.driverId === driver.id))
  const stop = before.stops.find(candidate => candidate.vehicleAccess === 'any')
  if (!stop || !idle) throw new Error('a stop and an idle driver expected')
  await day.write(context =>
    moveStop(day.deps, context, {
      stopId: stop.id,
      runId: null,
      driverId: idle.id,
      trip: 1,
      position: 0,
      version: stop.version,
    }),
  )
  const target = (await day.board()).runs.find(run => run.driverId === idle.id)
  if (!target) throw new Error('a run of the idle driver expected')
  const moved = (await day.board()).stops.find(candidate => candidate.id === stop.id)
  expect(moved).toMatchObject({ runId: target.id, trip: 1, position: 0 })
  await day.write(context =>
    lockStop(day.deps, context, { stopId: stop.id, isLocked: true, version: moved?.version ?? 0 }),
  )
  await day.build()
  expect((await day.board()).stops.find(candidate => candidate.id === stop.id)?.runId).toBe(target.id)
  const locked = (await day.board()).stops.find(candidate => candidate.id === stop.id)
  const moveLocked = day.write(context =>
    moveStop(day.deps, context, {
      stopId: stop.id,
      runId: null,
      trip: 1,
      position: 0,
      version: locked?.version ?? 0,
    }),
  )
  await expect(moveLocked).rejects.toMatchObject({ code: 'dispatch.stop-locked' })
})

test('[E2] of two dispatchers who move one stop from the same view, the second is told and nothing is lost', async () => {
  const day = await dayWith(10)
  await day.build()
  const board = await day.board()
  const [stop] = board.stops
  const move = () =>
    day.write(context =>
      moveStop(day.deps, context, {
        stopId: stop?.id ?? '',
        runId: null,
        trip: 1,
        position: 0,
        version: stop?.version ?? 0,
      }),
    )
  const results = await Promise.allSettled([move(), move()])
  expect(results.filter(result => result.status === 'fulfilled')).toHaveLength(1)
  expect(results.find(result => result.status === 'rejected')).toMatchObject({
    reason: { code: 'request.stale-version' },
  })
  expect((await day.board()).stops).toHaveLength(10)
})

test('[E2] a locked run refuses moves and keeps its order through planning again', async () => {
  const day = await dayWith(20)
  await day.build()
  const board = await day.board()
  const [run] = board.runs
  if (!run) throw new Error('a run expected')
  await day.write(context =>
    lockRun(day.deps, context, { runId: run.id, isLocked: true, version: run.version }),
  )
  const order = async () =>
    (await day.board()).stops
      .filter(stop => stop.runId === run.id)
      .map(stop => `${stop.trip}.${stop.position} ${stop.id}`)
  const before = await order()
  const inside = board.stops.find(stop => stop.runId === run.id)
  const move = day.write(context =>
    moveStop(day.deps, context, {
      stopId: inside?.id ?? '',
      runId: null,
      trip: 1,
      position: 0,
      version: inside?.version ?? 0,
    }),
  )
  await expect(move).rejects.toMatchObject({ code: 'dispatch.run-locked' })
  await day.build()
  expect(await order()).toEqual(before)
})

test('[E2] drivers hold the publication: a draft change is theirs only after publishing, and can be dropped', async () => {
  const day = await dayWith(12)
  await day.build()
  const dispatch = makeDispatch({ ...day.deps, isDriverUser: async () => true })
  await day.write(async context =>
    publishPlan(day.deps, context, {
      date,
      version: (await day.board()).version,
      isViolationAccepted: false,
    }),
  )
  const published = await day.board()
  expect(published.hasUnpublishedChanges).toBe(false)
  const [run] = published.runs
  if (!run) throw new Error('a run expected')
  const held = await dispatch.records.readStopsOfRuns(day.db, [run.id])
  const first = published.stops.find(stop => stop.id === held[0]?.id)
  await day.write(context =>
    moveStop(day.deps, context, {
      stopId: first?.id ?? '',
      runId: null,
      trip: 1,
      position: 0,
      version: first?.version ?? 0,
    }),
  )
  expect((await day.board()).hasUnpublishedChanges).toBe(true)
  expect((await dispatch.records.readStopsOfRuns(day.db, [run.id])).map(stop => stop.id)).toEqual(
    held.map(stop => stop.id),
  )
  await day.write(async context =>
    discardChanges(day.deps, context, { date, version: (await day.board()).version }),
  )
  const back = await day.board()
  expect(back.hasUnpublishedChanges).toBe(false)
  expect(back.stops.find(stop => stop.id === first?.id)).toMatchObject({
    runId: run.id,
    trip: first?.trip,
    position: first?.position,
  })
})

test('[E1] a plan that breaks a window is refused at publishing unless somebody takes it upon himself', async () => {
  const day = await dayWith(6, [{ fromMinute: 540, toMinute: 545 }])
  await day.build()
  const board = await day.board()
  const late = board.stops.filter(stop => stop.runId === null)
  expect(late.length).toBeGreaterThan(0)
  const [run] = board.runs
  const [stop] = late
  if (!run || !stop) throw new Error('a run and a stop expected')
  await day.write(context =>
    moveStop(day.deps, context, {
      stopId: stop.id,
      runId: run.id,
      trip: 1,
      position: 9,
      version: stop.version,
    }),
  )
  const broken = await day.board()
  expect(broken.violations.map(violation => violation.code)).toContain('window.closed')
  const publish = (isViolationAccepted: boolean) =>
    day.write(context =>
      publishPlan(day.deps, context, { date, version: broken.version, isViolationAccepted }),
    )
  await expect(publish(false)).rejects.toMatchObject({ code: 'dispatch.plan-broken' })
  await publish(true)
  expect((await day.board()).state).toBe('published')
})

test('[A7] a site without a point stays in the tray with its reason and does not stop the others', async () => {
  const day = await dayWith(5)
  const [lost] = day.company.sites
  const readSites: DispatchDeps['readSites'] = async (db, ids) => {
    const sites = await testDeps(day.company).readSites(db, ids)
    const site = sites.get(lost?.id ?? '')
    if (site) sites.set(site.id, { ...site, point: null, pointSource: null })
    return sites
  }
  day.deps.readSites = readSites
  await day.build()
  const board = await day.board()
  expect(
    board.stops.filter(stop => stop.runId === null).map(stop => [stop.siteId, stop.unplannedBecause]),
  ).toEqual([[lost?.id, 'unplaced']])
})

test('[E2] run sheets are a PDF of every run, and a run that is not there is missing', async () => {
  const day = await dayWith(10)
  await day.build()
  const board = await day.board()
  const sheets = await makeRunSheets(board)
  expect((sheets.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-')
  await expect(makeRunSheets(board, randomUUID())).rejects.toMatchObject({ code: 'dispatch.run-not-found' })
})
