import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { orderStates } from '../states.ts'
import {
  dateSchema,
  idParamsSchema,
  idSchema,
  instantSchema,
  ntdSchema,
  pageQuerySchema,
  prioritySchema,
  productCodeSchema,
  slotSchema,
  versionSchema,
} from './shared.ts'

const orderStateSchema = z.enum(
  Object.keys(orderStates) as [keyof typeof orderStates, ...(keyof typeof orderStates)[]],
)
export const orderSchema = z.object({
  id: idSchema,
  number: z.int(),
  siteId: idSchema,
  customerCode: z.string(),
  shortName: z.string(),
  zone: z.string().nullable(),
  source: z.enum(['phone', 'line', 'web', 'counter', 'recurring', 'due_list']),
  state: orderStateSchema,
  requestedOn: dateSchema,
  slot: slotSchema,
  windowFromMinute: z.int().nullable(),
  windowToMinute: z.int().nullable(),
  priority: prioritySchema,
  note: z.string(),
  version: versionSchema,
  createdAt: instantSchema,
  lines: z.array(z.object({ product: productCodeSchema, quantity: z.int(), unitPriceNtd: ntdSchema })),
  changes: z.array(
    z.object({
      from: z.string().nullable(),
      to: z.string(),
      at: instantSchema,
      by: z.string().nullable(),
      reason: z.string(),
    }),
  ),
})
export type OrderView = z.output<typeof orderSchema>
export const placeOrder = endpoint({
  id: 'orders.place',
  method: 'POST',
  path: '/api/orders',
  access: 'orders.write',
  summary: 'A new order; its id is made by the sender',
  body: z.object({
    id: idSchema,
    siteId: idSchema,
    source: z.enum(['phone', 'line', 'web', 'counter']).default('phone'),
    requestedOn: dateSchema,
    slot: slotSchema.default('any'),
    windowFromMinute: z.int().min(0).max(1439).optional(),
    windowToMinute: z.int().min(1).max(1440).optional(),
    priority: prioritySchema.default('normal'),
    note: z.string().max(300).default(''),
    lines: z
      .array(z.object({ product: productCodeSchema, quantity: z.int().min(1).max(200) }))
      .min(1)
      .max(16),
    isDuplicateAccepted: z.boolean().default(false),
  }),
  answer: orderSchema,
  codes: [
    'orders.site-not-found',
    'orders.customer-terminated',
    'orders.date-past',
    'orders.duplicate',
    'orders.product-not-priced',
    'orders.window-empty',
  ],
})
export const listOrders = endpoint({
  id: 'orders.list',
  method: 'GET',
  path: '/api/orders',
  access: 'orders.read',
  summary: 'Orders of a day or a site',
  query: pageQuerySchema.extend({
    date: dateSchema.optional(),
    siteId: idSchema.optional(),
    state: orderStateSchema.optional(),
  }),
  answer: z.object({ orders: z.array(orderSchema), nextCursor: z.string().nullable() }),
})
export const changeOrderState = endpoint({
  id: 'orders.change-state',
  method: 'POST',
  path: '/api/orders/:id/state',
  access: 'orders.write',
  summary: 'Confirm or cancel an order, by the state table',
  params: idParamsSchema,
  body: z.object({
    to: z.enum(['confirmed', 'cancelled']),
    reason: z.string().trim().max(200).default(''),
    version: versionSchema,
  }),
  answer: orderSchema,
  codes: ['orders.not-found', 'orders.state-not-allowed', 'orders.reason-missing', 'request.stale-version'],
})
