import type { Database, Reader } from '../../platform/database/database.ts'

/** What the nightly check found last. */
export interface IntegrityResult {
  /** From when on a check was to be expected. */
  awaitedSince: Date
  /** Null before the first one. */
  checkedAt: Date | null
  /** Findings by the name of their check; none when everything agreed. */
  faults: Readonly<Record<string, number>>
}

export async function readIntegrityResult(db: Reader): Promise<IntegrityResult | undefined> {
  const row = await db
    .selectFrom('integrity_result')
    .select(['awaited_since', 'checked_at', 'faults'])
    .executeTakeFirst()
  return (
    row && {
      awaitedSince: row.awaited_since,
      checkedAt: row.checked_at,
      faults: row.faults as IntegrityResult['faults'],
    }
  )
}

export async function keepIntegrityResult(
  db: Database,
  { checkedAt, faults }: { checkedAt: Date; faults: IntegrityResult['faults'] },
): Promise<void> {
  const found = { checked_at: checkedAt, faults: JSON.stringify(faults) }
  await db
    .insertInto('integrity_result')
    .values({ is_last: true, ...found })
    .onConflict(conflict => conflict.column('is_last').doUpdateSet(found))
    .execute()
}
