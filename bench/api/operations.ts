import { randomUUID } from 'node:crypto'
import { addDays, type BusinessDate } from '../../contract/kernel/dates.ts'
import { uuidv7 } from '../../contract/kernel/ids.ts'

export interface ApiRequest {
  method: 'GET' | 'POST'
  path: string
  body?: string
  /** Idempotency-Key of a write. */
  key?: string
}

export interface Operation {
  name: string
  /** Least share of the bare statements' throughput that the API should keep. */
  aim?: number
  /** A new request each time. */
  make(): ApiRequest
}

export interface DemoFacts {
  today: BusinessDate
  nowMs(): number
  customers: readonly { code: string; siteId: string; shortName: string }[]
}

/** What the office does all day, over the demo company's own customers in turn. */
export function operationsOn({ today, nowMs, customers }: DemoFacts): Operation[] {
  let turn = 0
  const next = () => {
    turn += 1
    const customer = customers[(turn * 37) % customers.length]
    if (!customer) throw new Error('the company has no customers')
    return customer
  }
  return [
    {
      name: 'order write',
      aim: 0.35,
      make: () => ({
        method: 'POST',
        path: '/api/orders',
        key: randomUUID(),
        body: JSON.stringify({
          id: uuidv7(nowMs()),
          siteId: next().siteId,
          requestedOn: addDays(today, 3),
          lines: [{ product: '20', quantity: 1 }],
          isDuplicateAccepted: true,
        }),
      }),
    },
    {
      name: 'customer card',
      aim: 0.25,
      make: () => ({ method: 'GET', path: `/api/customers/${next().code}` }),
    },
    {
      name: 'search',
      make: () => ({
        method: 'GET',
        path: `/api/search?q=${encodeURIComponent(next().shortName.slice(0, 2))}`,
      }),
    },
    { name: 'due list', make: () => ({ method: 'GET', path: `/api/due-list?date=${addDays(today, 1)}` }) },
    { name: 'board', make: () => ({ method: 'GET', path: `/api/plans/${today}` }) },
    { name: 'today', make: () => ({ method: 'GET', path: `/api/today?date=${today}` }) },
  ]
}
