import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/database.ts'
import type { PlanRow } from '../plan.store.ts'
import type { Basis } from './anchor.rules.ts'
import type { Risk } from './outlook.rules.ts'

export interface Outlook {
  stopId: string
  runId: string
  etaAt: Date
  lateMinutes: number
  risk: Risk | null
  riskMinutes: number
  riskSince: Date | null
}

export interface Watch {
  runId: string
  basis: Basis
  lateMinutes: number
  backAt: Date | null
  heardAt: Date | null
  silentSince: Date | null
}

export interface StoredSighting {
  stopId: string
  runId: string
  driverId: string
  arrivedAt: Date
  leftAt: Date | null
}

const most = 2_000

/** Plans of a day that drivers hold. */
export async function readPlansOfDay(db: Reader, date: string): Promise<Pick<PlanRow, 'id' | 'depotId'>[]> {
  const rows = await db
    .selectFrom('day_plan')
    .select(['id', 'depot_id'])
    .where('date', '=', date)
    .where('state', '=', 'published')
    .limit(100)
    .execute()
  return rows.map(row => ({ id: row.id, depotId: row.depot_id }))
}

export async function readOutlooks(db: Reader, runIds: readonly string[]): Promise<Outlook[]> {
  if (runIds.length === 0) return []
  const rows = await db
    .selectFrom('stop_outlook')
    .select(['stop_id', 'run_id', 'eta_at', 'late_minutes', 'risk', 'risk_minutes', 'risk_since'])
    .where('run_id', 'in', [...runIds])
    .limit(most)
    .execute()
  return rows.map(row => ({
    stopId: row.stop_id,
    runId: row.run_id,
    etaAt: row.eta_at,
    lateMinutes: row.late_minutes,
    risk: row.risk as Risk | null,
    riskMinutes: row.risk_minutes,
    riskSince: row.risk_since,
  }))
}

/**
 * Replaces what is expected of these runs' stops and writes the expected arrival beside the stop. A stop's version
 * stays: nobody's edit is out of date because a clock moved on.
 */
export async function saveOutlooks(
  db: Tx,
  runIds: readonly string[],
  outlooks: readonly Outlook[],
  now: Date,
): Promise<void> {
  await db
    .deleteFrom('stop_outlook')
    .where('run_id', 'in', [...runIds])
    .execute()
  if (outlooks.length === 0) return
  await db
    .insertInto('stop_outlook')
    .values(
      outlooks.map(row => ({
        stop_id: row.stopId,
        run_id: row.runId,
        eta_at: row.etaAt,
        late_minutes: row.lateMinutes,
        risk: row.risk,
        risk_minutes: row.riskMinutes,
        risk_since: row.riskSince,
        evaluated_at: now,
      })),
    )
    .onConflict(conflict =>
      conflict.column('stop_id').doUpdateSet(eb => ({
        run_id: eb.ref('excluded.run_id'),
        eta_at: eb.ref('excluded.eta_at'),
        late_minutes: eb.ref('excluded.late_minutes'),
        risk: eb.ref('excluded.risk'),
        risk_minutes: eb.ref('excluded.risk_minutes'),
        risk_since: eb.ref('excluded.risk_since'),
        evaluated_at: eb.ref('excluded.evaluated_at'),
      })),
    )
    .execute()
  await sql`update stop set eta_at = e.eta_at
    from unnest(${outlooks.map(row => row.stopId)}::uuid[],
      ${outlooks.map(row => row.etaAt.toISOString())}::timestamptz[]) as e (id, eta_at)
    where stop.id = e.id and stop.state in ('published', 'planned', 'unplanned')
      and stop.eta_at is distinct from e.eta_at`.execute(db)
}

export async function readWatches(db: Reader, runIds: readonly string[]): Promise<Watch[]> {
  if (runIds.length === 0) return []
  const rows = await db
    .selectFrom('run_watch')
    .select(['run_id', 'basis', 'late_minutes', 'back_at', 'heard_at', 'silent_since'])
    .where('run_id', 'in', [...runIds])
    .limit(most)
    .execute()
  return rows.map(row => ({
    runId: row.run_id,
    basis: row.basis as Basis,
    lateMinutes: row.late_minutes,
    backAt: row.back_at,
    heardAt: row.heard_at,
    silentSince: row.silent_since,
  }))
}

export async function saveWatch(db: Tx, watch: Watch, now: Date): Promise<void> {
  const values = {
    basis: watch.basis,
    late_minutes: watch.lateMinutes,
    back_at: watch.backAt,
    heard_at: watch.heardAt,
    silent_since: watch.silentSince,
    evaluated_at: now,
  }
  await db
    .insertInto('run_watch')
    .values({ run_id: watch.runId, ...values })
    .onConflict(conflict => conflict.column('run_id').doUpdateSet(values))
    .execute()
}

export async function readSightings(db: Reader, runIds: readonly string[]): Promise<StoredSighting[]> {
  if (runIds.length === 0) return []
  const rows = await db
    .selectFrom('arrival_sighting')
    .select(['stop_id', 'run_id', 'driver_id', 'arrived_at', 'left_at'])
    .where('run_id', 'in', [...runIds])
    .limit(most)
    .execute()
  return rows.map(row => ({
    stopId: row.stop_id,
    runId: row.run_id,
    driverId: row.driver_id,
    arrivedAt: row.arrived_at,
    leftAt: row.left_at,
  }))
}

/** Keeps the first arrival seen; whether he has left may be learned later. */
export async function saveSighting(db: Tx, sighting: StoredSighting, now: Date): Promise<void> {
  await db
    .insertInto('arrival_sighting')
    .values({
      stop_id: sighting.stopId,
      run_id: sighting.runId,
      driver_id: sighting.driverId,
      arrived_at: sighting.arrivedAt,
      left_at: sighting.leftAt,
      seen_at: now,
    })
    .onConflict(conflict =>
      conflict
        .column('stop_id')
        .doUpdateSet({ left_at: sighting.leftAt, run_id: sighting.runId, driver_id: sighting.driverId }),
    )
    .execute()
}

export async function insertInterruption(
  db: Tx,
  row: { id: string; runId: string; driverId: string; cause: string; moved: unknown; at: Date; by: string },
): Promise<void> {
  await db
    .insertInto('run_interruption')
    .values({
      id: row.id,
      run_id: row.runId,
      driver_id: row.driverId,
      cause: row.cause,
      moved: JSON.stringify(row.moved),
      interrupted_at: row.at,
      interrupted_by: row.by,
    })
    .execute()
}

/** Runs that were interrupted, with the last cause. */
export async function readInterruptions(
  db: Reader,
  runIds: readonly string[],
): Promise<Map<string, { cause: string; at: Date }>> {
  if (runIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('run_interruption')
    .select(['run_id', 'cause', 'interrupted_at'])
    .where('run_id', 'in', [...runIds])
    .orderBy('interrupted_at')
    .limit(most)
    .execute()
  return new Map(rows.map(row => [row.run_id, { cause: row.cause, at: row.interrupted_at }]))
}
