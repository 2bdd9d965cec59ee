import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dueReasons } from '../states.ts'
import {
  cylinderCountsSchema,
  dateSchema,
  idParamsSchema,
  idSchema,
  instantSchema,
  productCodeSchema,
  slotSchema,
  versionSchema,
  windowSchema,
} from './shared.ts'

/** One line of tomorrow's list: who, why, how long it can wait, what to bring. */
export const dueItemSchema = z.object({
  id: idSchema,
  siteId: idSchema,
  customerCode: z.string(),
  shortName: z.string(),
  zone: z.string().nullable(),
  siteType: z.string().nullable(),
  reason: z.enum(dueReasons),
  status: z.enum(['listed', 'unticked', 'postponed', 'sent']),
  isPatrol: z.boolean(),
  orderId: idSchema.nullable(),
  /** An order taken after dispatch got this line; the next sending takes it there. */
  waitingOrder: z
    .object({
      id: idSchema,
      number: z.int(),
      products: z.partialRecord(productCodeSchema, z.int()),
      collects: z.partialRecord(productCodeSchema, z.int()),
      windows: z.array(windowSchema),
    })
    .nullable(),
  daysLeft: z.number().nullable(),
  p10Days: z.number().nullable(),
  p90Days: z.number().nullable(),
  isMeasured: z.boolean().describe('solid when a sensor or meter reports, hollow when only estimated'),
  runOutProbability: z
    .number()
    .nullable()
    .describe('if not served on this date, before the next open day ends'),
  earliestOn: dateSchema,
  latestOn: dateSchema,
  closedDates: z.array(dateSchema).describe('closed days among the eight shown'),
  overdueDays: z.int().nullable(),
  products: z.partialRecord(productCodeSchema, z.int()),
  /** 收空: empties to fetch beside those that are swapped. */
  collects: z.partialRecord(productCodeSchema, z.int()),
  cylinders: cylinderCountsSchema,
  gasGrams: z.int(),
  slot: slotSchema,
  windows: z.array(windowSchema),
  vehicleAccess: z.enum(['truck', 'motorcycle', 'any']),
  settlement: z.enum(['cash', 'monthly', 'collect']).nullable(),
  note: z.string(),
  isPlaced: z.boolean(),
  version: versionSchema,
  postponeChoices: z.array(
    z.object({ date: dateSchema, runOutProbability: z.number(), isBeyondWindow: z.boolean() }),
  ),
  deferrableDays: z.int().nullable(),
})
export type DueItem = z.output<typeof dueItemSchema>
export const dueListSchema = z.object({
  date: dateSchema,
  builtAt: instantSchema.nullable(),
  items: z.array(dueItemSchema),
  counts: z.record(z.enum(dueReasons), z.int()),
  excluded: z.array(
    z.object({ siteId: idSchema, customerCode: z.string(), shortName: z.string(), because: z.string() }),
  ),
  postponed: z.int(),
})
export const getDueList = endpoint({
  id: 'forecasting.get-due-list',
  method: 'GET',
  path: '/api/due-list',
  access: 'due-list.read',
  summary: '待配送名單 of a day',
  query: z.object({ date: dateSchema }),
  answer: dueListSchema,
})
export const buildDueList = endpoint({
  id: 'forecasting.build-due-list',
  method: 'POST',
  path: '/api/due-list/build',
  access: 'due-list.edit',
  summary: 'Forecast again and rebuild the list; ticks and postponements made by people stay',
  body: z.object({ date: dateSchema }),
  answer: dueListSchema,
  codes: ['forecasting.date-past'],
})
export const tickDueItem = endpoint({
  id: 'forecasting.tick-due-item',
  method: 'POST',
  path: '/api/due-list/items/:id/tick',
  access: 'due-list.edit',
  summary: 'Take a line in or out',
  params: idParamsSchema,
  body: z.object({ isTicked: z.boolean(), version: versionSchema }),
  answer: dueItemSchema,
  codes: ['request.stale-version', 'forecasting.item-not-found', 'forecasting.already-sent'],
})
export const postponeDueItem = endpoint({
  id: 'forecasting.postpone-due-item',
  method: 'POST',
  path: '/api/due-list/items/:id/postpone',
  access: 'due-list.edit',
  summary: '延後 to a later day',
  params: idParamsSchema,
  body: z.object({
    postponementId: idSchema,
    toDate: dateSchema,
    reason: z.string().trim().max(200).default(''),
    version: versionSchema,
  }),
  answer: dueItemSchema,
  codes: [
    'forecasting.beyond-window',
    'forecasting.reason-missing',
    'forecasting.not-later',
    'forecasting.site-closed',
    'forecasting.already-sent',
    'request.stale-version',
  ],
})
export const undoPostponement = endpoint({
  id: 'forecasting.undo-postponement',
  method: 'POST',
  path: '/api/due-list/items/:id/postpone/undo',
  access: 'due-list.edit',
  summary: 'Puts a postponed line back on its day',
  params: idParamsSchema,
  body: z.object({ version: versionSchema }),
  answer: dueItemSchema,
  codes: [
    'forecasting.not-postponed',
    'forecasting.item-not-found',
    'forecasting.already-sent',
    'request.stale-version',
  ],
})
export const getPatrolList = endpoint({
  id: 'forecasting.get-patrol',
  method: 'GET',
  path: '/api/due-list/patrol',
  access: 'due-list.read',
  summary: '巡補名單: sites worth a visit when a truck passes, by gas for a minute of the truck',
  query: z.object({ date: dateSchema }),
  answer: z.object({
    date: dateSchema,
    lines: z.array(
      z.object({
        siteId: idSchema,
        customerCode: z.string(),
        shortName: z.string(),
        zone: z.string().nullable(),
        isPatrolled: z.boolean(),
        nearName: z.string().describe('the planned stop nearest by'),
        metres: z.int(),
        product: productCodeSchema,
        quantity: z.int(),
        gasGrams: z.int(),
        gramsPerMinute: z.int(),
        daysLeft: z.int(),
        vehicleAccess: z.enum(['truck', 'motorcycle', 'any']),
        settlement: z.enum(['cash', 'monthly', 'collect']).nullable(),
      }),
    ),
  }),
})
export const pickPatrol = endpoint({
  id: 'forecasting.pick-patrol',
  method: 'POST',
  path: '/api/due-list/patrol',
  access: 'due-list.edit',
  summary: 'Puts a site of the patrol list on the day, ticked',
  body: z.object({ itemId: idSchema, date: dateSchema, siteId: idSchema }),
  answer: dueItemSchema,
  codes: ['forecasting.date-past', 'forecasting.item-not-found'],
})
export const sendDueList = endpoint({
  id: 'forecasting.send-due-list',
  method: 'POST',
  path: '/api/due-list/send',
  access: 'due-list.edit',
  summary: 'Hand the ticked lines to dispatch as unplanned stops',
  body: z.object({ date: dateSchema }),
  answer: z.object({ sent: z.int(), unplaced: z.int() }),
  codes: ['forecasting.nothing-to-send', 'forecasting.date-past'],
})
export const getSiteForecast = endpoint({
  id: 'forecasting.get-site',
  method: 'GET',
  path: '/api/sites/:id/forecast',
  access: 'forecast.read',
  summary: 'The forecast of one site, day by day',
  params: idParamsSchema,
  answer: z.object({
    asOf: dateSchema,
    dailyUseGrams: z.int(),
    stockGrams: z.int(),
    capacityGrams: z.int(),
    dueOn: dateSchema,
    runOutOn: dateSchema,
    p10: dateSchema,
    p90: dateSchema,
    earliestOn: dateSchema,
    latestOn: dateSchema,
    runOutByDay: z.array(z.number()),
    evidence: z.enum(['telemetry', 'meter', 'deliveries', 'segment']),
  }),
  codes: ['forecasting.no-forecast'],
})
export const reportTelemetry = endpoint({
  id: 'forecasting.report-telemetry',
  method: 'POST',
  path: '/api/telemetry',
  access: 'forecast.run',
  summary: 'Telemetry intake 發報: readings of devices, posted by a gateway or staff',
  body: z.object({
    readings: z
      .array(
        z.object({
          id: idSchema,
          customerCode: z.string().max(20),
          site: z.int().min(1).default(1),
          deviceAt: instantSchema,
          stockGrams: z.int().min(0).optional(),
          isAlarm: z.boolean().default(false),
          alarm: z.string().max(60).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  answer: z.object({ stored: z.int(), unknown: z.array(z.string()) }),
})
