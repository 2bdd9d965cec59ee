import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'

/** Which of these codes are somebody's. */
export async function readKnownCodes(db: Reader, codes: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('customer')
    .select('code')
    .where('code', '=', sql<string>`any(${[...codes]}::text[])`)
    .limit(Math.max(1, codes.length))
    .execute()
  return new Set(rows.map(row => row.code))
}
