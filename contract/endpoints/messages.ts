import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { idSchema, instantSchema, okSchema } from './shared.ts'

/** Longest message in characters; two screens of a phone, and no place for a document. */
export const longestMessage = 500
const bodySchema = z.string().trim().min(1).max(longestMessage)

export const messageSchema = z.object({
  id: idSchema,
  /** Place in the driver's thread, from 1, without gaps. */
  sequence: z.int(),
  side: z.enum(['office', 'driver']),
  authorName: z.string(),
  body: z.string(),
  isUrgent: z.boolean(),
  isBroadcast: z.boolean(),
  stopId: idSchema.nullable(),
  /** Name of the site at that stop. */
  stopName: z.string().nullable(),
  orderId: idSchema.nullable(),
  /** The phone's clock when the driver wrote it. */
  writtenAt: instantSchema.nullable(),
  sentAt: instantSchema,
  /** It is on the other side's screen or phone. */
  deliveredAt: instantSchema.nullable(),
  readAt: instantSchema.nullable(),
  acknowledgedAt: instantSchema.nullable(),
})
export type Message = z.output<typeof messageSchema>
const phraseSchema = z.object({
  code: z.string(),
  side: z.enum(['office', 'driver']),
  body: z.string(),
  bodyEn: z.string(),
  isUrgent: z.boolean(),
})

export const readDriverMessages = endpoint({
  id: 'messages.read-driver-messages',
  method: 'GET',
  path: '/api/driver/messages',
  access: 'driver.work',
  summary: 'The newest messages of the driver’s own thread, oldest first, and the phrases of the trade',
  answer: z.object({ messages: z.array(messageSchema), phrases: z.array(phraseSchema) }),
  codes: ['messages.not-a-driver'],
})
export const sendDriverMessage = endpoint({
  id: 'messages.send-driver-message',
  method: 'POST',
  path: '/api/driver/messages',
  access: 'driver.work',
  summary: 'A message to the office, written offline maybe; its id is the Idempotency-Key',
  body: z.object({
    id: idSchema,
    body: bodySchema,
    stopId: idSchema.nullable().default(null),
    writtenAt: instantSchema,
  }),
  answer: messageSchema,
  codes: ['messages.not-a-driver', 'messages.driver-not-found', 'messages.empty'],
})
export const markDriverMessages = endpoint({
  id: 'messages.mark-driver-messages',
  method: 'POST',
  path: '/api/driver/messages/marks',
  access: 'driver.work',
  summary:
    'How far the office’s messages have reached the phone and its driver; saying it twice changes nothing',
  body: z.object({
    deliveredUpTo: z.int().min(0),
    readUpTo: z.int().min(0),
    acknowledged: z.array(idSchema).max(50).default([]),
  }),
  answer: okSchema,
  codes: ['messages.not-a-driver'],
})
export const listThreads = endpoint({
  id: 'messages.list-threads',
  method: 'GET',
  path: '/api/messages/threads',
  access: 'messages.read',
  summary:
    'Every driver with the last words exchanged, what is unread, and urgent words not yet acknowledged',
  answer: z.object({
    threads: z.array(
      z.object({
        driverId: idSchema,
        driverName: z.string(),
        letter: z.string(),
        last: messageSchema.nullable(),
        unread: z.int(),
        unacknowledged: z.int(),
      }),
    ),
    phrases: z.array(phraseSchema),
  }),
})
export const readThread = endpoint({
  id: 'messages.read-thread',
  method: 'GET',
  path: '/api/messages',
  access: 'messages.read',
  summary: 'A thread, oldest first; `before` pages into the past',
  query: z.object({ driverId: idSchema, before: z.coerce.number().int().min(1).optional() }),
  answer: z.object({ messages: z.array(messageSchema), hasOlder: z.boolean() }),
  codes: ['messages.driver-not-found'],
})
export const sendMessage = endpoint({
  id: 'messages.send',
  method: 'POST',
  path: '/api/messages',
  access: 'messages.send',
  summary: 'A message to drivers; without any named, to every driver of the depot',
  body: z.object({
    id: idSchema,
    driverIds: z.array(idSchema).min(1).max(200).nullable(),
    body: bodySchema,
    isUrgent: z.boolean().default(false),
    stopId: idSchema.nullable().default(null),
    orderId: idSchema.nullable().default(null),
  }),
  answer: z.object({ messageIds: z.array(idSchema) }),
  codes: ['messages.driver-not-found', 'messages.nobody-to-tell', 'messages.empty'],
})
export const markThreadRead = endpoint({
  id: 'messages.mark-read',
  method: 'POST',
  path: '/api/messages/read',
  access: 'messages.send',
  summary: 'The office has read a driver’s messages up to here',
  body: z.object({ driverId: idSchema, readUpTo: z.int().min(0) }),
  answer: okSchema,
  codes: ['messages.driver-not-found'],
})
