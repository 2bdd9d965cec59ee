import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { conflictKinds, platesSchema } from '../messages/driver-commands.ts'
import { noteSchema } from './orders.ts'
import {
  cylinderTypeSchema,
  dateSchema,
  idParamsSchema,
  idSchema,
  instantSchema,
  ntdSchema,
  productCodeSchema,
} from './shared.ts'

const countSchema = z.int().min(0).max(200)
const paymentSchema = z.enum(['cash', 'transfer', 'monthly', 'short'])
const counterSaleSchema = z.object({
  /** Of the order that the sale delivered. */
  id: idSchema,
  number: z.int(),
  at: instantSchema,
  siteId: idSchema,
  customerCode: z.string(),
  shortName: z.string(),
  lines: z.array(z.object({ product: productCodeSchema, fullOut: z.int(), emptyIn: z.int() })),
  payment: paymentSchema,
  amountDueNtd: ntdSchema,
  amountPaidNtd: ntdSchema,
  residualCreditNtd: ntdSchema,
  depositRefundNtd: ntdSchema,
  note: z.string(),
  soldBy: z.string(),
  isVoid: z.boolean(),
})
export type CounterSaleView = z.output<typeof counterSaleSchema>

export const getCounterDesk = endpoint({
  id: 'counter.get-desk',
  method: 'GET',
  path: '/api/counter',
  access: 'orders.read',
  summary: 'The counter of a depot on a day: fulls on the shelf by the books, and what was sold',
  query: z.object({ date: dateSchema.optional() }),
  answer: z.object({
    /** Fulls by type; may be below zero where the books are wrong. */
    fulls: z.partialRecord(cylinderTypeSchema, z.int()),
    sales: z.array(counterSaleSchema),
    /** Cash taken over the counter that day and not given back. */
    cashNtd: ntdSchema,
  }),
})
export const sellAtCounter = endpoint({
  id: 'counter.sell',
  method: 'POST',
  path: '/api/counter/sales',
  access: 'orders.write',
  summary: 'A sale or a return of empties at the counter: the order is placed, handed over and paid in one',
  body: z.object({
    /** Of the order; made by the sender. */
    id: idSchema,
    siteId: idSchema,
    lines: z
      .array(
        z.object({
          product: productCodeSchema,
          fullOut: countSchema,
          emptyIn: countSchema,
          /** Empties that did not come and for which 押瓶費 is taken; the rest is owed. */
          depositsTaken: countSchema,
        }),
      )
      .min(1)
      .max(16)
      .refine(lines => lines.some(line => line.fullOut + line.emptyIn > 0), { message: 'nothing moves' }),
    /** 退押: what is given back of the deposits the books hold for the site; lowers the amount due. */
    depositRefundNtd: ntdSchema.default('0'),
    residuals: z
      .array(
        z.object({
          id: idSchema,
          cylinderType: cylinderTypeSchema,
          grossGrams: z.int().min(0).max(200_000),
          tareGrams: z.int().min(0).max(100_000),
        }),
      )
      .max(40)
      .default([]),
    plates: platesSchema,
    payment: paymentSchema,
    /** The amount that was shown; another one is refused. */
    amountDueNtd: ntdSchema,
    /** What was taken where the customer pays `short`; everything is paid by cash, nothing yet by the others. */
    amountPaidNtd: ntdSchema.default('0'),
    note: noteSchema.default(''),
    /** A person has seen the open order of about the same day and sells all the same. */
    isDuplicateAccepted: z.boolean().default(false),
    /** A person has looked at the shelf, whatever the books say. */
    isStockAccepted: z.boolean().default(false),
  }),
  answer: z.object({
    sale: counterSaleSchema,
    /** What the office is asked about this sale afterwards. */
    questions: z.array(z.enum(conflictKinds)),
  }),
  codes: [
    'counter.stock-short',
    'counter.amount-changed',
    'counter.overpaid',
    'counter.deposit-short',
    'orders.already-placed',
    'counter.metered',
    'counter.walk-in-pays',
    'orders.site-not-found',
    'orders.customer-terminated',
    'orders.duplicate',
    'orders.product-not-priced',
  ],
})
export const voidCounterSale = endpoint({
  id: 'counter.void',
  method: 'POST',
  path: '/api/counter/sales/:id/void',
  access: 'orders.write',
  summary: 'Take back a sale of today: cylinders, cash and order',
  params: idParamsSchema,
  body: z.object({ reason: z.string().trim().min(1).max(200) }),
  answer: counterSaleSchema,
  codes: ['counter.not-found', 'counter.already-void', 'counter.not-today'],
})
export const findWalkIn = endpoint({
  id: 'counter.walk-in',
  method: 'POST',
  path: '/api/counter/walk-in',
  access: 'orders.write',
  summary: 'The customer 門市散客 under whom people without a card buy; made when first needed',
  answer: z.object({ code: z.string(), siteId: idSchema }),
})
