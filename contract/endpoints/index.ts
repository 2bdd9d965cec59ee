import type { Endpoint } from '../endpoint.ts'
import * as calls from './calls.ts'
import * as counterSales from './counter-sales.ts'
import * as customers from './customers.ts'
import * as cylinderPlates from './cylinder-plates.ts'
import * as deliveries from './deliveries.ts'
import * as dispatch from './dispatch.ts'
import * as forecasting from './forecasting.ts'
import * as identity from './identity.ts'
import * as imports from './imports.ts'
import * as jobs from './jobs.ts'
import * as messages from './messages.ts'
import * as orders from './orders.ts'
import * as prices from './prices.ts'
import * as recurringOrders from './recurring-orders.ts'
import * as runningDay from './running-day.ts'
import * as search from './search.ts'
import * as today from './today.ts'
import * as travel from './travel.ts'

function isEndpoint(value: unknown): value is Endpoint {
  return (
    typeof value === 'object' && value !== null && 'path' in value && 'method' in value && 'access' in value
  )
}

/** Every endpoint of the system; OpenAPI, the wiring's completeness check and the route walk read it. */
export const endpoints: Endpoint[] = [
  identity,
  calls,
  counterSales,
  customers,
  orders,
  forecasting,
  dispatch,
  deliveries,
  cylinderPlates,
  imports,
  jobs,
  messages,
  prices,
  recurringOrders,
  runningDay,
  search,
  today,
  travel,
]
  .flatMap(module => Object.values(module))
  .filter(isEndpoint)
