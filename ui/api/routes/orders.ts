import type * as contract from '@luckygas/contract/endpoints/orders.ts'
import { route } from '../route.ts'

export const changeOrderState = route<typeof contract.changeOrderState>(
  'orders.change-state',
  'POST',
  '/api/orders/:id/state',
)
export const editOrder = route<typeof contract.editOrder>('orders.edit', 'PATCH', '/api/orders/:id')
export const getOrder = route<typeof contract.getOrder>('orders.get', 'GET', '/api/orders/:id')
export const getOrderDesk = route<typeof contract.getOrderDesk>(
  'orders.get-desk',
  'GET',
  '/api/sites/:id/order-desk',
)
export const listEmergencies = route<typeof contract.listEmergencies>(
  'orders.list-emergencies',
  'GET',
  '/api/orders/emergencies',
)
export const listOrders = route<typeof contract.listOrders>('orders.list', 'GET', '/api/orders')
export const placeOrder = route<typeof contract.placeOrder>('orders.place', 'POST', '/api/orders')
export const quoteCancel = route<typeof contract.quoteCancel>(
  'orders.quote-cancel',
  'GET',
  '/api/orders/:id/cancel-quote',
)
export const splitOrder = route<typeof contract.splitOrder>('orders.split', 'POST', '/api/orders/:id/split')
