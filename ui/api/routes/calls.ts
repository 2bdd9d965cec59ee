import type * as contract from '@luckygas/contract/endpoints/calls.ts'
import { route } from '../route.ts'

export const findCallers = route<typeof contract.findCallers>('calls.find-callers', 'GET', '/api/callers')
export const getExtension = route<typeof contract.getExtension>(
  'calls.get-extension',
  'GET',
  '/api/calls/extension',
)
export const linkPhone = route<typeof contract.linkPhone>(
  'calls.link-phone',
  'PUT',
  '/api/customers/:code/phones',
)
export const listCalls = route<typeof contract.listCalls>('calls.list', 'GET', '/api/calls')
export const listLiveCalls = route<typeof contract.listLiveCalls>('calls.list-live', 'GET', '/api/calls/live')
export const reportCall = route<typeof contract.reportCall>('calls.report', 'POST', '/api/calls/events', {
  isKeyless: true,
})
export const setExtension = route<typeof contract.setExtension>(
  'calls.set-extension',
  'PUT',
  '/api/calls/extension',
)
export const settleCall = route<typeof contract.settleCall>('calls.settle', 'POST', '/api/calls/:id/settle')
export const takeCall = route<typeof contract.takeCall>('calls.take', 'POST', '/api/calls/:id/take')
export const unlinkPhone = route<typeof contract.unlinkPhone>(
  'calls.unlink-phone',
  'DELETE',
  '/api/customers/:code/phones/:digits',
)
