import { denied } from '../../../contract/kernel/problem.ts'
import { may } from '../../../contract/permissions.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import type { Files } from '../../ports/files/files.port.ts'
import { insertFile, readFile } from './file.store.ts'
import { bareContentType, type FilePurpose, fileKinds, isAllowed } from './file-kind.rules.ts'
import { idTaken, tooLarge, typeNotAllowed } from './files.errors.ts'

/** Announces a file. Announcing the same file again answers how much of it has arrived. */
export async function declareFile(
  deps: { files: Files },
  context: WriteContext,
  file: {
    id: string
    purpose: FilePurpose
    contentType: string
    sizeBytes: number
    sha256: string
    fileName: string
  },
): Promise<{ receivedBytes: number; isComplete: boolean }> {
  const { actor, db, now } = context
  if (file.purpose === 'import' && !may(actor.role, 'imports.run'))
    throw denied('identity.not-allowed', { status: 403 })
  const contentType = bareContentType(file.contentType)
  if (!isAllowed(file.purpose, contentType)) throw typeNotAllowed()
  const { maxBytes } = fileKinds[file.purpose]
  if (file.sizeBytes > maxBytes) throw tooLarge(maxBytes)
  const isNew = await insertFile(db, { ...file, contentType, ownerId: actor.id, createdAt: now })
  if (isNew) return { receivedBytes: 0, isComplete: false }
  const known = await readFile(db, file.id)
  const isSame =
    known?.ownerId === actor.id && known.sha256 === file.sha256 && known.sizeBytes === file.sizeBytes
  if (!known || !isSame) throw idTaken()
  if (known.completedAt) return { receivedBytes: known.sizeBytes, isComplete: true }
  return { receivedBytes: await deps.files.receivedBytes(known.id), isComplete: false }
}
