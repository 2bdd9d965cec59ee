import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import {
  dateSchema,
  idParamsSchema,
  idSchema,
  instantSchema,
  ntdSchema,
  okSchema,
  pageQuerySchema,
  productCodeSchema,
  versionSchema,
} from './shared.ts'

export const priceUnitSchema = z.enum(['cylinder', 'kg', 'm3'])
export const ruleKindSchema = z.enum(['contract', 'customer', 'promotion', 'volume'])
export const priceKindSchema = z.enum(['contract', 'customer', 'promotion', 'volume', 'list'])
const customerKindSchema = z.enum(['commercial', 'household'])

/** One price that was considered, and why it is the price or is not. */
export const priceStepSchema = z.object({
  rule: priceKindSchema,
  ruleId: idSchema.nullable(),
  outcome: z.enum([
    'applied',
    'outranked',
    'not-yet',
    'ended',
    'too-few',
    'other-site',
    'other-kind',
    'no-list-price',
  ]),
  unitPriceNtd: ntdSchema.nullable(),
  effect: z.enum(['fixed', 'off']),
  amountNtd: ntdSchema,
  amountUnit: priceUnitSchema,
  minQuantity: z.int(),
  validFrom: dateSchema,
  validTo: dateSchema.nullable().describe('first day on which it no longer holds'),
  reason: z.string(),
})
export const pricedLineSchema = z.object({
  product: productCodeSchema,
  quantity: z.int(),
  isPriced: z.boolean(),
  unitPriceNtd: ntdSchema,
  unit: priceUnitSchema,
  doorPriceNtd: ntdSchema.describe(
    'for one full cylinder at the door; 0 where the gas is billed by the meter',
  ),
  depositNtd: ntdSchema,
  rule: priceKindSchema,
  ruleId: idSchema.nullable(),
  steps: z.array(priceStepSchema),
})
export type PricedLineView = z.output<typeof pricedLineSchema>
export const quotePrices = endpoint({
  id: 'catalogue.quote',
  method: 'POST',
  path: '/api/prices/quote',
  access: 'products.read',
  summary: 'What lines cost a customer at a site on a day, and why',
  isKeyless: true,
  body: z.object({
    customerId: idSchema.nullable().default(null),
    siteId: idSchema.nullable().default(null),
    on: dateSchema,
    lines: z
      .array(z.object({ product: productCodeSchema, quantity: z.int().min(1).max(10_000) }))
      .min(1)
      .max(40),
  }),
  answer: z.object({ lines: z.array(pricedLineSchema) }),
})

export const priceRuleSchema = z.object({
  id: idSchema,
  kind: ruleKindSchema,
  product: productCodeSchema,
  customer: z.object({ id: idSchema, code: z.string(), shortName: z.string() }).nullable(),
  siteId: idSchema.nullable(),
  customerKind: customerKindSchema.nullable(),
  minQuantity: z.int(),
  effect: z.enum(['fixed', 'off']),
  amountNtd: ntdSchema,
  unit: priceUnitSchema,
  validFrom: dateSchema,
  validTo: dateSchema.nullable(),
  reason: z.string(),
  version: versionSchema,
  createdAt: instantSchema,
  createdBy: z.string().nullable(),
})
export type PriceRuleView = z.output<typeof priceRuleSchema>
export const listPriceRules = endpoint({
  id: 'catalogue.list-rules',
  method: 'GET',
  path: '/api/prices/rules',
  access: 'products.read',
  summary: 'Contract, special, promotion and volume prices, the newest first',
  query: pageQuerySchema.extend({
    customerId: idSchema.optional(),
    product: productCodeSchema.optional(),
    kind: ruleKindSchema.optional(),
    isPastShown: z.enum(['true', 'false']).default('false'),
  }),
  answer: z.object({ rules: z.array(priceRuleSchema), nextCursor: z.string().nullable() }),
})
export const addPriceRule = endpoint({
  id: 'catalogue.add-rule',
  method: 'POST',
  path: '/api/prices/rules',
  access: 'products.edit',
  summary: 'A price above the list, from a day on; its id is made by the sender',
  body: z.object({
    id: idSchema,
    kind: ruleKindSchema,
    product: productCodeSchema,
    customerCode: z.string().max(20).nullable().default(null),
    siteId: idSchema.nullable().default(null),
    customerKind: customerKindSchema.nullable().default(null),
    minQuantity: z.int().min(1).max(10_000).default(1),
    effect: z.enum(['fixed', 'off']),
    amountNtd: ntdSchema,
    unit: priceUnitSchema,
    validFrom: dateSchema,
    validTo: dateSchema.nullable().default(null),
    reason: z.string().trim().min(1).max(200),
  }),
  answer: priceRuleSchema,
  codes: [
    'catalogue.price-in-past',
    'catalogue.rule-overlaps',
    'catalogue.customer-not-found',
    'catalogue.rule-not-found',
  ],
})
export const endPriceRule = endpoint({
  id: 'catalogue.end-rule',
  method: 'POST',
  path: '/api/prices/rules/:id/end',
  access: 'products.edit',
  summary: 'Ends a rule: `on` is the first day on which it no longer holds',
  params: idParamsSchema,
  body: z.object({ on: dateSchema, reason: z.string().trim().min(1).max(200), version: versionSchema }),
  answer: okSchema,
  codes: ['catalogue.rule-not-found', 'catalogue.price-in-past', 'request.stale-version'],
})

