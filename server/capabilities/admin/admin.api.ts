import type { ReportReader } from '../../platform/database/report-reader.ts'
import type { Route } from '../../platform/http/route.ts'
import { adminRoutes } from './admin.routes.ts'

export { announceToOffices } from './announce-to-offices.ts'
export { readTrail } from './audit.store.ts'
export { readCompany, readDepotIds, readHomeDepotId } from './company.store.ts'
export { type Company, type FirstDepot, foundCompany } from './found-company.action.ts'
export { readParameter, readParameters } from './parameter.store.ts'

export interface AdminDeps {
  /** Names of users by id, from the capability that owns users; unknown ids are absent. */
  readUserNames(db: ReportReader, userIds: readonly string[]): Promise<Map<string, string>>
}

/** The company's own records: parameters, depots and the trail of who changed what. */
export function makeAdmin(deps: AdminDeps): { routes: Route[] } {
  return { routes: adminRoutes(deps) }
}
