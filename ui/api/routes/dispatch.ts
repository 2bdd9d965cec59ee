import type * as contract from '@luckygas/contract/endpoints/dispatch.ts'
import { route } from '../route.ts'

export const buildPlan = route<typeof contract.buildPlan>(
  'dispatch.build-plan',
  'POST',
  '/api/plans/:date/build',
)
export const discardChanges = route<typeof contract.discardChanges>(
  'dispatch.discard-changes',
  'POST',
  '/api/plans/:date/discard',
)
export const getBoard = route<typeof contract.getBoard>('dispatch.get-board', 'GET', '/api/plans/:date')
export const getDayLimits = route<typeof contract.getDayLimits>(
  'dispatch.day-limits',
  'GET',
  '/api/plans/:date/limits',
)
export const getFleet = route<typeof contract.getFleet>('dispatch.get-fleet', 'GET', '/api/fleet')
export const getPlanDiff = route<typeof contract.getPlanDiff>(
  'dispatch.plan-diff',
  'GET',
  '/api/plans/:date/diff',
)
export const getStopPlaces = route<typeof contract.getStopPlaces>(
  'dispatch.stop-places',
  'GET',
  '/api/stops/:id/places',
)
export const getStopReasons = route<typeof contract.getStopReasons>(
  'dispatch.stop-reasons',
  'GET',
  '/api/stops/:id/reasons',
)
export const livePositions = route<typeof contract.livePositions>(
  'tracking.positions',
  'GET',
  '/api/tracking',
)
export const lockRun = route<typeof contract.lockRun>('dispatch.lock-run', 'POST', '/api/runs/:id/lock')
export const lockStop = route<typeof contract.lockStop>('dispatch.lock-stop', 'POST', '/api/stops/:id/lock')
export const moveStop = route<typeof contract.moveStop>('dispatch.move-stop', 'POST', '/api/stops/:id/move')
export const publishPlan = route<typeof contract.publishPlan>(
  'dispatch.publish-plan',
  'POST',
  '/api/plans/:date/publish',
)
export const redoStep = route<typeof contract.redoStep>(
  'dispatch.redo-step',
  'POST',
  '/api/plans/:date/steps/:stepId/redo',
)
export const runSheet = route<typeof contract.runSheet>(
  'dispatch.run-sheet',
  'GET',
  '/api/plans/:date/run-sheets.pdf',
  { transfer: 'download' },
)
export const saveDepot = route<typeof contract.saveDepot>('dispatch.save-depot', 'PUT', '/api/depots/:id')
export const saveDriver = route<typeof contract.saveDriver>('dispatch.save-driver', 'PUT', '/api/drivers/:id')
export const saveStaffing = route<typeof contract.saveStaffing>(
  'dispatch.save-staffing',
  'PUT',
  '/api/plans/:date/staffing/:driverId',
)
export const saveVehicle = route<typeof contract.saveVehicle>(
  'dispatch.save-vehicle',
  'PUT',
  '/api/vehicles/:id',
)
export const undoStep = route<typeof contract.undoStep>(
  'dispatch.undo-step',
  'POST',
  '/api/plans/:date/steps/:stepId/undo',
)
