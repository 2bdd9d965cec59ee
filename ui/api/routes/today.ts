import type * as contract from '@luckygas/contract/endpoints/today.ts'
import { route } from '../route.ts'

export const getToday = route<typeof contract.getToday>('today.get', 'GET', '/api/today')
