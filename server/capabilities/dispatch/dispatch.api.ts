import type { WriteContext } from '../../platform/database/write.ts'
import type { Route } from '../../platform/http/route.ts'
import type { DispatchNeeds } from '../deliveries/deliveries.api.ts'
import { type DispatchRouteDeps, dispatchRoutes } from './dispatch.routes.ts'
import type { StopRequest } from './dispatch-deps.ts'
import { makeDispatchRecords } from './dispatch-records.ts'
import { receiveStops } from './receive-stops.action.ts'

export { saveBuiltPlan, searchDay } from './build-plan.action.ts'
export type { DispatchRouteDeps } from './dispatch.routes.ts'
export type { DispatchDeps, SiteFacts, StopRequest } from './dispatch-deps.ts'
export { type DrivenWayRow, readDrivenWays } from './driven-ways.store.ts'
export {
  readDepots,
  readDriverIdOfUser,
  readDrivers,
  readVehicles,
  saveDriverRow,
  saveVehicleRow,
} from './fleet.store.ts'
export { publishPlan } from './publish-plan.action.ts'
export { leavePlan, tellDriver } from './receive-stops.action.ts'

export { makeRunningDay } from './running/running-day.ts'

/** Dispatch 派遣: the fleet, the day's plan, its runs and stops. */
export function makeDispatch(deps: DispatchRouteDeps): {
  routes: Route[]
  records: DispatchNeeds
  receiveStops(
    context: WriteContext,
    input: { depotId: string; date: string; stops: StopRequest[] },
  ): Promise<{ added: number; planId: string }>
} {
  return {
    routes: dispatchRoutes(deps),
    records: makeDispatchRecords(deps),
    receiveStops: (context, input) => receiveStops(deps, context, input),
  }
}
