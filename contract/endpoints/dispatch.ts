import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { runStates, stopStates } from '../states.ts'
import {
  cylinderCountsSchema,
  dateSchema,
  idParamsSchema,
  idSchema,
  instantSchema,
  pointSchema,
  pointSourceSchema,
  prioritySchema,
  productCodeSchema,
  versionSchema,
  windowSchema,
} from './shared.ts'

const stateOf = <T extends Record<string, readonly string[]>>(table: T) =>
  z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]])
export const violationSchema = z.object({
  code: z.string(),
  stopId: idSchema.nullable(),
  runId: idSchema.nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export const stopSchema = z.object({
  id: idSchema,
  runId: idSchema.nullable(),
  trip: z.int(),
  position: z.int(),
  siteId: idSchema,
  orderId: idSchema.nullable(),
  customerCode: z.string(),
  shortName: z.string(),
  address: z.string(),
  zone: z.string().nullable(),
  point: pointSchema.nullable(),
  pointSource: pointSourceSchema.nullable(),
  state: stateOf(stopStates),
  isLocked: z.boolean(),
  priority: prioritySchema,
  windows: z.array(windowSchema),
  arriveMinute: z.int().nullable(),
  departMinute: z.int().nullable(),
  etaAt: instantSchema.nullable(),
  arrivedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  lines: z.array(z.object({ product: productCodeSchema, fullOut: z.int(), emptyIn: z.int() })),
  gasGrams: z.int(),
  reason: z.string().nullable(),
  daysLeft: z.number().nullable(),
  unplannedBecause: z.string().nullable(),
  vehicleAccess: z.enum(['truck', 'motorcycle', 'any']),
  version: versionSchema,
})
export const runSchema = z.object({
  id: idSchema,
  driverId: idSchema,
  driverName: z.string(),
  letter: z.string(),
  vehicleId: idSchema,
  plate: z.string(),
  vehicleKind: z.enum(['truck', 'motorcycle']),
  state: stateOf(runStates),
  isLocked: z.boolean(),
  startMinute: z.int(),
  endMinute: z.int().nullable(),
  shiftEndMinute: z.int(),
  metres: z.int(),
  maxLoadGrams: z.int(),
  version: versionSchema,
  /** What the lane draws, in order: loading, driving, waiting, service, lunch, returning; minutes of the day, kg on board after it. */
  timeline: z.array(
    z.object({
      kind: z.enum(['load', 'drive', 'wait', 'service', 'lunch', 'reload', 'settle']),
      fromMinute: z.number(),
      toMinute: z.number(),
      stopId: idSchema.nullable(),
      loadGrams: z.int().nullable(),
    }),
  ),
  loads: z.array(z.object({ trip: z.int(), out: cylinderCountsSchema, gasGrams: z.int() })),
})
export const boardSchema = z.object({
  planId: idSchema.nullable(),
  date: dateSchema,
  state: z.enum(['none', 'draft', 'published']),
  version: z.int(),
  hasUnpublishedChanges: z.boolean(),
  depot: z.object({ id: idSchema, name: z.string(), point: pointSchema }),
  runs: z.array(runSchema),
  stops: z.array(stopSchema),
  violations: z.array(violationSchema),
  totals: z.object({
    stops: z.int(),
    planned: z.int(),
    metres: z.int(),
    minutes: z.int(),
    gasGrams: z.int(),
  }),
  drivers: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      letter: z.string(),
      vehicleId: idSchema.nullable(),
      shiftStartMinute: z.int(),
      shiftEndMinute: z.int(),
      isActive: z.boolean(),
    }),
  ),
  vehicles: z.array(
    z.object({
      id: idSchema,
      plate: z.string(),
      name: z.string(),
      kind: z.enum(['truck', 'motorcycle']),
      maxLoadGrams: z.int(),
    }),
  ),
  presence: z.array(z.object({ driverId: idSchema, point: pointSchema, deviceAt: instantSchema })),
  publishedAt: instantSchema.nullable(),
})
export type Board = z.output<typeof boardSchema>
const dayParams = z.object({ date: dateSchema })
const stale = ['request.stale-version', 'dispatch.plan-not-found'] as const
export const getBoard = endpoint({
  id: 'dispatch.get-board',
  method: 'GET',
  path: '/api/plans/:date',
  access: 'dispatch.read',
  summary: 'The whole board of a day',
  params: dayParams,
  answer: boardSchema,
})
export const buildPlan = endpoint({
  id: 'dispatch.build-plan',
  method: 'POST',
  path: '/api/plans/:date/build',
  access: 'dispatch.plan',
  summary: 'Let the planner build the runs; locked stops and runs stay',
  params: dayParams,
  body: z.object({
    mode: z.enum(['all', 'free', 'fit']).default('all'),
    seconds: z.number().min(0.2).max(30).default(2),
    seed: z.int().min(0).default(1),
    version: z.int().min(0),
  }),
  answer: boardSchema,
  codes: [...stale, 'dispatch.no-drivers', 'dispatch.no-stops', 'dispatch.day-over'],
})
export const moveStop = endpoint({
  id: 'dispatch.move-stop',
  method: 'POST',
  path: '/api/stops/:id/move',
  access: 'dispatch.plan',
  summary: 'Move a stop to a run (or to the tray) and position',
  params: idParamsSchema,
  body: z.object({
    runId: idSchema.nullable(),
    driverId: idSchema.optional(),
    trip: z.int().min(1).default(1),
    position: z.int().min(0),
    version: versionSchema,
  }),
  answer: boardSchema,
  codes: [
    'dispatch.stop-not-found',
    'dispatch.stop-finished',
    'dispatch.stop-locked',
    'dispatch.run-locked',
    ...stale,
  ],
})
export const lockStop = endpoint({
  id: 'dispatch.lock-stop',
  method: 'POST',
  path: '/api/stops/:id/lock',
  access: 'dispatch.plan',
  summary: 'Lock or free a stop',
  params: idParamsSchema,
  body: z.object({ isLocked: z.boolean(), version: versionSchema }),
  answer: boardSchema,
  codes: ['dispatch.stop-not-found', ...stale],
})
export const lockRun = endpoint({
  id: 'dispatch.lock-run',
  method: 'POST',
  path: '/api/runs/:id/lock',
  access: 'dispatch.plan',
  summary: 'Lock or free a driver’s run',
  params: idParamsSchema,
  body: z.object({ isLocked: z.boolean(), version: versionSchema }),
  answer: boardSchema,
  codes: ['dispatch.run-not-found', ...stale],
})
export const publishPlan = endpoint({
  id: 'dispatch.publish-plan',
  method: 'POST',
  path: '/api/plans/:date/publish',
  access: 'dispatch.publish',
  summary: 'Check independently and send the runs to the drivers',
  params: dayParams,
  body: z.object({ version: versionSchema, isViolationAccepted: z.boolean().default(false) }),
  answer: boardSchema,
  codes: ['dispatch.nothing-planned', 'dispatch.plan-broken', ...stale],
})
export const runSheet = endpoint({
  id: 'dispatch.run-sheet',
  method: 'GET',
  path: '/api/plans/:date/run-sheets.pdf',
  access: 'dispatch.read',
  summary: '派遣單: every run, or one, as PDF',
  params: dayParams,
  query: z.object({ runId: idSchema.optional() }),
  transfer: 'download',
  codes: ['dispatch.plan-not-found'],
})
export const livePositions = endpoint({
  id: 'tracking.positions',
  method: 'GET',
  path: '/api/tracking',
  access: 'tracking.read',
  summary: 'Where the drivers are and how far they have come today',
  query: z.object({ date: dateSchema }),
  answer: z.object({
    drivers: z.array(
      z.object({
        driverId: idSchema,
        name: z.string(),
        letter: z.string(),
        point: pointSchema.nullable(),
        deviceAt: instantSchema.nullable(),
        receivedAt: instantSchema.nullable(),
        runId: idSchema.nullable(),
        done: z.int(),
        failed: z.int(),
        total: z.int(),
        next: z.string().nullable(),
      }),
    ),
  }),
})
