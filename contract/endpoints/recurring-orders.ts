import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { orderStates } from '../states.ts'
import { linesSchema, noteSchema } from './orders.ts'
import {
  dateSchema,
  idParamsSchema,
  idSchema,
  pageQuerySchema,
  productCodeSchema,
  slotSchema,
  versionSchema,
} from './shared.ts'

/** Which days an agreement names. Weekdays are a set of bits: bit 0 Monday … bit 6 Sunday. */
const rhythmSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('weekly'), weekdays: z.int().min(1).max(127) }),
  /** A day that a month does not have is its last one. */
  z.object({ kind: z.literal('monthly'), monthDay: z.int().min(1).max(31) }),
  /** Counted from the first day of the agreement. */
  z.object({ kind: z.literal('every_days'), everyDays: z.int().min(2).max(365) }),
])
export type Rhythm = z.output<typeof rhythmSchema>

const termsFields = {
  rhythm: rhythmSchema,
  startsOn: dateSchema,
  endsOn: dateSchema.nullable(),
  slot: slotSchema,
  note: noteSchema,
  lines: linesSchema,
}
/** One day of an agreement and what became of it. */
const daySchema = z.object({
  /** The day the agreement names. */
  plannedOn: dateSchema,
  /** The day somebody comes: a closed day moves to the next open one; null where none is left before the next turn. */
  deliverOn: dateSchema.nullable(),
  order: z
    .object({
      id: idSchema,
      number: z.int(),
      state: z.enum(Object.keys(orderStates) as [keyof typeof orderStates, ...(keyof typeof orderStates)[]]),
    })
    .nullable(),
  /** Why no order was made: `by-hand`, `closed`, or the code of the refusal; null where none was refused. */
  skippedBecause: z.string().nullable(),
})
const recurringOrderSchema = z.object({
  id: idSchema,
  siteId: idSchema,
  customerCode: z.string(),
  shortName: z.string(),
  address: z.string(),
  ...termsFields,
  lines: z.array(z.object({ product: productCodeSchema, quantity: z.int() })),
  status: z.enum(['active', 'paused', 'ended']),
  version: versionSchema,
  /** The last few days and the next ones, in their order. */
  days: z.array(daySchema),
})
export type RecurringOrderView = z.output<typeof recurringOrderSchema>

export const listRecurringOrders = endpoint({
  id: 'recurring-orders.list',
  method: 'GET',
  path: '/api/recurring-orders',
  access: 'orders.read',
  summary: 'Agreements from which orders are made, those in force first',
  query: pageQuerySchema.extend({ siteId: idSchema.optional() }),
  answer: z.object({ recurringOrders: z.array(recurringOrderSchema), nextCursor: z.string().nullable() }),
})
export const createRecurringOrder = endpoint({
  id: 'recurring-orders.create',
  method: 'POST',
  path: '/api/recurring-orders',
  access: 'orders.write',
  summary: 'A new agreement; the orders of its first days are made at once',
  body: z.object({ id: idSchema, siteId: idSchema, ...termsFields }),
  answer: recurringOrderSchema,
  codes: [
    'orders.site-not-found',
    'orders.customer-terminated',
    'orders.product-not-priced',
    'recurring.already-made',
    'recurring.ends-before-start',
  ],
})
export const editRecurringOrder = endpoint({
  id: 'recurring-orders.edit',
  method: 'PATCH',
  path: '/api/recurring-orders/:id',
  access: 'orders.write',
  summary: 'Other terms from now on; orders that were made already stay as they are',
  params: idParamsSchema,
  body: z.object({ version: versionSchema, ...termsFields }),
  answer: recurringOrderSchema,
  codes: [
    'recurring.not-found',
    'recurring.ends-before-start',
    'orders.product-not-priced',
    'request.stale-version',
  ],
})
export const changeRecurringOrder = endpoint({
  id: 'recurring-orders.change-state',
  method: 'POST',
  path: '/api/recurring-orders/:id/state',
  access: 'orders.write',
  summary: 'Pause, resume or end an agreement',
  params: idParamsSchema,
  body: z.object({ to: z.enum(['active', 'paused', 'ended']), version: versionSchema }),
  answer: recurringOrderSchema,
  codes: ['recurring.not-found', 'recurring.ended', 'request.stale-version'],
})
export const decideRecurringDay = endpoint({
  id: 'recurring-orders.decide-day',
  method: 'PUT',
  path: '/api/recurring-orders/:id/days/:date',
  access: 'orders.write',
  summary: 'Leave out one day in advance, or have it after all',
  params: z.object({ id: idSchema, date: dateSchema }),
  body: z.object({ isSkipped: z.boolean(), isDuplicateAccepted: z.boolean().default(false) }),
  answer: recurringOrderSchema,
  codes: ['recurring.not-found', 'recurring.no-such-day', 'recurring.day-made', 'orders.duplicate'],
})
