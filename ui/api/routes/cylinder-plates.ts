import type * as contract from '@luckygas/contract/endpoints/cylinder-plates.ts'
import { route } from '../route.ts'

export const findPlate = route<typeof contract.findPlate>(
  'cylinders.find-plate',
  'GET',
  '/api/cylinders/plate',
)
export const checkPlate = route<typeof contract.checkPlate>(
  'cylinders.check-plate',
  'GET',
  '/api/driver/cylinder-plate',
)
export const listInspections = route<typeof contract.listInspections>(
  'cylinders.inspections',
  'GET',
  '/api/cylinders/inspections',
)
export const registerCylinder = route<typeof contract.registerCylinder>(
  'cylinders.register',
  'POST',
  '/api/cylinders/register',
)
