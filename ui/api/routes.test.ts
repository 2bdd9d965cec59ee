import { endpoints } from '@luckygas/contract/endpoints/index.ts'
import { expect, test } from 'vitest'
import { urlOf } from './route.ts'
import * as calls from './routes/calls.ts'
import * as counterSales from './routes/counter-sales.ts'
import * as customers from './routes/customers.ts'
import * as cylinderPlates from './routes/cylinder-plates.ts'
import * as deliveries from './routes/deliveries.ts'
import * as dispatch from './routes/dispatch.ts'
import * as forecasting from './routes/forecasting.ts'
import * as identity from './routes/identity.ts'
import * as imports from './routes/imports.ts'
import * as jobs from './routes/jobs.ts'
import * as messages from './routes/messages.ts'
import * as orders from './routes/orders.ts'
import * as prices from './routes/prices.ts'
import * as recurringOrders from './routes/recurring-orders.ts'
import * as runningDay from './routes/running-day.ts'
import * as search from './routes/search.ts'
import * as today from './routes/today.ts'
import * as travel from './routes/travel.ts'

test('[S4] the clients’ table names every endpoint of the contract as the contract does', () => {
  const modules = [
    calls,
    counterSales,
    customers,
    cylinderPlates,
    deliveries,
    dispatch,
    forecasting,
    identity,
    imports,
    jobs,
    messages,
    orders,
    prices,
    recurringOrders,
    runningDay,
    search,
    today,
    travel,
  ]
  const ours = modules.flatMap(module => Object.values(module)).map(entry => ({ ...entry }))
  const theirs = endpoints.map(endpoint => ({
    id: endpoint.id,
    method: endpoint.method,
    path: endpoint.path,
    transfer: endpoint.transfer ?? 'json',
    isKeyless: endpoint.isKeyless ?? false,
  }))
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
  expect(ours.sort(byId)).toEqual(theirs.sort(byId))
})

test('[S4] paths are filled and encoded, empty query values are left out', () => {
  const url = urlOf(
    '/api/customers/:code',
    { code: 'a/b' },
    { q: '瓦斯', kind: undefined, limit: 5, cursor: null },
  )
  expect(url).toBe('/api/customers/a%2Fb?q=%E7%93%A6%E6%96%AF&limit=5')
})
