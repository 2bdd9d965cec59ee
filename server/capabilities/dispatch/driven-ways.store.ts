import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'

/** From one door to the next of the same trip. */
export interface DrivenWayRow {
  fromSiteId: string
  toSiteId: string
  vehicleKind: 'truck' | 'motorcycle'
  leftAt: Date
  arrivedAt: Date
}

/** A quarter's ways of a company of fifteen drivers; the newest count. */
const mostWays = 50_000

/**
 * Ways between stops served one after the other on one trip. Where positions saw the truck stand at a door they say
 * when it came and went, else what the driver reported. Ways over the depot, and stops without a time, are left out.
 */
export async function readDrivenWays(db: Reader, sinceDate: string): Promise<DrivenWayRow[]> {
  const { rows } = await sql<DrivenWayRow>`
    with visit as (
      select s.run_id, s.trip, s.site_id, v.kind,
        coalesce(g.arrived_at, s.arrived_at) as arrived_at,
        coalesce(g.left_at, s.finished_at) as left_at
      from stop s
      join run r on r.id = s.run_id
      join vehicle v on v.id = r.vehicle_id
      left join arrival_sighting g on g.stop_id = s.id
      where r.date >= ${sinceDate}::date and s.state in ('done', 'failed') and s.finished_at is not null
    ), way as (
      select site_id as from_site_id, left_at, kind, trip,
        lead(site_id) over served as to_site_id,
        lead(arrived_at) over served as arrived_at,
        lead(trip) over served as next_trip
      from visit
      window served as (partition by run_id order by left_at, site_id)
    )
    select from_site_id as "fromSiteId", to_site_id as "toSiteId", kind as "vehicleKind",
      left_at as "leftAt", arrived_at as "arrivedAt"
    from way
    where next_trip = trip and arrived_at > left_at and from_site_id <> to_site_id
    order by left_at desc
    limit ${mostWays}`.execute(db)
  return rows
}
