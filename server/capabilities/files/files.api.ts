import {
  declareFile as declareEndpoint,
  downloadFile as downloadEndpoint,
  uploadFile as uploadEndpoint,
} from '../../../contract/endpoints/deliveries.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import { downloadRoute, type Route, uploadRoute, writeRoute } from '../../platform/http/route.ts'
import type { Files } from '../../ports/files/files.port.ts'
import { declareFile } from './declare-file.action.ts'
import { type FileRow, readFile } from './file.store.ts'
import { fileNotFound } from './files.errors.ts'
import { receiveBytes } from './receive-bytes.action.ts'

export { type FileRow, readFile } from './file.store.ts'
export { forgetIncompleteFiles } from './forget-incomplete.action.ts'

export interface FilesDeps {
  db: Database
  files: Files
  /** Whether a file is the picture of a site's door, which every driver may see. */
  isDoorPhoto(db: Reader, fileId: string): Promise<boolean>
}

/** Photos, signatures and import files: announced, uploaded in pieces, read back by those who may. */
export function makeFiles(deps: FilesDeps): { routes: Route[] } {
  return {
    routes: [
      writeRoute(declareEndpoint, (context, { body }) => declareFile(deps, context, body)),
      uploadRoute(uploadEndpoint, ({ actor, now, stream }, { params, query }) =>
        receiveBytes(deps, { id: params.id, ownerId: actor.id, offset: query.offset, bytes: stream, now }),
      ),
      downloadRoute(downloadEndpoint, async ({ db, actor }, { params }) => {
        const file = await readFile(db, params.id)
        if (!file?.completedAt) throw fileNotFound()
        const isOwn = file.ownerId === actor.id
        if (actor.role === 'driver' && !isOwn && !(await deps.isDoorPhoto(db, file.id))) throw fileNotFound()
        return {
          contentType: file.contentType,
          fileName: file.fileName || nameOf(file),
          body: await deps.files.open(file.id),
          isInline: file.contentType.startsWith('image/'),
        }
      }),
    ],
  }
}

function nameOf(file: FileRow): string {
  return `${file.purpose}-${file.id}.${file.contentType.split('/')[1]?.split('.').at(-1) ?? 'bin'}`
}
