import { sql } from 'kysely'
import { type CylinderType, type ProductCode, products } from '../../../contract/kernel/cylinders.ts'
import type { StopState } from '../../../contract/states.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { StopLine } from './dispatch-deps.ts'

/** More stops than any depot serves in a day; a plan beyond it is refused rather than cut. */
export const planStopLimit = 2_000

export interface StopRow {
  id: string
  planId: string
  runId: string | null
  trip: number
  position: number
  siteId: string
  dueItemId: string | null
  orderId: string | null
  state: StopState
  isLocked: boolean
  priority: 'normal' | 'promised' | 'urgent' | 'emergency'
  windows: { fromMinute: number; toMinute: number }[]
  arriveMinute: number | null
  departMinute: number | null
  etaAt: Date | null
  unplannedBecause: string | null
  arrivedAt: Date | null
  finishedAt: Date | null
  publishedRunId: string | null
  publishedTrip: number | null
  publishedPosition: number | null
  publishedArriveMinute: number | null
  version: number
  lines: StopLine[]
}

const stopColumns = [
  'id',
  'plan_id',
  'run_id',
  'trip',
  'position',
  'site_id',
  'due_item_id',
  'order_id',
  'state',
  'is_locked',
  'priority',
  'windows',
  'arrive_minute',
  'depart_minute',
  'eta_at',
  'unplanned_because',
  'arrived_at',
  'finished_at',
  'published_run_id',
  'published_trip',
  'published_position',
  'published_arrive_minute',
  'version',
] as const

export async function readStops(
  db: Reader,
  where: { planId: string } | { publishedRunId: string } | { orderId: string } | { ids: string[] },
): Promise<StopRow[]> {
  let query = db.selectFrom('stop').select(stopColumns)
  if ('planId' in where) query = query.where('plan_id', '=', where.planId)
  else if ('publishedRunId' in where) query = query.where('published_run_id', '=', where.publishedRunId)
  else if ('orderId' in where) query = query.where('order_id', '=', where.orderId)
  else
    query = query.where(
      'id',
      'in',
      where.ids.length > 0 ? where.ids : ['00000000-0000-0000-0000-000000000000'],
    )
  const rows = await query
    .orderBy('run_id')
    .orderBy('trip')
    .orderBy('position')
    .orderBy('id')
    .limit(planStopLimit)
    .execute()
  const lines = await readLines(
    db,
    rows.map(row => row.id),
  )
  return rows.map(row => ({
    id: row.id,
    planId: row.plan_id,
    runId: row.run_id,
    trip: row.trip,
    position: row.position,
    siteId: row.site_id,
    dueItemId: row.due_item_id,
    orderId: row.order_id,
    state: row.state as StopState,
    isLocked: row.is_locked,
    priority: row.priority as StopRow['priority'],
    windows: row.windows as StopRow['windows'],
    arriveMinute: row.arrive_minute,
    departMinute: row.depart_minute,
    etaAt: row.eta_at,
    unplannedBecause: row.unplanned_because,
    arrivedAt: row.arrived_at,
    finishedAt: row.finished_at,
    publishedRunId: row.published_run_id,
    publishedTrip: row.published_trip,
    publishedPosition: row.published_position,
    publishedArriveMinute: row.published_arrive_minute,
    version: row.version,
    lines: lines.get(row.id) ?? [],
  }))
}

export type PlacedStop = Pick<StopRow, 'id' | 'siteId' | 'runId' | 'trip' | 'position'>

/** Where each stop of a plan lies, without what is delivered there. */
export async function readPlacedStops(db: Reader, planId: string): Promise<PlacedStop[]> {
  const rows = await db
    .selectFrom('stop')
    .select(['id', 'site_id', 'run_id', 'trip', 'position'])
    .where('plan_id', '=', planId)
    .limit(planStopLimit)
    .execute()
  return rows.map(({ id, site_id, run_id, trip, position }) => ({
    id,
    siteId: site_id,
    runId: run_id,
    trip,
    position,
  }))
}

export async function findPlanOfStop(db: Reader, stopId: string): Promise<string | undefined> {
  const row = await db.selectFrom('stop').select('plan_id').where('id', '=', stopId).executeTakeFirst()
  return row?.plan_id
}

