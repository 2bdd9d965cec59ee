import type { Route } from '../../platform/http/route.ts'
import type { JobHandlers } from '../../ports/queue/queue.port.ts'
import type { ImportDeps } from './import-deps.ts'
import { importJobs } from './imports.jobs.ts'
import { importRoutes } from './imports.routes.ts'

export interface Imports {
  routes: Route[]
  jobs: JobHandlers
}

/** The imports of the legacy files and the list that goes back. */
export function makeImports(deps: ImportDeps): Imports {
  return { routes: importRoutes(deps), jobs: importJobs(deps) }
}
