import { sql } from 'kysely'
import type { Database, Reader } from '../../platform/database/database.ts'
import type { RoadService } from './road-protocol.ts'

export interface KeptLeg {
  fromCell: number
  toCell: number
  hour: number
  seconds: number
  metres: number
}

type Source = RoadService['source']

/** Kept answers between some cells, no older than `since`; at most one row a pair and hour. */
export async function readLegs(
  db: Reader,
  source: Source,
  cells: readonly number[],
  since: Date,
): Promise<KeptLeg[]> {
  const list = cells.map(String)
  const rows = await db
    .selectFrom('travel_leg')
    .select(['from_cell', 'to_cell', 'hour', 'seconds', 'metres'])
    .where('source', '=', source)
    .where('from_cell', '=', sql<bigint>`any(${list}::bigint[])`)
    .where('to_cell', '=', sql<bigint>`any(${list}::bigint[])`)
    .where('asked_at', '>=', since)
    .limit(cells.length * cells.length * 24)
    .execute()
  return rows.map(row => ({
    fromCell: Number(row.from_cell),
    toCell: Number(row.to_cell),
    hour: row.hour,
    seconds: row.seconds,
    metres: row.metres,
  }))
}

/** Keeps answers; one that is there already is replaced by the newer one. */
export async function keepLegs(
  db: Reader,
  source: Source,
  legs: readonly KeptLeg[],
  askedAt: Date,
): Promise<void> {
  if (legs.length === 0) return
  // In the order of the key, so that two processes that keep the same pairs never wait for each other crosswise.
  const sorted = [...legs].sort((a, b) => a.fromCell - b.fromCell || a.toCell - b.toCell || a.hour - b.hour)
  const column = (field: keyof KeptLeg) => sorted.map(leg => String(leg[field]))
  await sql`insert into travel_leg (source, from_cell, to_cell, hour, seconds, metres, asked_at)
    select ${source}, from_cell, to_cell, hour, seconds, metres, ${askedAt}
    from unnest(${column('fromCell')}::bigint[], ${column('toCell')}::bigint[], ${column('hour')}::smallint[],
      ${column('seconds')}::int[], ${column('metres')}::int[]) as kept (from_cell, to_cell, hour, seconds, metres)
    on conflict (source, from_cell, to_cell, hour)
    do update set seconds = excluded.seconds, metres = excluded.metres, asked_at = excluded.asked_at`.execute(
    db,
  )
}

export async function deleteLegs(
  db: Database,
  source: Source,
  before: Date,
  limit: number,
): Promise<bigint | undefined> {
  const result = await sql`delete from travel_leg where (source, from_cell, to_cell, hour) in (
    select source, from_cell, to_cell, hour from travel_leg where source = ${source} and asked_at < ${before} limit ${limit})`.execute(
    db,
  )
  return result.numAffectedRows
}
