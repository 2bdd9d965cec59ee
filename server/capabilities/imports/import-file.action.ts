import type { ImportResult } from '../../../contract/endpoints/imports.ts'
import type { Actor } from '../../platform/actor.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import type { RunningJob } from '../../ports/queue/queue.port.ts'
import { withSearchLater } from '../search/search.api.ts'
import { saveConflicts } from './import-conflicts.store.ts'
import { type CustomersImport, importCustomers } from './import-customers.action.ts'
import type { ImportDeps } from './import-deps.ts'
import { importHistory } from './import-history.action.ts'
import type { ImportKind } from './import-kinds.ts'
import { finishRun, insertRun, lockImports, markRun } from './import-runs.store.ts'
import { type LegacyFile, openLegacyFile } from './legacy-file.reader.ts'

export interface ImportFileRequest {
  kind: ImportKind
  /** A file on this machine, read at random places. */
  path: string
  /** The name people know it by. */
  fileName: string
  isDryRun: boolean
  actor: Actor
  traceId: string
  /** A run that waits in the list of imports; without one an import makes its own, and a dry run leaves no trace. */
  runId?: string
  /** The job that runs it: hears how far it is, and ends it between two batches of rows. */
  job?: Pick<RunningJob, 'signal' | 'progress'>
}

/** Rows between two words on progress. */
const progressRows = 20_000

/**
 * Imports a legacy file, or says what that would do. Everything is stored in one transaction, so that a process killed
 * in the middle leaves nothing behind; running it again, or the same file twice, changes nothing more.
 * @throws Problem `imports.file-…` or `imports.header-missing` for a file that cannot be read at all
 */
export async function importFile(deps: ImportDeps, request: ImportFileRequest): Promise<ImportResult> {
  const file = await openLegacyFile(request.path)
  try {
    const { answer } = await runWrite(deps, request, context => importOpened(deps, context, request, file))
    return answer
  } finally {
    file.close()
  }
}

async function importOpened(
  deps: ImportDeps,
  context: WriteContext,
  request: ImportFileRequest,
  file: LegacyFile,
): Promise<ImportResult> {
  const { kind, isDryRun, fileName } = request
  await lockImports(context.db)
  const options = { isDryRun, onRows: progressOf(deps, request, file) }
  const imported: CustomersImport =
    kind === 'history'
      ? { tally: await importHistory(deps, context, file, options), changes: [], conflicts: [] }
      : await withSearchLater(context.db, () => importCustomers(deps, context, kind, file, options))
  const result = imported.tally.result()
  if (isDryRun && request.runId === undefined) return result
  const runId = request.runId ?? context.newId()
  if (request.runId === undefined) {
    const run = {
      id: runId,
      kind,
      fileName,
      isDryRun,
      status: 'running',
      actorId: context.actor.id,
      now: context.now,
    } as const
    await insertRun(context.db, run)
  }
  await finishRun(context.db, runId, { result, changes: imported.changes, now: deps.clock.now() })
  await deps.announce(context, { kind: 'import.progressed', entityId: runId })
  if (isDryRun) return result
  await saveConflicts(context.db, runId, imported.conflicts, context.newId)
  const { rejected, warnings, ...counts } = result
  await context.audit({
    action: 'imports.run',
    entity: 'import_run',
    entityId: runId,
    after: { kind, fileName, ...counts, rejected: rejected.length, warnings: warnings.length },
  })
  if (kind !== 'history' && imported.changes.length > 0) {
    await deps.announce(context, { kind: 'customers.changed', entityId: runId })
  }
  return result
}

/** Tells how far a run is, outside its transaction, so that others can see it; ends it where somebody has asked for that. */
function progressOf(
  deps: ImportDeps,
  { runId, job }: ImportFileRequest,
  file: LegacyFile,
): (rows: number) => Promise<void> {
  let told = 0
  return async rows => {
    job?.signal.throwIfAborted()
    job?.progress(file.share(), `${rows} 列`)
    if (runId === undefined || rows - told < progressRows) return
    told = rows
    await markRun(deps.db, runId, { progressRows: rows })
  }
}

/** 0 where every row was taken or skipped, 2 where some were refused. */
export function exitCodeOf(result: ImportResult): 0 | 2 {
  return result.rejected.length === 0 ? 0 : 2
}
