import type { Reader } from '../../platform/database/database.ts'

/** Whether a file is the picture of a site's door, which every driver may see. */
export async function isDoorPhoto(db: Reader, fileId: string): Promise<boolean> {
  const row = await db
    .selectFrom('site')
    .select('id')
    .where('door_photo_file_id', '=', fileId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
