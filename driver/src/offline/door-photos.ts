import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { downloadFile } from '@luckygas/ui/api/routes/deliveries.ts'
import type { DriverDatabase } from './database.ts'
import type { DriverDay } from './outbox.types.ts'

/** A door's photo from the phone, else from the office and then kept; nothing when neither has it. */
export async function readDoorPhoto(
  database: DriverDatabase,
  client: ApiClient,
  fileId: string,
): Promise<Blob | undefined> {
  const kept = await database.get('doorPhotos', fileId)
  if (kept !== undefined) return new Blob([kept.bytes], { type: kept.contentType })
  const blob = await client.download(downloadFile, { params: { id: fileId } }, { retries: 1 })
  await database.put('doorPhotos', { fileId, contentType: blob.type, bytes: await blob.arrayBuffer() })
  return blob
}

/** Fetches the photos of the day ahead of the dead spots, and drops those of other days. */
export async function keepDoorPhotos(
  database: DriverDatabase,
  client: ApiClient,
  day: DriverDay,
): Promise<void> {
  const wanted = new Set(day.stops.flatMap(stop => stop.doorPhotoFileId ?? []))
  for (const fileId of await database.getAllKeys('doorPhotos')) {
    if (!wanted.has(fileId)) await database.delete('doorPhotos', fileId)
  }
  for (const fileId of wanted) await readDoorPhoto(database, client, fileId)
}
