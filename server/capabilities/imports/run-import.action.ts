import { Problem } from '../../../contract/kernel/problem.ts'
import type { Actor } from '../../platform/actor.ts'
import { isConnectionFault } from '../../platform/database/database.ts'
import { runWrite } from '../../platform/database/write.ts'
import { FileMissing, FilesUnavailable } from '../../ports/files/files.port.ts'
import { JobStopped, type RunningJob } from '../../ports/queue/queue.port.ts'
import type { ImportDeps } from './import-deps.ts'
import { importFile } from './import-file.action.ts'
import { markRun, readRun } from './import-runs.store.ts'

export interface RunImportPayload {
  runId: string
  fileId: string
  /** Who started it. */
  actor: Actor
}

/**
 * Works off one waiting import. At least once: a run that is finished is left alone, one that was interrupted starts
 * again from nothing, because its transaction never ended. A file that cannot be read fails the run with its reason;
 * only a database or a file server that is away asks for another try. One that somebody stops stores nothing and says so;
 * one whose worker stops waits for the next.
 */
export async function runImport(
  deps: ImportDeps,
  payload: RunImportPayload,
  job?: Pick<RunningJob, 'signal' | 'progress'>,
): Promise<void> {
  const { runId, actor } = payload
  const run = await readRun(deps.db, runId)
  if (run === undefined || run.status === 'done' || run.status === 'failed' || run.status === 'cancelled')
    return
  await markRun(deps.db, runId, { status: 'running', progressRows: 0 })
  try {
    const { path, release } = await deps.files.localCopy(payload.fileId)
    try {
      const { kind, fileName, isDryRun } = run
      const request = { kind, path, fileName, isDryRun, actor, traceId: runId, runId, ...(job && { job }) }
      await importFile(deps, request)
    } finally {
      await release()
    }
  } catch (error) {
    if (isConnectionFault(error)) throw error
    if (error instanceof FilesUnavailable) {
      await markRun(deps.db, runId, { status: 'queued' })
      throw error
    }
    if (error instanceof JobStopped) {
      if (error.reason === 'cancelled') await endRun(deps, payload, { status: 'cancelled' })
      throw error
    }
    await endRun(deps, payload, { status: 'failed', failure: failureOf(error) })
    if (!(error instanceof Problem) && !(error instanceof FileMissing)) throw error
  }
}

/** The dotted code, with the headers that were looked for where that is the reason. */
function failureOf(error: unknown): string {
  if (error instanceof FileMissing) return 'imports.file-not-found'
  if (!(error instanceof Problem)) return 'imports.defect'
  const columns = error.options.params?.columns
  return columns === undefined ? error.code : `${error.code}: ${columns}`
}

async function endRun(
  deps: ImportDeps,
  { runId, actor }: RunImportPayload,
  end: { status: 'failed' | 'cancelled'; failure?: string },
): Promise<void> {
  await runWrite(deps, { actor, traceId: runId }, async context => {
    await markRun(context.db, runId, { ...end, finishedAt: context.now })
    await deps.announce(context, { kind: 'import.progressed', entityId: runId })
  })
}
