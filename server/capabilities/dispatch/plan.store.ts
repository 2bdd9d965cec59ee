import type { RunState } from '../../../contract/states.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'

export interface PlanRow {
  id: string
  depotId: string
  date: string
  state: 'draft' | 'published'
  version: number
  seed: number | null
  totals: PlanTotals
  publishedAt: Date | null
}

export interface PlanTotals {
  violations?: {
    code: string
    stopId: string | null
    runId: string | null
    params: Record<string, string | number>
  }[]
  minutes?: number
  /** Who said how long its ways take; absent: the planner's estimate. */
  travel?: PlanTravel
}

export interface PlanTravel {
  /** Pairs of places by who answered. */
  counts: Readonly<Record<'estimate' | 'osrm' | 'google', number>>
  /** Why the road service did not answer in full when the plan was built; null when it did. */
  fault: string | null
}

export interface TimelineBlock {
  kind: 'load' | 'drive' | 'wait' | 'service' | 'lunch' | 'reload' | 'settle'
  fromMinute: number
  toMinute: number
  stopId: string | null
  loadGrams: number | null
}

export interface RunRow {
  id: string
  planId: string
  driverId: string
  vehicleId: string
  date: string
  state: RunState
  isLocked: boolean
  startMinute: number
  endMinute: number | null
  metres: number
  timeline: TimelineBlock[]
  version: number
}

const planColumns = ['id', 'depot_id', 'date', 'state', 'version', 'seed', 'totals', 'published_at'] as const

export async function findPlan(db: Reader, depotId: string, date: string): Promise<PlanRow | undefined> {
  const row = await db
    .selectFrom('day_plan')
    .select(planColumns)
    .where('depot_id', '=', depotId)
    .where('date', '=', date)
    .executeTakeFirst()
  return row && toPlan(row)
}

export async function findPlanById(db: Reader, planId: string): Promise<PlanRow | undefined> {
  const row = await db.selectFrom('day_plan').select(planColumns).where('id', '=', planId).executeTakeFirst()
  return row && toPlan(row)
}

/** Reads the plan and keeps others from changing it until the transaction ends. */
export async function lockPlan(db: Tx, planId: string): Promise<PlanRow | undefined> {
  const row = await db
    .selectFrom('day_plan')
    .select(planColumns)
    .where('id', '=', planId)
    .forUpdate()
    .executeTakeFirst()
  return row && toPlan(row)
}

function toPlan(row: {
  id: string
  depot_id: string
  date: string
  state: string
  version: number
  seed: number | null
  totals: unknown
  published_at: Date | null
}): PlanRow {
  return {
    id: row.id,
    depotId: row.depot_id,
    date: row.date,
    state: row.state as PlanRow['state'],
    version: row.version,
    seed: row.seed,
    totals: row.totals as PlanTotals,
    publishedAt: row.published_at,
  }
}

/** The plan of a depot's day, made when there is none. */
export async function ensurePlan(
  db: Tx,
  plan: { id: string; depotId: string; date: string; now: Date },
): Promise<PlanRow> {
  await db
    .insertInto('day_plan')
    .values({ id: plan.id, depot_id: plan.depotId, date: plan.date, state: 'draft', created_at: plan.now })
    .onConflict(conflict => conflict.columns(['depot_id', 'date']).doNothing())
    .execute()
  const found = await findPlan(db, plan.depotId, plan.date)
  const locked = found && (await lockPlan(db, found.id))
  if (!locked) throw new Error('the plan just made is gone')
  return locked
}

/** Saves what a change of the plan leaves behind and counts its version up. */
export async function touchPlan(
  db: Tx,
  planId: string,
  change: { totals?: PlanTotals; seed?: number; plannedAt?: Date; publishedAt?: Date; publishedBy?: string },
): Promise<void> {
  await db
    .updateTable('day_plan')
    .set(eb => ({
      version: eb('version', '+', 1),
      ...(change.totals && { totals: JSON.stringify(change.totals) }),
      ...(change.seed !== undefined && { seed: change.seed }),
      ...(change.plannedAt && { planned_at: change.plannedAt }),
      ...(change.publishedAt && {
        state: 'published',
        published_at: change.publishedAt,
        published_by: change.publishedBy ?? null,
      }),
    }))
    .where('id', '=', planId)
    .execute()
}

