import type * as contract from '@luckygas/contract/endpoints/running-day.ts'
import { route } from '../route.ts'

export const getRunningDay = route<typeof contract.getRunningDay>(
  'running-day.get',
  'GET',
  '/api/running-day',
)
export const insertUrgent = route<typeof contract.insertUrgent>(
  'running-day.insert',
  'POST',
  '/api/running-day/insertions',
)
export const interruptRun = route<typeof contract.interruptRun>(
  'running-day.interrupt',
  'POST',
  '/api/running-day/interruptions',
)
export const priceInsertion = route<typeof contract.priceInsertion>(
  'running-day.price-insertion',
  'POST',
  '/api/running-day/insertions/price',
  { isKeyless: true },
)
export const priceInterruption = route<typeof contract.priceInterruption>(
  'running-day.price-interruption',
  'POST',
  '/api/running-day/interruptions/price',
  { isKeyless: true },
)
export const proposeImprovement = route<typeof contract.proposeImprovement>(
  'running-day.propose-improvement',
  'POST',
  '/api/running-day/improvements/propose',
  { isKeyless: true },
)
export const acceptImprovement = route<typeof contract.acceptImprovement>(
  'running-day.accept-improvement',
  'POST',
  '/api/running-day/improvements',
)
export const closeRoad = route<typeof contract.closeRoad>(
  'running-day.close-road',
  'POST',
  '/api/running-day/closures',
)
export const openRoad = route<typeof contract.openRoad>(
  'running-day.open-road',
  'POST',
  '/api/running-day/closures/:id/open',
)
