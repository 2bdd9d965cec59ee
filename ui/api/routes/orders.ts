import type * as contract from '@luckygas/contract/endpoints/orders.ts'
import { route } from '../route.ts'

export const changeOrderState = route<typeof contract.changeOrderState>(
  'orders.change-state',
  'POST',
  '/api/orders/:id/state',
)
export const listOrders = route<typeof contract.listOrders>('orders.list', 'GET', '/api/orders')
export const placeOrder = route<typeof contract.placeOrder>('orders.place', 'POST', '/api/orders')
