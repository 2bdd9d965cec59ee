import type { AskedWork } from '../../platform/jobs/asked-work.ts'
import type { JobHandlers } from '../../ports/queue/queue.port.ts'
import type { ImportDeps } from './import-deps.ts'
import { type RunImportPayload, runImport } from './run-import.action.ts'

declare module '../../ports/queue/queue.port.ts' {
  interface JobPayloads {
    'imports.run': RunImportPayload
    /** 上傳清單, which somebody waits for; its handler is made from the route. */
    'imports.upload-list': AskedWork
  }
}

export function importJobs(deps: ImportDeps): JobHandlers {
  return { 'imports.run': (payload, job) => runImport(deps, payload, job) }
}
