import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { pricedLineSchema } from './prices.ts'
import {
  cylinderCountsSchema,
  cylinderTypeSchema,
  dateSchema,
  idParamsSchema,
  idSchema,
  instantSchema,
  ntdSchema,
  pageQuerySchema,
  pointSchema,
  pointSourceSchema,
  prioritySchema,
  productCodeSchema,
  slotSchema,
  versionSchema,
} from './shared.ts'

export const placedPointSchema = pointSchema.extend({
  source: pointSourceSchema,
  precisionMetres: z.int().nullable(),
})

export const customerRowSchema = z.object({
  id: idSchema,
  code: z.string(),
  kind: z.enum(['commercial', 'household']),
  shortName: z.string(),
  siteId: idSchema,
  zone: z.string().nullable(),
  address: z.string(),
  phones: z.array(z.string()),
  siteType: z.string().nullable(),
  billingMethod: z.enum(['cylinder', 'metered']),
  settlement: z.enum(['cash', 'monthly', 'collect']).nullable(),
  daysLeft: z.number().nullable(),
  isTerminated: z.boolean(),
})
export const listCustomers = endpoint({
  id: 'customers.list',
  method: 'GET',
  path: '/api/customers',
  access: 'customers.read',
  summary: 'Customers by code, name, phone or address',
  query: pageQuerySchema.extend({
    q: z.string().max(80).optional(),
    kind: z.enum(['commercial', 'household']).optional(),
  }),
  answer: z.object({
    customers: z.array(customerRowSchema),
    total: z.int(),
    nextCursor: z.string().nullable(),
  }),
})

