import type * as contract from '@luckygas/contract/endpoints/deliveries.ts'
import { route } from '../route.ts'

export const countCylinders = route<typeof contract.countCylinders>(
  'cylinders.count',
  'POST',
  '/api/cylinders/counts',
)
export const cylinderBalances = route<typeof contract.cylinderBalances>(
  'cylinders.balances',
  'GET',
  '/api/cylinders/balances',
)
export const cylinderMovements = route<typeof contract.cylinderMovements>(
  'cylinders.movements',
  'GET',
  '/api/cylinders/movements',
)
export const decideConflict = route<typeof contract.decideConflict>(
  'deliveries.decide-conflict',
  'POST',
  '/api/conflicts/:id/decide',
)
export const declareFile = route<typeof contract.declareFile>('files.declare', 'POST', '/api/files')
export const downloadFile = route<typeof contract.downloadFile>('files.download', 'GET', '/api/files/:id', {
  transfer: 'download',
})
export const getDriverDay = route<typeof contract.getDriverDay>(
  'deliveries.get-driver-day',
  'GET',
  '/api/driver/day',
)
export const listConflicts = route<typeof contract.listConflicts>(
  'deliveries.list-conflicts',
  'GET',
  '/api/conflicts',
)
export const listDayCloses = route<typeof contract.listDayCloses>(
  'deliveries.list-day-closes',
  'GET',
  '/api/day-closes',
)
export const receiveCylinders = route<typeof contract.receiveCylinders>(
  'cylinders.receive',
  'POST',
  '/api/cylinders/receipts',
)
export const reopenDayClose = route<typeof contract.reopenDayClose>(
  'deliveries.reopen-day-close',
  'POST',
  '/api/day-closes/:id/reopen',
)
export const reportCommand = route<typeof contract.reportCommand>(
  'deliveries.report-command',
  'POST',
  '/api/driver/commands',
)
export const reportPositions = route<typeof contract.reportPositions>(
  'tracking.report-positions',
  'POST',
  '/api/driver/positions',
  { isKeyless: true },
)
export const runIntegrity = route<typeof contract.runIntegrity>('admin.integrity', 'GET', '/api/integrity')
export const signDayClose = route<typeof contract.signDayClose>(
  'deliveries.sign-day-close',
  'POST',
  '/api/day-closes/:id/sign',
)
export const uploadFile = route<typeof contract.uploadFile>('files.upload', 'PUT', '/api/files/:id/content', {
  transfer: 'upload',
  isKeyless: true,
})
export const uploadList = route<typeof contract.uploadList>(
  'imports.upload-list',
  'GET',
  '/api/exports/upload-list',
  { transfer: 'download' },
)
