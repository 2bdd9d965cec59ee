import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { cancelCauses, emergencyLevels, orderPayments } from '../order-edits.ts'
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
const emergencyLevelSchema = z.literal(emergencyLevels)
export const linesSchema = z
  .array(z.object({ product: productCodeSchema, quantity: z.int().min(1).max(200) }))
  .min(1)
  .max(16)
/** How this order is paid; null is as the customer settles. */
const orderPaymentSchema = z.enum(orderPayments).nullable()
export const noteSchema = z.string().max(300)
const windowFields = {
  windowFromMinute: z.int().min(0).max(1439).optional(),
  windowToMinute: z.int().min(1).max(1440).optional(),
}
/** One change of an order: a state, an edit of fields, or a split. */
const orderChangeSchema = z.object({
  kind: z.enum(['state', 'edit', 'split']),
  from: z.string().nullable(),
  to: z.string(),
  at: instantSchema,
  by: z.string().nullable(),
  reason: z.string(),
  what: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
})
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
  emergencyLevel: emergencyLevelSchema.nullable(),
  /** When help must be there; emergencies only. */
  dueBy: instantSchema.nullable(),
  note: z.string(),
  payment: orderPaymentSchema,
  /** How the customer settles otherwise. */
  settlement: z.enum(['cash', 'monthly', 'collect']).nullable(),
  /** 收空: the lines are empties to fetch, nothing is brought and nothing is due. */
  isCollection: z.boolean(),
  version: versionSchema,
  createdAt: instantSchema,
  splitFrom: idSchema.nullable(),
  cancelCause: z.enum(cancelCauses).nullable(),
  cancelFeeNtd: ntdSchema.nullable(),
  lines: z.array(
    z.object({
      product: productCodeSchema,
      quantity: z.int(),
      unitPriceNtd: ntdSchema,
      priceSource: z.string(),
    }),
  ),
  changes: z.array(orderChangeSchema),
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
    ...windowFields,
    priority: prioritySchema.default('normal'),
    emergencyLevel: emergencyLevelSchema.optional(),
    note: noteSchema.default(''),
    payment: orderPaymentSchema.default(null),
    isCollection: z.boolean().default(false),
    lines: linesSchema,
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
export const listEmergencies = endpoint({
  id: 'orders.list-emergencies',
  method: 'GET',
  path: '/api/orders/emergencies',
  access: 'orders.read',
  summary: 'Open emergencies, the most pressing first',
  answer: z.object({ orders: z.array(orderSchema) }),
})
export const getOrder = endpoint({
  id: 'orders.get',
  method: 'GET',
  path: '/api/orders/:id',
  access: 'orders.read',
  summary: 'One order with everything that happened to it',
  params: idParamsSchema,
  answer: orderSchema,
  codes: ['orders.not-found'],
})
export const getOrderDesk = endpoint({
  id: 'orders.get-desk',
  method: 'GET',
  path: '/api/sites/:id/order-desk',
  access: 'orders.read',
  summary: 'What a clerk must see before ordering for a site: open orders, debt, deposits, the usual order',
  params: idParamsSchema,
  answer: z.object({
    openOrders: z.array(orderSchema),
    owedNtd: ntdSchema,
    depositNtd: ntdSchema,
    lastOrder: orderSchema.nullable(),
    emergencyMinutes: z.object({ 1: z.int(), 2: z.int(), 3: z.int(), 4: z.int() }),
  }),
  codes: ['orders.site-not-found'],
})
export const editOrder = endpoint({
  id: 'orders.edit',
  method: 'PATCH',
  path: '/api/orders/:id',
  access: 'orders.write',
  summary: 'Change goods, day, slot, urgency, payment or note of an order, by the table of edits',
  params: idParamsSchema,
  body: z.object({
    version: versionSchema,
    lines: linesSchema.optional(),
    requestedOn: dateSchema.optional(),
    slot: slotSchema.optional(),
    priority: prioritySchema.optional(),
    emergencyLevel: emergencyLevelSchema.optional(),
    note: noteSchema.optional(),
    payment: orderPaymentSchema.optional(),
    reason: z.string().trim().max(200).default(''),
  }),
  answer: orderSchema,
  codes: [
    'orders.not-found',
    'orders.edit-not-allowed',
    'orders.date-past',
    'orders.product-not-priced',
    'request.stale-version',
  ],
})
export const splitOrder = endpoint({
  id: 'orders.split',
  method: 'POST',
  path: '/api/orders/:id/split',
  access: 'orders.write',
  summary: 'Part of an order on another day or to another site of the customer, as an order of its own',
  params: idParamsSchema,
  body: z.object({
    /** Of the new order. */
    id: idSchema,
    version: versionSchema,
    lines: linesSchema,
    siteId: idSchema.optional(),
    requestedOn: dateSchema,
    slot: slotSchema.default('any'),
    reason: z.string().trim().max(200).default(''),
  }),
  answer: z.object({ order: orderSchema, part: orderSchema }),
  codes: [
    'orders.not-found',
    'orders.edit-not-allowed',
    'orders.split-empty',
    'orders.split-other-customer',
    'orders.date-past',
    'request.stale-version',
  ],
})
const cancelCauseSchema = z.enum(cancelCauses)
export const quoteCancel = endpoint({
  id: 'orders.quote-cancel',
  method: 'GET',
  path: '/api/orders/:id/cancel-quote',
  access: 'orders.read',
  summary: 'What cancelling would cost now, and why',
  params: idParamsSchema,
  query: z.object({ cause: cancelCauseSchema.default('customer') }),
  answer: z.object({
    feeNtd: ntdSchema,
    step: z.enum(['waived', 'draft', 'before_cut_off', 'after_cut_off', 'assigned', 'en_route', 'failed']),
    cutOffAt: instantSchema,
    baseNtd: ntdSchema,
    share: z.number(),
    goodsNtd: ntdSchema,
    goodsShare: z.number(),
  }),
  codes: ['orders.not-found'],
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
    cause: cancelCauseSchema.default('customer'),
    /** The fee that was shown; cancelling is refused when it is another by now. */
    agreedFeeNtd: ntdSchema.default('0'),
    version: versionSchema,
  }),
  answer: orderSchema,
  codes: [
    'orders.not-found',
    'orders.state-not-allowed',
    'orders.reason-missing',
    'orders.fee-changed',
    'request.stale-version',
  ],
})
