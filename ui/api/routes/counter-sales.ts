import type * as contract from '@luckygas/contract/endpoints/counter-sales.ts'
import { route } from '../route.ts'

export const findWalkIn = route<typeof contract.findWalkIn>('counter.walk-in', 'POST', '/api/counter/walk-in')
export const getCounterDesk = route<typeof contract.getCounterDesk>('counter.get-desk', 'GET', '/api/counter')
export const sellAtCounter = route<typeof contract.sellAtCounter>(
  'counter.sell',
  'POST',
  '/api/counter/sales',
)
export const voidCounterSale = route<typeof contract.voidCounterSale>(
  'counter.void',
  'POST',
  '/api/counter/sales/:id/void',
)