export const siteCardSchema = z.object({
  id: idSchema,
  number: z.int(),
  name: z.string(),
  siteType: z.string().nullable(),
  zone: z.string().nullable(),
  address: z.string(),
  point: placedPointSchema.nullable(),
  floor: z.int(),
  hasLift: z.boolean(),
  gateCode: z.string(),
  contactName: z.string(),
  accessNote: z.string(),
  vehicleAccess: z.enum(['truck', 'motorcycle', 'any']),
  acceptHours: z.int(),
  slot: slotSchema,
  closedWeekdays: z.int(),
  closedOnHolidays: z.boolean(),
  isSameDayDelivery: z.boolean(),
  isSameDayVisit: z.boolean(),
  calendar: z.enum(['school', 'market', 'night_market']).nullable(),
  billingMethod: z.enum(['cylinder', 'metered']),
  seriesCapacityGrams: z.int().nullable(),
  reserveGrams: z.int().nullable(),
  changeoverModel: z.string().nullable(),
  isSeriesFiled: z.boolean().nullable(),
  hasTelemetry: z.boolean(),
  isPatrolled: z.boolean(),
  version: versionSchema,
  areas: z.array(
    z.object({ ordinal: z.int(), cylinderType: cylinderTypeSchema, inUse: z.int(), standby: z.int() }),
  ),
  equipment: z.array(z.object({ kind: z.string(), detail: z.string() })),
  closures: z.array(z.object({ id: idSchema, fromDate: dateSchema, toDate: dateSchema, reason: z.string() })),
  held: cylinderCountsSchema,
  forecast: z
    .object({
      asOf: dateSchema,
      dailyUseGrams: z.int(),
      stockGrams: z.int(),
      dueOn: dateSchema,
      runOutOn: dateSchema,
      p10: dateSchema,
      p90: dateSchema,
      earliestOn: dateSchema,
      latestOn: dateSchema,
      evidence: z.enum(['telemetry', 'meter', 'deliveries', 'segment']),
    })
    .nullable(),
  warnings: z.array(
    z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
})
export const customerCardSchema = z.object({
  id: idSchema,
  code: z.string(),
  kind: z.enum(['commercial', 'household']),
  shortName: z.string(),
  invoiceTitle: z.string().nullable(),
  settlement: z.enum(['cash', 'monthly', 'collect']).nullable(),
  statementFile: z.string().nullable(),
  isSubscriber: z.boolean(),
  isTerminated: z.boolean(),
  status: z.enum(['active', 'suspended', 'blacklisted']),
  note: z.string(),
  version: versionSchema,
  phones: z.array(z.object({ digits: z.string(), label: z.string() })),
  sites: z.array(siteCardSchema),
  recentDeliveries: z.array(
    z.object({
      siteId: idSchema,
      date: dateSchema,
      minute: z.int().nullable(),
      source: z.enum(['history', 'luckygas']),
      driver: z.string(),
      /** Over the counter of a depot: nobody drove. */
      isCounter: z.boolean().optional(),
      products: z.partialRecord(productCodeSchema, z.int()),
      /** Empties that came back where nothing was brought. */
      fetched: z.partialRecord(productCodeSchema, z.int()).optional(),
      gasGrams: z.int(),
    }),
  ),
  account: z.object({
    owedNtd: ntdSchema.describe('of all sites; negative is credit'),
    depositsNtd: ntdSchema.nullable().describe('null where no deposit was ever paid'),
  }),
  openOrders: z.array(
    z.object({
      id: idSchema,
      number: z.int(),
      siteId: idSchema,
      state: z.string(),
      requestedOn: dateSchema,
      slot: slotSchema,
      priority: prioritySchema,
      lines: z.array(z.object({ product: productCodeSchema, quantity: z.int(), unitPriceNtd: ntdSchema })),
    }),
  ),
  prices: z
    .array(z.object({ siteId: idSchema, line: pricedLineSchema }))
    .describe('today’s price of one piece of what each site uses'),
  calls: z.array(
    z.object({
      id: idSchema,
      at: instantSchema,
      digits: z.string().nullable(),
      state: z.string(),
      orderId: idSchema.nullable(),
    }),
  ),
  documents: z.array(
    z.object({ fileId: idSchema, purpose: z.enum(['photo', 'signature']), date: dateSchema }),
  ),
  postponements: z.array(
    z.object({
      siteId: idSchema,
      fromDate: dateSchema,
      toDate: dateSchema,
      reason: z.string(),
      at: instantSchema,
    }),
  ),
  history: z.array(
    z.object({
      id: z.string(),
      at: instantSchema,
      action: z.string(),
      by: z.string().nullable(),
      reason: z.string(),
    }),
  ),
})
export type CustomerCardView = z.output<typeof customerCardSchema>
export const getCustomer = endpoint({
  id: 'customers.get',
  method: 'GET',
  path: '/api/customers/:code',
  access: 'customers.read',
  summary: 'The whole customer on one card',
  params: z.object({ code: z.string().min(1).max(20) }),
  answer: customerCardSchema,
  codes: ['customers.not-found'],
})
export const createCustomer = endpoint({
  id: 'customers.create',
  method: 'POST',
  path: '/api/customers',
  access: 'customers.edit',
  summary: 'A new customer with one site',
  body: z.object({
    id: idSchema,
    siteId: idSchema,
    shortName: z.string().trim().min(1).max(60),
    kind: z.enum(['commercial', 'household']),
    phone: z.string().max(20).optional(),
    address: z.string().trim().min(1).max(200),
    zone: z.string().max(20).optional(),
    settlement: z.enum(['cash', 'monthly', 'collect']).default('cash'),
    siteType: z.string().max(20).optional(),
    floor: z.int().min(-5).max(60).default(1),
    hasLift: z.boolean().default(false),
  }),
  answer: customerCardSchema,
})
export const updateSite = endpoint({
  id: 'customers.update-site',
  method: 'PATCH',
  path: '/api/sites/:id',
  access: 'customers.edit',
  summary: 'Acceptance hours, access and supply of a site',
  params: idParamsSchema,
  body: z.object({
    version: versionSchema,
    floor: z.int().min(-5).max(60).optional(),
    hasLift: z.boolean().optional(),
    gateCode: z.string().max(40).optional(),
    contactName: z.string().max(40).optional(),
    accessNote: z.string().max(300).optional(),
    acceptHours: z.int().min(0).max(4095).optional(),
    slot: slotSchema.optional(),
    closedWeekdays: z.int().min(0).max(127).optional(),
    closedOnHolidays: z.boolean().optional(),
    vehicleAccess: z.enum(['truck', 'motorcycle', 'any']).optional(),
  }),
  answer: siteCardSchema,
  codes: ['request.stale-version', 'customers.site-not-found'],
})
export const addClosure = endpoint({
  id: 'customers.add-closure',
  method: 'POST',
  path: '/api/sites/:id/closures',
  access: 'customers.edit',
  summary: 'A temporary closure',
  params: idParamsSchema,
  body: z.object({ id: idSchema, fromDate: dateSchema, toDate: dateSchema, reason: z.string().max(100) }),
  answer: siteCardSchema,
})
export const locateSite = endpoint({
  id: 'customers.locate-site',
  method: 'PUT',
  path: '/api/sites/:id/point',
  access: 'sites.locate',
  summary: 'Staff drag the pin',
  params: idParamsSchema,
  body: pointSchema.extend({ version: versionSchema }),
  answer: siteCardSchema,
  codes: ['request.stale-version', 'customers.site-not-found'],
})
export const listCoarseSites = endpoint({
  id: 'customers.list-coarse-sites',
  method: 'GET',
  path: '/api/sites/coarse',
  access: 'customers.read',
  summary: 'Sites whose point is coarser than a street or missing',
  query: pageQuerySchema,
  answer: z.object({
    sites: z.array(
      z.object({
        id: idSchema,
        customerCode: z.string(),
        shortName: z.string(),
        address: z.string(),
        point: placedPointSchema.nullable(),
        version: versionSchema,
      }),
    ),
    total: z.int(),
    nextCursor: z.string().nullable(),
  }),
})
export const listProducts = endpoint({
  id: 'catalogue.list-products',
  method: 'GET',
  path: '/api/products',
  access: 'products.read',
  summary: 'Products with today’s list price',
  answer: z.object({
    products: z.array(
      z.object({
        code: productCodeSchema,
        cylinderType: cylinderTypeSchema,
        billingMethod: z.enum(['cylinder', 'metered']),
        label: z.string(),
        unitPriceNtd: ntdSchema.nullable(),
        unit: z.enum(['cylinder', 'kg', 'm3']).nullable(),
        depositNtd: ntdSchema.nullable(),
        effectiveFrom: dateSchema.nullable(),
      }),
    ),
  }),
})
export const setPrice = endpoint({
  id: 'catalogue.set-price',
  method: 'PUT',
  path: '/api/products/:code/price',
  access: 'products.edit',
  summary: 'A list price from a day on',
  params: z.object({ code: productCodeSchema }),
  body: z.object({
    effectiveFrom: dateSchema,
    unitPriceNtd: ntdSchema,
    unit: z.enum(['cylinder', 'kg', 'm3']),
    depositNtd: ntdSchema,
    source: z.string().max(100).default('公告牌價'),
  }),
  answer: z.object({ ok: z.literal(true) }),
  codes: ['catalogue.price-in-past'],
})
export const listHolidays = endpoint({
  id: 'calendar.list-holidays',
  method: 'GET',
  path: '/api/holidays',
  access: 'customers.read',
  summary: 'Public holidays of a year',
  query: z.object({ year: z.coerce.number().int().min(2000).max(2100) }),
  answer: z.object({
    holidays: z.array(
      z.object({ date: dateSchema, name: z.string(), isDayOff: z.boolean(), source: z.string() }),
    ),
  }),
})
export const setHoliday = endpoint({
  id: 'calendar.set-holiday',
  method: 'PUT',
  path: '/api/holidays/:date',
  access: 'parameters.edit',
  summary: 'Add or change a public holiday',
  params: z.object({ date: dateSchema }),
  body: z.object({ name: z.string().min(1).max(40), isDayOff: z.boolean() }),
  answer: z.object({ ok: z.literal(true) }),
})
