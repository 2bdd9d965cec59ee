import type * as contract from '@luckygas/contract/endpoints/customers.ts'
import { route } from '../route.ts'

export const addClosure = route<typeof contract.addClosure>(
  'customers.add-closure',
  'POST',
  '/api/sites/:id/closures',
)
export const createCustomer = route<typeof contract.createCustomer>(
  'customers.create',
  'POST',
  '/api/customers',
)
export const getCustomer = route<typeof contract.getCustomer>('customers.get', 'GET', '/api/customers/:code')
export const listCoarseSites = route<typeof contract.listCoarseSites>(
  'customers.list-coarse-sites',
  'GET',
  '/api/sites/coarse',
)
export const listCustomers = route<typeof contract.listCustomers>('customers.list', 'GET', '/api/customers')
export const listHolidays = route<typeof contract.listHolidays>(
  'calendar.list-holidays',
  'GET',
  '/api/holidays',
)
export const listProducts = route<typeof contract.listProducts>(
  'catalogue.list-products',
  'GET',
  '/api/products',
)
export const locateSite = route<typeof contract.locateSite>(
  'customers.locate-site',
  'PUT',
  '/api/sites/:id/point',
)
export const setHoliday = route<typeof contract.setHoliday>(
  'calendar.set-holiday',
  'PUT',
  '/api/holidays/:date',
)
export const setPrice = route<typeof contract.setPrice>(
  'catalogue.set-price',
  'PUT',
  '/api/products/:code/price',
)
export const updateSite = route<typeof contract.updateSite>(
  'customers.update-site',
  'PATCH',
  '/api/sites/:id',
)
