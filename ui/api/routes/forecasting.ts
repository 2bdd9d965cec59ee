import type * as contract from '@luckygas/contract/endpoints/forecasting.ts'
import { route } from '../route.ts'

export const buildDueList = route<typeof contract.buildDueList>(
  'forecasting.build-due-list',
  'POST',
  '/api/due-list/build',
)
export const getDueList = route<typeof contract.getDueList>(
  'forecasting.get-due-list',
  'GET',
  '/api/due-list',
)
export const getSiteForecast = route<typeof contract.getSiteForecast>(
  'forecasting.get-site',
  'GET',
  '/api/sites/:id/forecast',
)
export const postponeDueItem = route<typeof contract.postponeDueItem>(
  'forecasting.postpone-due-item',
  'POST',
  '/api/due-list/items/:id/postpone',
)
export const reportTelemetry = route<typeof contract.reportTelemetry>(
  'forecasting.report-telemetry',
  'POST',
  '/api/telemetry',
)
export const sendDueList = route<typeof contract.sendDueList>(
  'forecasting.send-due-list',
  'POST',
  '/api/due-list/send',
)
export const tickDueItem = route<typeof contract.tickDueItem>(
  'forecasting.tick-due-item',
  'POST',
  '/api/due-list/items/:id/tick',
)
export const getPatrolList = route<typeof contract.getPatrolList>(
  'forecasting.get-patrol',
  'GET',
  '/api/due-list/patrol',
)
export const pickPatrol = route<typeof contract.pickPatrol>(
  'forecasting.pick-patrol',
  'POST',
  '/api/due-list/patrol',
)
export const undoPostponement = route<typeof contract.undoPostponement>(
  'forecasting.undo-postponement',
  'POST',
  '/api/due-list/items/:id/postpone/undo',
)
