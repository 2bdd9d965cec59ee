import type { Tx } from '../../platform/database/database.ts'
import type { ReportReader } from '../../platform/database/report-reader.ts'
import type { LearnedFactor, TravelBand } from './travel-factors.rules.ts'

/** Pairs of a few hundred zones and six bands at most. */
const mostFactors = 20_000

export async function readFactors(db: ReportReader): Promise<(LearnedFactor & { learnedAt: Date })[]> {
  const rows = await db
    .selectFrom('travel_factor')
    .select(['from_zone', 'to_zone', 'band', 'factor', 'samples', 'learned_at'])
    .orderBy('samples', 'desc')
    .orderBy('from_zone')
    .orderBy('to_zone')
    .orderBy('band')
    .limit(mostFactors)
    .execute()
  return rows.map(row => ({
    fromZone: row.from_zone,
    toZone: row.to_zone,
    band: row.band as TravelBand,
    factor: row.factor,
    samples: row.samples,
    learnedAt: row.learned_at,
  }))
}

/** Puts the new factors in the place of all old ones. */
export async function replaceFactors(
  tx: Tx,
  factors: readonly LearnedFactor[],
  learnedAt: Date,
): Promise<void> {
  await tx.deleteFrom('travel_factor').execute()
  const rows = factors.slice(0, mostFactors).map(({ fromZone, toZone, ...factor }) => ({
    ...factor,
    from_zone: fromZone,
    to_zone: toZone,
    learned_at: learnedAt,
  }))
  const atOnce = 1_000
  for (let start = 0; start < rows.length; start += atOnce)
    await tx
      .insertInto('travel_factor')
      .values(rows.slice(start, start + atOnce))
      .execute()
}
