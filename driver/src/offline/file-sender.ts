import type { ApiClient } from '@luckygas/ui/api/client.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { declareFile, uploadFile } from '@luckygas/ui/api/routes/deliveries.ts'
import type { DriverDatabase } from './database.ts'
import { dropFile, nextFile, noteRefusedFile, noteSent } from './files.store.ts'

/** One piece; small enough to get through between two dead spots of a mountain road. */
export const pieceBytes = 128 * 1024

/** The server knows another length than we do: it says so when the file is declared again. */
const resumable = new Set(['files.offset-mismatch', 'files.checksum-mismatch', 'files.not-found'])

/**
 * Uploads the next picture or signature in pieces. The declaration is repeatable and answers how much has arrived, so
 * a cut or a kill goes on from there.
 * @returns false when there is none
 */
export async function sendNextFile(
  database: DriverDatabase,
  client: ApiClient,
  authorId: string,
): Promise<boolean> {
  const file = await nextFile(database, authorId)
  if (file === undefined) return false
  const { bytes } = file
  const { id, purpose, contentType, sha256, sizeBytes } = file.note
  try {
    const body = { id, purpose, contentType, sha256, sizeBytes }
    let progress = await client.call(declareFile, { body }, { retries: 0 })
    let restarts = 0
    while (!progress.isComplete) {
      const offset = progress.receivedBytes
      const piece = new Blob([bytes.slice(offset, offset + pieceBytes)])
      try {
        progress = await client.upload(uploadFile, { params: { id }, query: { offset } }, piece, {
          retries: 0,
        })
      } catch (error) {
        if (!isProblem(error) || !resumable.has(error.code) || restarts >= 3) throw error
        restarts += 1
        progress = await client.call(declareFile, { body }, { retries: 0 })
      }
      await noteSent(database, id, progress.receivedBytes)
    }
    await dropFile(database, id)
  } catch (error) {
    if (!isProblem(error) || (error.kind !== 'invalid' && error.kind !== 'refused')) throw error
    await noteRefusedFile(database, id)
  }
  return true
}
