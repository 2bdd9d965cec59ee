import type { Route } from '../../platform/http/route.ts'
import { callRoutes } from './calls.routes.ts'
import type { CallsDeps } from './calls.types.ts'

export { readCallsOfCustomer } from './customer-calls.store.ts'
export type { CallsSettings } from './exchange.rules.ts'
export { forgetCalls } from './forget-calls.action.ts'
export { reportCall } from './report-call.action.ts'

/** The telephone: who calls, who takes the call, whom to call back. */
export function makeCalls(deps: CallsDeps): { routes: Route[] } {
  return { routes: callRoutes(deps) }
}
