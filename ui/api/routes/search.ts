import type * as contract from '@luckygas/contract/endpoints/search.ts'
import { route } from '../route.ts'

export const findAnything = route<typeof contract.findAnything>('search.find', 'GET', '/api/search')