async function readLines(db: Reader, stopIds: string[]): Promise<Map<string, StopLine[]>> {
  if (stopIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('stop_line')
    .select(['stop_id', 'product_code', 'full_out', 'empty_in', 'unit_price_ntd'])
    .where('stop_id', '=', sql<string>`any(${stopIds}::uuid[])`)
    .limit(planStopLimit * 16)
    .execute()
  const byStop = new Map<string, StopLine[]>()
  for (const row of rows) {
    const product = row.product_code as ProductCode
    const { type, method } = products[product]
    const line: StopLine = {
      product,
      cylinderType: type as CylinderType,
      billingMethod: method,
      fullOut: row.full_out,
      emptyIn: row.empty_in,
      unitPriceNtd: row.unit_price_ntd,
    }
    const known = byStop.get(row.stop_id)
    if (known) known.push(line)
    else byStop.set(row.stop_id, [line])
  }
  return byStop
}

export interface NewStop {
  id: string
  planId: string
  siteId: string
  dueItemId: string | null
  orderId: string | null
  priority: StopRow['priority']
  windows: StopRow['windows']
  lines: { product: ProductCode; fullOut: number; emptyIn: number; unitPriceNtd: bigint }[]
  now: Date
}

export async function insertStop(db: Tx, stop: NewStop): Promise<void> {
  await db
    .insertInto('stop')
    .values({
      id: stop.id,
      plan_id: stop.planId,
      site_id: stop.siteId,
      due_item_id: stop.dueItemId,
      order_id: stop.orderId,
      state: 'unplanned',
      priority: stop.priority,
      windows: JSON.stringify(stop.windows),
      created_at: stop.now,
    })
    .execute()
  if (stop.lines.length === 0) return
  await db
    .insertInto('stop_line')
    .values(
      stop.lines.map(line => ({
        stop_id: stop.id,
        product_code: line.product,
        full_out: line.fullOut,
        empty_in: line.emptyIn,
        unit_price_ntd: line.unitPriceNtd,
      })),
    )
    .execute()
}

export interface StopChange {
  runId?: string | null
  trip?: number
  position?: number
  state?: StopState
  isLocked?: boolean
  arriveMinute?: number | null
  departMinute?: number | null
  etaAt?: Date | null
  unplannedBecause?: string | null
  arrivedAt?: Date | null
  finishedAt?: Date | null
}

export async function updateStop(db: Tx, stopId: string, change: StopChange): Promise<void> {
  const columns: Record<keyof StopChange, string> = {
    runId: 'run_id',
    trip: 'trip',
    position: 'position',
    state: 'state',
    isLocked: 'is_locked',
    arriveMinute: 'arrive_minute',
    departMinute: 'depart_minute',
    etaAt: 'eta_at',
    unplannedBecause: 'unplanned_because',
    arrivedAt: 'arrived_at',
    finishedAt: 'finished_at',
  }
  const values = Object.fromEntries(
    Object.entries(change).map(([key, value]) => [columns[key as keyof StopChange], value]),
  )
  await db
    .updateTable('stop')
    .set(eb => ({ ...values, version: eb('version', '+', 1) }))
    .where('id', '=', stopId)
    .execute()
}

/** Where a stop lies in the draft, as a planning or a hand has put it there. */
export interface StopPlace {
  id: string
  runId: string | null
  trip: number
  position: number
  state: StopState
  arriveMinute: number | null
  departMinute: number | null
  unplannedBecause: string | null
  /** The state the row was read in; one that a driver's report has moved on since then is left in its new state. */
  seenState: StopState
}

/** The version of every stop and run of a plan, by id. */
export async function readRowVersions(db: Reader, planId: string): Promise<Map<string, number>> {
  const runs = db.selectFrom('run').select(['id', 'version']).where('plan_id', '=', planId)
  const rows = await db
    .selectFrom('stop')
    .select(['id', 'version'])
    .where('plan_id', '=', planId)
    .unionAll(runs)
    .limit(planStopLimit + 500)
    .execute()
  return new Map(rows.map(row => [row.id, row.version]))
}

/** Writes the places of many stops with one statement. */
export async function placeStops(db: Tx, places: readonly StopPlace[]): Promise<void> {
  if (places.length === 0) return
  const all = <Key extends keyof StopPlace>(key: Key) => places.map(place => place[key])
  await sql`update stop set run_id = p.run_id, trip = p.trip, position = p.position,
      state = case when p.state <> p.seen_state then p.state else stop.state end,
      arrive_minute = p.arrive_minute, depart_minute = p.depart_minute,
      unplanned_because = p.unplanned_because, version = stop.version + 1
    from unnest(${all('id')}::uuid[], ${all('runId')}::uuid[], ${all('trip')}::int[], ${all('position')}::int[],
      ${all('state')}::text[], ${all('seenState')}::text[], ${all('arriveMinute')}::int[],
      ${all('departMinute')}::int[], ${all('unplannedBecause')}::text[])
      as p (id, run_id, trip, position, state, seen_state, arrive_minute, depart_minute, unplanned_because)
    where stop.id = p.id`.execute(db)
}

/** Copies each stop's draft place to what the drivers hold. */
export async function publishStops(db: Tx, planId: string): Promise<void> {
  await db
    .updateTable('stop')
    .set(eb => ({
      published_run_id: eb.ref('run_id'),
      published_trip: eb.ref('trip'),
      published_position: eb.ref('position'),
      published_arrive_minute: eb.ref('arrive_minute'),
      version: eb('version', '+', 1),
    }))
    .where('plan_id', '=', planId)
    .where('state', 'not in', ['cancelled'])
    .execute()
  await db
    .updateTable('stop')
    .set({ state: 'published' })
    .where('plan_id', '=', planId)
    .where('run_id', 'is not', null)
    .where('state', 'in', ['planned', 'unplanned'])
    .execute()
  await db
    .updateTable('stop')
    .set({ state: 'unplanned' })
    .where('plan_id', '=', planId)
    .where('run_id', 'is', null)
    .where('state', 'in', ['planned', 'published'])
    .execute()
}

/** Puts each stop's draft place back to what the drivers hold. */
export async function discardStops(db: Tx, planId: string): Promise<void> {
  await db
    .updateTable('stop')
    .set(eb => ({
      run_id: eb.ref('published_run_id'),
      trip: eb.fn.coalesce('published_trip', eb.val(1)),
      position: eb.fn.coalesce('published_position', eb.val(0)),
      arrive_minute: eb.ref('published_arrive_minute'),
      version: eb('version', '+', 1),
    }))
    .where('plan_id', '=', planId)
    .where('state', 'not in', ['done', 'failed', 'cancelled'])
    .execute()
  await db
    .updateTable('stop')
    .set({ state: 'unplanned' })
    .where('plan_id', '=', planId)
    .where('run_id', 'is', null)
    .where('state', 'in', ['planned', 'published'])
    .execute()
}
