import { z } from 'zod'
import { idSchema, instantSchema } from '../endpoints/shared.ts'
import { longestSinceMs } from './live-limits.ts'

/**
 * The live socket `/api/live`. The first frame must be `hello`; the server then sends what was missed since the given
 * sequences, in order, and after that what happens. Messages say what changed; clients refetch it. Each stream counts
 * its messages without gaps, so a client that sees sequence n+2 after n resumes from n.
 */
export const helloSchema = z.object({
  type: z.literal('hello'),
  accessToken: z.string().max(4096),
  /** Stream → last sequence seen; absent streams start at the newest. */
  resume: z.record(z.string().max(80), z.int().min(0)).default({}),
  /**
   * How long ago, by a clock that only runs forward, the client began to read what these streams tell about. Absent
   * streams then start there, so that what happened between its first answers and this hello is not lost.
   */
  sinceMs: z.int().min(0).max(longestSinceMs).optional(),
})
export const pingSchema = z.object({ type: z.literal('ping'), at: z.number() })
/** Which page is open, so that others who have it open are told; null for none of interest. */
export const lookSchema = z.object({ type: z.literal('look'), place: z.string().max(40).nullable() })
export const clientFrameSchema = z.discriminatedUnion('type', [helloSchema, pingSchema, lookSchema])
export const welcomeSchema = z.object({
  type: z.literal('welcome'),
  serverNow: instantSchema,
  /** The streams this client may hear, with the newest sequence of each. */
  streams: z.record(z.string(), z.int()),
  /** Streams that start earlier than at their newest, as `sinceMs` asked: the last sequence before what follows. */
  from: z.record(z.string(), z.int()).optional(),
  /** Streams whose missed messages are no longer kept: the client refetches everything. */
  reset: z.array(z.string()),
})
export const eventFrameSchema = z.object({
  type: z.literal('event'),
  stream: z.string(),
  sequence: z.int(),
  kind: z.string(),
  entityId: z.string(),
  payload: z.record(z.string(), z.unknown()),
  at: instantSchema,
})
export const positionFrameSchema = z.object({
  type: z.literal('position'),
  driverId: idSchema,
  latitude: z.number(),
  longitude: z.number(),
  deviceAt: instantSchema,
})
/** Everybody who has the page open now, the asker too; sent on each change. */
export const lookersFrameSchema = z.object({
  type: z.literal('lookers'),
  place: z.string(),
  people: z.array(z.object({ userId: idSchema, name: z.string() })),
})
export const pongSchema = z.object({ type: z.literal('pong'), at: z.number() })
export const serverFrameSchema = z.discriminatedUnion('type', [
  welcomeSchema,
  eventFrameSchema,
  positionFrameSchema,
  lookersFrameSchema,
  pongSchema,
])
export type ServerFrame = z.output<typeof serverFrameSchema>
export type ClientFrame = z.input<typeof clientFrameSchema>

/** The streams: one for a depot's office, one for each driver's phone. */
export const officeStream = (depotId: string) => `office:${depotId}`
export const driverStream = (driverId: string) => `driver:${driverId}`

/** Every kind of event, with what a client refetches on it. */
export const eventKinds = {
  'customers.changed': 'customers',
  'orders.changed': 'orders',
  'due-list.changed': 'due-list',
  'plan.changed': 'board',
  'plan.published': 'board',
  'stop.changed': 'board',
  'run.changed': 'board',
  'running-day.changed': 'running-day',
  'phone.silent': 'running-day',
  'phone.heard': 'running-day',
  'conflict.opened': 'conflicts',
  'conflict.decided': 'conflicts',
  'day-close.changed': 'day-closes',
  'cylinders.moved': 'cylinders',
  'import.progressed': 'imports',
  'driver-day.changed': 'driver-day',
  'users.changed': 'users',
  'catalogue.changed': 'products',
  'message.changed': 'messages',
  'calls.changed': 'calls',
} as const
export type EventKind = keyof typeof eventKinds
