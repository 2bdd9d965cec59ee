import type { JobHandlers } from '../../ports/queue/queue.port.ts'
import type { ImportDeps } from './import-deps.ts'
import { type RunImportPayload, runImport } from './run-import.action.ts'

declare module '../../ports/queue/queue.port.ts' {
  interface JobPayloads {
    'imports.run': RunImportPayload
  }
}

export function importJobs(deps: ImportDeps): JobHandlers {
  return { 'imports.run': payload => runImport(deps, payload) }
}
