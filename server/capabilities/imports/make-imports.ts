import type { WriteContext } from '../../platform/database/write.ts'
import type { Route } from '../../platform/http/route.ts'
import type { JobHandlers } from '../../ports/queue/queue.port.ts'
import { closeLostRuns } from './close-lost-runs.action.ts'
import type { ImportDeps } from './import-deps.ts'
import { importJobs } from './imports.jobs.ts'
import { importRoutes } from './imports.routes.ts'

export interface Imports {
  routes: Route[]
  jobs: JobHandlers
  /** After somebody has taken a job away: a run that waited for it waits no more. */
  closeLostRuns(context: WriteContext): Promise<unknown>
}

/** The imports of the legacy files and the list that goes back. */
export function makeImports(deps: ImportDeps): Imports {
  return {
    routes: importRoutes(deps),
    jobs: importJobs(deps),
    closeLostRuns: context => closeLostRuns(deps, context),
  }
}
