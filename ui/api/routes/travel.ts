import type * as contract from '@luckygas/contract/endpoints/travel.ts'
import { route } from '../route.ts'

export const listTravelFactors = route<typeof contract.listTravelFactors>(
  'travel.list-factors',
  'GET',
  '/api/travel/factors',
)
