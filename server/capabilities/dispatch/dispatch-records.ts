import type { OrderState } from '../../../contract/states.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { DispatchNeeds, DriverFacts, RunFacts, StopFacts } from '../deliveries/deliveries.api.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { readDrivers as readDriverRows, readVehicles } from './fleet.store.ts'
import { updateRun } from './plan.store.ts'
import { findRunsById, findRunsOfDay, lockRunRow, lockStopRow } from './records.store.ts'
import { readStops as readStopRows, type StopRow, updateStop } from './stop.store.ts'

const outOfDay = ['published', 'loaded', 'closed'] as const

/** What deliveries asks of dispatch, answered from the published side of the plan. */
export function makeDispatchRecords(deps: DispatchDeps): DispatchNeeds {
  async function toRunFacts(db: Reader, rows: Awaited<ReturnType<typeof findRunsById>>): Promise<RunFacts[]> {
    if (rows.length === 0) return []
    const drivers = new Map((await readDriverRows(db)).map(driver => [driver.id, driver]))
    const vehicles = new Map((await readVehicles(db)).map(vehicle => [vehicle.id, vehicle]))
    return rows.flatMap(row => {
      const driver = drivers.get(row.driverId)
      const vehicle = vehicles.get(row.vehicleId)
      if (!driver || !vehicle) return []
      const { id, plate, name, kind, maxLoadGrams } = vehicle
      return [
        {
          ...row,
          depotId: driver.depotId,
          driver: toDriverFacts(driver),
          vehicle: { id, plate, name, kind, maxLoadGrams },
        },
      ]
    })
  }

  async function toStopFacts(db: Reader, rows: StopRow[]): Promise<StopFacts[]> {
    const due = await deps.readDueFacts(
      db,
      rows.flatMap(row => row.dueItemId ?? []),
    )
    const terms = await deps.readOrderTerms(
      db,
      rows.flatMap(row => row.orderId ?? []),
    )
    return rows.map(row => {
      const facts = row.dueItemId ? due.get(row.dueItemId) : undefined
      const order = row.orderId ? terms.get(row.orderId) : undefined
      return {
        id: row.id,
        runId: row.publishedRunId,
        siteId: row.siteId,
        orderId: row.orderId,
        trip: row.publishedTrip ?? row.trip,
        position: row.publishedPosition ?? row.position,
        state: row.state,
        version: row.version,
        priority: row.priority,
        windows: row.windows,
        arriveMinute: row.publishedArriveMinute,
        etaAt: row.etaAt,
        arrivedAt: row.arrivedAt,
        finishedAt: row.finishedAt,
        reason: facts?.reason ?? null,
        note: order?.note ?? facts?.note ?? '',
        payment: order?.payment ?? null,
        lines: row.lines.map(({ product, fullOut, emptyIn, unitPriceNtd }) => ({
          product,
          fullOut,
          emptyIn,
          unitPriceNtd,
        })),
      }
    })
  }

  async function stopsOfRuns(db: Reader, runIds: readonly string[]): Promise<StopRow[]> {
    const rows: StopRow[] = []
    for (const publishedRunId of runIds)
      rows.push(...(await readStopRows(db, { publishedRunId })).sort(byPublishedPlace))
    return rows
  }

  async function moveOrder(
    context: WriteContext,
    stop: StopRow | undefined,
    to: 'en_route' | 'delivered' | 'failed',
    reason: string,
    unless: readonly OrderState[] = [],
  ): Promise<void> {
    if (stop?.orderId) await deps.recordOrder(context, stop.orderId, to, reason, unless)
  }

  /** What happened at a stop moves the expected arrivals of the run's open ones. */
  async function follow(context: WriteContext, stop: StopRow | undefined): Promise<void> {
    if (stop?.publishedRunId) await deps.followRun?.(context, stop.publishedRunId)
  }

  const oneStop = async (db: Reader, id: string) => (await readStopRows(db, { ids: [id] }))[0]

  return {
    readDriver: async (db, driverId) =>
      (await readDriverRows(db)).filter(driver => driver.id === driverId).map(toDriverFacts)[0],
    readDrivers: async (db, depotId) =>
      (await readDriverRows(db, depotId ?? undefined)).filter(driver => driver.isActive).map(toDriverFacts),
    readRunForDriver: async (db, driverId, date) =>
      (await toRunFacts(db, await findRunsOfDay(db, { date, driverId, states: outOfDay })))[0],
    readRuns: async (db, runIds) => toRunFacts(db, await findRunsById(db, runIds)),
    readRunsOfDay: async (db, depotId, date) => {
      const runs = await toRunFacts(db, await findRunsOfDay(db, { date, states: outOfDay }))
      return runs
        .filter(run => depotId === null || run.depotId === depotId)
        .sort((a, b) => a.driver.letter.localeCompare(b.driver.letter))
    },
    readStopsOfRuns: async (db, runIds) => toStopFacts(db, await stopsOfRuns(db, runIds)),
    readStops: async (db, stopIds) => toStopFacts(db, await readStopRows(db, { ids: [...stopIds] })),
    lockRun: async (context, runId) => {
      await lockRunRow(context.db, runId)
      return (await toRunFacts(context.db, await findRunsById(context.db, [runId])))[0]
    },
    lockStop: async (context, stopId) => {
      await lockStopRow(context.db, stopId)
      return (await toStopFacts(context.db, await readStopRows(context.db, { ids: [stopId] })))[0]
    },
    recordArrival: async (context, fact) => {
      const stop = await oneStop(context.db, fact.stopId)
      if (!stop) return
      const state = stop.state === 'published' ? { state: 'arrived' as const } : {}
      await updateStop(context.db, stop.id, { ...state, ...(stop.arrivedAt ? {} : { arrivedAt: fact.at }) })
      await follow(context, stop)
    },
    recordFinish: async (context, fact) => {
      const stop = await oneStop(context.db, fact.stopId)
      await updateStop(context.db, fact.stopId, { state: fact.outcome, finishedAt: fact.at })
      await moveOrder(context, stop, fact.outcome === 'done' ? 'delivered' : 'failed', fact.reason)
      await follow(context, stop)
    },
    recordReopened: async (context, fact) => {
      await updateStop(context.db, fact.stopId, { state: 'arrived', finishedAt: null })
      const stop = await oneStop(context.db, fact.stopId)
      await moveOrder(context, stop, 'en_route', fact.reason)
      await follow(context, stop)
    },
    recordLoaded: async (context, fact) => {
      const [run] = await findRunsById(context.db, [fact.runId])
      if (run?.state === 'published') await updateRun(context.db, fact.runId, { state: 'loaded' })
      const stops = (await stopsOfRuns(context.db, [fact.runId])).filter(
        stop => (stop.publishedTrip ?? stop.trip) === fact.trip,
      )
      // Another phone may finish one of them at this moment: what it says of the order stands.
      for (const stop of stops)
        if (stop.state === 'published')
          await moveOrder(context, stop, 'en_route', '', ['delivered', 'failed'])
    },
    recordClosed: async (context, fact) => updateRun(context.db, fact.runId, { state: 'closed' }),
    recordRunReopened: async (context, fact) => updateRun(context.db, fact.runId, { state: 'loaded' }),
  }
}

function toDriverFacts(driver: {
  id: string
  userId: string
  depotId: string
  name: string
  letter: string
}): DriverFacts {
  const { id, userId, depotId, name, letter } = driver
  return { id, userId, depotId, name, letter }
}

function byPublishedPlace(a: StopRow, b: StopRow): number {
  return (
    (a.publishedTrip ?? 0) - (b.publishedTrip ?? 0) || (a.publishedPosition ?? 0) - (b.publishedPosition ?? 0)
  )
}
