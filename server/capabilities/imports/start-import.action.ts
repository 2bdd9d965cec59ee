import type { WriteContext } from '../../platform/database/write.ts'
import { closeLostRuns } from './close-lost-runs.action.ts'
import type { ImportDeps } from './import-deps.ts'
import type { ImportKind } from './import-kinds.ts'
import { type ImportRun, insertRun, mayStartImport, readRun } from './import-runs.store.ts'
import { alreadyRunning, fileNotFound, importNotFound } from './imports.errors.ts'

/**
 * Queues an import of an uploaded file. One import at a time: they compare with what is stored. A run that has lost its
 * job or its worker does not stand in the way; it is closed.
 * @throws Problem `imports.file-not-found`, `imports.already-running`
 */
export async function startImport(
  deps: ImportDeps,
  context: WriteContext,
  request: { id: string; kind: ImportKind; fileId: string; isDryRun: boolean },
): Promise<ImportRun> {
  const uploaded = await deps.readUploadedFile(context.db, request.fileId)
  if (uploaded === undefined) throw fileNotFound()
  if (!(await mayStartImport(context.db)) || (await closeLostRuns(deps, context))) throw alreadyRunning()
  const { id, kind, fileId, isDryRun } = request
  const { actor, now } = context
  await insertRun(context.db, {
    id,
    kind,
    fileName: uploaded.fileName,
    isDryRun,
    status: 'queued',
    actorId: actor.id,
    now,
  })
  await deps.queue.enqueue(
    context.db,
    'imports.run',
    { runId: id, fileId, actor },
    { key: 'imports', maxAttempts: 5 },
  )
  await context.audit({
    action: 'imports.start',
    entity: 'import_run',
    entityId: id,
    after: { kind, isDryRun, fileName: uploaded.fileName },
  })
  const run = await readRun(context.db, id)
  if (run === undefined) throw importNotFound()
  return run
}
