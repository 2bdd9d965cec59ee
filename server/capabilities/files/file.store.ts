import type { Reader, Tx } from '../../platform/database/database.ts'

export interface FileRow {
  id: string
  ownerId: string
  purpose: 'photo' | 'signature' | 'import' | 'export'
  contentType: string
  sizeBytes: number
  sha256: string
  fileName: string
  completedAt: Date | null
}

export async function readFile(db: Reader, id: string): Promise<FileRow | undefined> {
  const row = await db
    .selectFrom('file_object')
    .select([
      'id',
      'owner_id',
      'purpose',
      'content_type',
      'size_bytes',
      'sha256',
      'file_name',
      'completed_at',
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      ownerId: row.owner_id,
      purpose: row.purpose as FileRow['purpose'],
      contentType: row.content_type,
      sizeBytes: Number(row.size_bytes),
      sha256: row.sha256.toString('hex'),
      fileName: row.file_name,
      completedAt: row.completed_at,
    }
  )
}

/** Announces a file; false when its id is taken. */
export async function insertFile(
  db: Tx,
  file: Omit<FileRow, 'completedAt'> & { createdAt: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('file_object')
    .values({
      id: file.id,
      owner_id: file.ownerId,
      purpose: file.purpose,
      content_type: file.contentType,
      size_bytes: BigInt(file.sizeBytes),
      sha256: Buffer.from(file.sha256, 'hex'),
      file_name: file.fileName,
      created_at: file.createdAt,
    })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function saveProgress(
  db: Reader,
  id: string,
  progress: { receivedBytes: number; completedAt: Date | null },
): Promise<void> {
  await db
    .updateTable('file_object')
    .set({ received_bytes: BigInt(progress.receivedBytes), completed_at: progress.completedAt })
    .where('id', '=', id)
    .where('completed_at', 'is', null)
    .execute()
}

/** Files announced before an instant that have not arrived whole oldest first. */
export async function listIncompleteFiles(db: Reader, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('file_object')
    .select('id')
    .where('completed_at', 'is', null)
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(limit)
    .execute()
  return rows.map(row => row.id)
}

/** Deletes a file's row unless it has become whole meanwhile; answers how many (0 or 1). */
export async function deleteIncompleteFile(db: Reader, id: string): Promise<number> {
  const result = await db
    .deleteFrom('file_object')
    .where('id', '=', id)
    .where('completed_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
