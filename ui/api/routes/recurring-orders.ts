import type * as contract from '@luckygas/contract/endpoints/recurring-orders.ts'
import { route } from '../route.ts'

export const changeRecurringOrder = route<typeof contract.changeRecurringOrder>(
  'recurring-orders.change-state',
  'POST',
  '/api/recurring-orders/:id/state',
)
export const createRecurringOrder = route<typeof contract.createRecurringOrder>(
  'recurring-orders.create',
  'POST',
  '/api/recurring-orders',
)
export const decideRecurringDay = route<typeof contract.decideRecurringDay>(
  'recurring-orders.decide-day',
  'PUT',
  '/api/recurring-orders/:id/days/:date',
)
export const editRecurringOrder = route<typeof contract.editRecurringOrder>(
  'recurring-orders.edit',
  'PATCH',
  '/api/recurring-orders/:id',
)
export const listRecurringOrders = route<typeof contract.listRecurringOrders>(
  'recurring-orders.list',
  'GET',
  '/api/recurring-orders',
)
