import type * as contract from '@luckygas/contract/endpoints/messages.ts'
import { route } from '../route.ts'

export const listThreads = route<typeof contract.listThreads>(
  'messages.list-threads',
  'GET',
  '/api/messages/threads',
)
export const markDriverMessages = route<typeof contract.markDriverMessages>(
  'messages.mark-driver-messages',
  'POST',
  '/api/driver/messages/marks',
)
export const markThreadRead = route<typeof contract.markThreadRead>(
  'messages.mark-read',
  'POST',
  '/api/messages/read',
)
export const readDriverMessages = route<typeof contract.readDriverMessages>(
  'messages.read-driver-messages',
  'GET',
  '/api/driver/messages',
)
export const readThread = route<typeof contract.readThread>('messages.read-thread', 'GET', '/api/messages')
export const sendDriverMessage = route<typeof contract.sendDriverMessage>(
  'messages.send-driver-message',
  'POST',
  '/api/driver/messages',
)
export const sendMessage = route<typeof contract.sendMessage>('messages.send', 'POST', '/api/messages')