export async function readRuns(db: Reader, planId: string): Promise<RunRow[]> {
  const rows = await db
    .selectFrom('run')
    .select([
      'id',
      'plan_id',
      'driver_id',
      'vehicle_id',
      'date',
      'state',
      'is_locked',
      'start_minute',
      'end_minute',
      'metres',
      'timeline',
      'version',
    ])
    .where('plan_id', '=', planId)
    .limit(500)
    .execute()
  return rows.map(toRun)
}

export async function findRun(db: Reader, runId: string): Promise<RunRow | undefined> {
  const row = await db
    .selectFrom('run')
    .select([
      'id',
      'plan_id',
      'driver_id',
      'vehicle_id',
      'date',
      'state',
      'is_locked',
      'start_minute',
      'end_minute',
      'metres',
      'timeline',
      'version',
    ])
    .where('id', '=', runId)
    .executeTakeFirst()
  return row && toRun(row)
}

function toRun(row: {
  id: string
  plan_id: string
  driver_id: string
  vehicle_id: string
  date: string
  state: string
  is_locked: boolean
  start_minute: number
  end_minute: number | null
  metres: number
  timeline: unknown
  version: number
}): RunRow {
  return {
    id: row.id,
    planId: row.plan_id,
    driverId: row.driver_id,
    vehicleId: row.vehicle_id,
    date: row.date,
    state: row.state as RunState,
    isLocked: row.is_locked,
    startMinute: row.start_minute,
    endMinute: row.end_minute,
    metres: row.metres,
    timeline: row.timeline as TimelineBlock[],
    version: row.version,
  }
}

export async function insertRun(
  db: Tx,
  run: {
    id: string
    planId: string
    driverId: string
    vehicleId: string
    date: string
    startMinute: number
    now: Date
  },
): Promise<void> {
  await db
    .insertInto('run')
    .values({
      id: run.id,
      plan_id: run.planId,
      driver_id: run.driverId,
      vehicle_id: run.vehicleId,
      date: run.date,
      state: 'planned',
      start_minute: run.startMinute,
      created_at: run.now,
    })
    .execute()
}

export async function updateRun(
  db: Tx,
  runId: string,
  change: {
    state?: RunState
    isLocked?: boolean
    startMinute?: number
    endMinute?: number | null
    metres?: number
    timeline?: TimelineBlock[]
    vehicleId?: string
  },
): Promise<void> {
  await db
    .updateTable('run')
    .set(eb => ({
      version: eb('version', '+', 1),
      ...(change.state && { state: change.state }),
      ...(change.isLocked !== undefined && { is_locked: change.isLocked }),
      ...(change.startMinute !== undefined && { start_minute: change.startMinute }),
      ...(change.endMinute !== undefined && { end_minute: change.endMinute }),
      ...(change.metres !== undefined && { metres: change.metres }),
      ...(change.timeline && { timeline: JSON.stringify(change.timeline) }),
      ...(change.vehicleId && { vehicle_id: change.vehicleId }),
    }))
    .where('id', '=', runId)
    .execute()
}

export async function insertPublication(
  db: Tx,
  publication: { id: string; planId: string; snapshot: unknown; at: Date; by: string },
): Promise<number> {
  const last = await db
    .selectFrom('plan_publication')
    .select('number')
    .where('plan_id', '=', publication.planId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await db
    .insertInto('plan_publication')
    .values({
      id: publication.id,
      plan_id: publication.planId,
      number,
      snapshot: JSON.stringify(publication.snapshot),
      published_at: publication.at,
      published_by: publication.by,
    })
    .execute()
  return number
}
