import type * as contract from '@luckygas/contract/endpoints/imports.ts'
import { route } from '../route.ts'

export const decideImportConflict = route<typeof contract.decideImportConflict>(
  'imports.decide-conflict',
  'POST',
  '/api/imports/conflicts/:id/decide',
)
export const getImport = route<typeof contract.getImport>('imports.get', 'GET', '/api/imports/:id')
export const listImportChanges = route<typeof contract.listImportChanges>(
  'imports.list-changes',
  'GET',
  '/api/imports/:id/changes',
)
export const listImportConflicts = route<typeof contract.listImportConflicts>(
  'imports.list-conflicts',
  'GET',
  '/api/imports/conflicts',
)
export const listImportFindings = route<typeof contract.listImportFindings>(
  'imports.list-findings',
  'GET',
  '/api/imports/:id/findings',
)
export const listImports = route<typeof contract.listImports>('imports.list', 'GET', '/api/imports')
export const startImport = route<typeof contract.startImport>('imports.start', 'POST', '/api/imports')
