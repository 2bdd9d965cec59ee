import type { Database } from '../../platform/database/database.ts'

export interface SealedFile {
  id: string
  purpose: string
  /** Hexadecimal. */
  sha256: string
}

/** Files that arrived whole, by id from one on. */
export async function listSealedFiles(
  db: Database,
  after: string | undefined,
  limit: number,
): Promise<SealedFile[]> {
  let query = db
    .selectFrom('file_object')
    .select(['id', 'purpose', 'sha256'])
    .where('completed_at', 'is not', null)
    .orderBy('id')
    .limit(limit)
  if (after !== undefined) query = query.where('id', '>', after)
  return (await query.execute()).map(row => ({ ...row, sha256: row.sha256.toString('hex') }))
}

/** Which of these ids have a row. */
export async function listKnownFiles(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('file_object')
    .select('id')
    .where('id', 'in', [...ids])
    .execute()
  return new Set(rows.map(row => row.id))
}
