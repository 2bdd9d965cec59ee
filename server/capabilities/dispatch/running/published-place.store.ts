import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'

/** Where a stop comes to stand for its driver. */
export interface PublishedPlace {
  stopId: string
  runId: string
  trip: number
  position: number
  /** The draft moves along; otherwise what a dispatcher laid out stays. */
  isDraftToo: boolean
}

export async function placeStops(db: Tx, places: readonly PublishedPlace[]): Promise<void> {
  if (places.length === 0) return
  await sql`update stop set published_run_id = p.run_id, published_trip = p.trip, published_position = p.position,
      state = 'published', arrived_at = null, unplanned_because = null, version = version + 1,
      run_id = case when p.is_draft_too then p.run_id else stop.run_id end,
      trip = case when p.is_draft_too then p.trip else stop.trip end,
      position = case when p.is_draft_too then p.position else stop.position end
    from unnest(${places.map(place => place.stopId)}::uuid[], ${places.map(place => place.runId)}::uuid[],
      ${places.map(place => place.trip)}::int[], ${places.map(place => place.position)}::int[],
      ${places.map(place => place.isDraftToo)}::boolean[]) as p (id, run_id, trip, position, is_draft_too)
    where stop.id = p.id`.execute(db)
}

/** Back to the tray, for drivers and in the draft alike. */
export async function takeOffPlan(db: Tx, stopIds: readonly string[]): Promise<void> {
  if (stopIds.length === 0) return
  await sql`update stop set published_run_id = null, published_trip = null, published_position = null,
      published_arrive_minute = null, run_id = null, trip = 1, position = 0, state = 'unplanned', arrived_at = null,
      arrive_minute = null, depart_minute = null, eta_at = null, version = version + 1
    where id = any(${[...stopIds]}::uuid[])`.execute(db)
  await sql`delete from stop_outlook where stop_id = any(${[...stopIds]}::uuid[])`.execute(db)
}

/** Timing numbers trips and places anew; what drivers hold takes over the numbers where both said the same. */
export async function alignPublished(db: Tx, planId: string, stopIds: readonly string[]): Promise<void> {
  await sql`update stop set published_trip = trip, published_position = position
    where plan_id = ${planId}::uuid and id = any(${[...stopIds]}::uuid[]) and run_id = published_run_id
      and (published_trip, published_position) is distinct from (trip, position)`.execute(db)
}

/** What a customer newly put on the published plan may expect: the clock's word of this moment. */
export async function promiseExpected(db: Tx, stopIds: readonly string[]): Promise<void> {
  await sql`update stop set published_arrive_minute =
      (extract(epoch from (stop.eta_at at time zone 'Asia/Taipei')
        - date_trunc('day', day_plan.date::timestamp)) / 60)::int
    from day_plan
    where day_plan.id = stop.plan_id and stop.id = any(${[...stopIds]}::uuid[])
      and stop.published_arrive_minute is null and stop.eta_at is not null`.execute(db)
}