export const listPriceHistory = endpoint({
  id: 'catalogue.price-history',
  method: 'GET',
  path: '/api/prices/history',
  access: 'products.read',
  summary: 'List prices of two years and those already announced, by product, the newest first',
  answer: z.object({
    since: dateSchema,
    prices: z.array(
      z.object({
        product: productCodeSchema,
        effectiveFrom: dateSchema,
        unitPriceNtd: ntdSchema,
        unit: priceUnitSchema,
        depositNtd: ntdSchema,
        source: z.string(),
        setAt: instantSchema,
      }),
    ),
  }),
})
export const getPriceBoard = endpoint({
  id: 'catalogue.price-board',
  method: 'GET',
  path: '/api/prices/board',
  access: 'products.read',
  summary:
    '價目表: what the law has a shop show: today’s price by size, by the cubic metre with two months before',
  answer: z.object({
    company: z.string(),
    on: dateSchema,
    cylinders: z.array(
      z.object({ product: productCodeSchema, label: z.string(), unitPriceNtd: ntdSchema, since: dateSchema }),
    ),
    metered: z.array(
      z.object({
        product: productCodeSchema,
        label: z.string(),
        unit: priceUnitSchema,
        unitPriceNtd: ntdSchema,
        months: z.array(z.object({ month: z.string(), unitPriceNtd: ntdSchema.nullable() })),
      }),
    ),
  }),
})

const updateChoiceSchema = z.object({
  effectiveFrom: dateSchema,
  change: z.object({ amountNtd: ntdSchema, per: z.enum(['kg', 'cylinder', 'm3']) }),
  products: z.array(productCodeSchema).min(1).max(16),
  withRules: z.boolean().describe('also fixed contract and customer prices of these products'),
})
export const priceUpdateRowSchema = z.object({
  product: productCodeSchema,
  rule: z
    .object({ id: idSchema, kind: ruleKindSchema, customer: z.string(), isSite: z.boolean() })
    .nullable()
    .describe('null: the list price'),
  unit: priceUnitSchema,
  oldNtd: ntdSchema,
  newNtd: ntdSchema,
  until: dateSchema.nullable().describe('a later price is already announced from this day on'),
})
export const previewPriceUpdate = endpoint({
  id: 'catalogue.preview-update',
  method: 'POST',
  path: '/api/prices/updates/preview',
  access: 'products.edit',
  summary: 'Every row that a change of the supplier price would move, old and new; nothing is written',
  isKeyless: true,
  body: updateChoiceSchema,
  answer: z.object({ rows: z.array(priceUpdateRowSchema), fingerprint: z.string() }),
  codes: ['catalogue.price-in-past', 'catalogue.nothing-to-update', 'catalogue.price-below-zero'],
})
export const applyPriceUpdate = endpoint({
  id: 'catalogue.apply-update',
  method: 'POST',
  path: '/api/prices/updates',
  access: 'products.edit',
  summary: 'Writes all rows of a preview at once, or none where prices have changed since',
  body: updateChoiceSchema.extend({
    id: idSchema,
    reason: z.string().trim().min(1).max(200),
    fingerprint: z.string().max(80),
  }),
  answer: z.object({ id: idSchema, rows: z.int() }),
  codes: [
    'catalogue.price-in-past',
    'catalogue.prices-changed',
    'catalogue.nothing-to-update',
    'catalogue.price-below-zero',
  ],
})
export const undoPriceUpdate = endpoint({
  id: 'catalogue.undo-update',
  method: 'POST',
  path: '/api/prices/updates/:id/undo',
  access: 'products.edit',
  summary:
    'Sets every row back to what it was, by an update of its own; from today where the first already holds',
  params: idParamsSchema,
  body: z.object({ id: idSchema }),
  answer: z.object({ id: idSchema, rows: z.int() }),
  codes: ['catalogue.update-not-found', 'catalogue.prices-changed', 'catalogue.update-undone'],
})
export const listPriceUpdates = endpoint({
  id: 'catalogue.list-updates',
  method: 'GET',
  path: '/api/prices/updates',
  access: 'products.read',
  summary: 'The latest updates, with their rows',
  answer: z.object({
    updates: z.array(
      z.object({
        id: idSchema,
        effectiveFrom: dateSchema,
        reason: z.string(),
        at: instantSchema,
        by: z.string().nullable(),
        undoesId: idSchema.nullable(),
        undoneById: idSchema.nullable(),
        rows: z.array(priceUpdateRowSchema),
      }),
    ),
  }),
})
