import type { Route } from '../../platform/http/route.ts'
import { messageRoutes } from './messages.routes.ts'
import type { MessagesDeps } from './messages-deps.ts'

/** Short messages between the office and the drivers. */
export function makeMessages(deps: MessagesDeps): { routes: Route[] } {
  return { routes: messageRoutes(deps) }
}
