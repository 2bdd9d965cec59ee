import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { runStates, stopStates } from '../states.ts'
import { planDiffSchema, stopPlacesSchema, violationSchema } from './plan-comparison.ts'
import { dayLimitsSchema, stopReasonsSchema } from './plan-reasons.ts'
import { planStepSchema } from './plan-step.ts'
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
  /** The place that drivers hold; null when it is not published. */
  published: z
    .object({ runId: idSchema, trip: z.int(), position: z.int(), arriveMinute: z.int().nullable() })
    .nullable(),
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
const staffingFields = {
  status: z.enum(['work', 'off', 'leave', 'sick']),
  vehicleId: idSchema.nullable(),
  shiftStartMinute: z.int().min(0).max(1439),
  shiftEndMinute: z.int().min(1).max(1800),
  helper: z.string().trim().max(40),
  note: z.string().trim().max(200),
}
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
  /** Who said how long the ways take, as pairs of places; absent where the planner's own estimate is all there is. */
  travel: z
    .object({
      counts: z.object({ estimate: z.int(), osrm: z.int(), google: z.int() }),
      /** Why the road service did not answer in full, such as `travel.timeout`; the estimate stood in. */
      fault: z.string().nullable(),
    })
    .optional(),
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
  /** Drivers whose day differs from their own record; `drivers` above has it in it already. */
  staffing: z.array(z.object({ driverId: idSchema, ...staffingFields, version: z.int() })),
  presence: z.array(z.object({ driverId: idSchema, point: pointSchema, deviceAt: instantSchema })),
  publishedAt: instantSchema.nullable(),
  /** The newest steps, newest first. */
  steps: z.array(planStepSchema),
})
/** What a step left different from the version that was looked at: stops and runs that are not listed stay as they are. */
export const boardChangesSchema = boardSchema
  .pick({
    planId: true,
    state: true,
    version: true,
    hasUnpublishedChanges: true,
    runs: true,
    stops: true,
    violations: true,
    totals: true,
    publishedAt: true,
    steps: true,
  })
  .extend({ since: z.int() })
/** Who asks for changes gets the whole board all the same when others have changed the plan since he looked at it. */
const editedSchema = z.union([boardChangesSchema, boardSchema])
const answerSchema = z.enum(['board', 'changes']).default('board')

export type { PlanDiff, StopPlaces } from './plan-comparison.ts'
export type { DayLimits, StopReasons } from './plan-reasons.ts'
export type Board = z.output<typeof boardSchema>
export type BoardChanges = z.output<typeof boardChangesSchema>
const dayParams = z.object({ date: dateSchema })
const stale = ['request.stale-version', 'dispatch.board-changed', 'dispatch.plan-not-found'] as const
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
    /** One more than the run has trips opens a new one. */
    trip: z.int().min(1).default(1),
    position: z.int().min(0),
    version: versionSchema,
    /** The version of the plan that was looked at: what others did since to this stop or run refuses the move. */
    planVersion: versionSchema,
    answer: answerSchema,
  }),
  answer: editedSchema,
  codes: [
    'dispatch.stop-not-found',
    'dispatch.stop-finished',
    'dispatch.stop-locked',
    'dispatch.run-locked',
    'dispatch.stop-unplaced',
    ...stale,
  ],
})
const lockBody = z.object({
  isLocked: z.boolean(),
  version: versionSchema,
  planVersion: versionSchema,
  answer: answerSchema,
})
export const lockStop = endpoint({
  id: 'dispatch.lock-stop',
  method: 'POST',
  path: '/api/stops/:id/lock',
  access: 'dispatch.plan',
  summary: 'Lock or free a stop',
  params: idParamsSchema,
  body: lockBody,
  answer: editedSchema,
  codes: ['dispatch.stop-not-found', ...stale],
})
export const lockRun = endpoint({
  id: 'dispatch.lock-run',
  method: 'POST',
  path: '/api/runs/:id/lock',
  access: 'dispatch.plan',
  summary: 'Lock or free a driver’s run',
  params: idParamsSchema,
  body: lockBody,
  answer: editedSchema,
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
const turnParams = z.object({ date: dateSchema, stepId: idSchema })
const turnCodes = [
  'dispatch.step-not-found',
  'dispatch.step-overtaken',
  'dispatch.stop-finished',
  'dispatch.run-locked',
  ...stale,
] as const
export const undoStep = endpoint({
  id: 'dispatch.undo-step',
  method: 'POST',
  path: '/api/plans/:date/steps/:stepId/undo',
  access: 'dispatch.plan',
  summary:
    'Take a step back; a publication goes back as a draft, drivers see nothing before the next publish',
  params: turnParams,
  body: z.object({ version: versionSchema }),
  answer: boardSchema,
  codes: turnCodes,
})
export const redoStep = endpoint({
  id: 'dispatch.redo-step',
  method: 'POST',
  path: '/api/plans/:date/steps/:stepId/redo',
  access: 'dispatch.plan',
  summary: 'Do an undone step again',
  params: turnParams,
  body: z.object({ version: versionSchema }),
  answer: boardSchema,
  codes: turnCodes,
})
export const getPlanDiff = endpoint({
  id: 'dispatch.plan-diff',
  method: 'GET',
  path: '/api/plans/:date/diff',
  access: 'dispatch.read',
  summary: 'The draft against what the drivers hold',
  params: dayParams,
  answer: planDiffSchema,
  codes: ['dispatch.plan-not-found'],
})
export const getStopPlaces = endpoint({
  id: 'dispatch.stop-places',
  method: 'GET',
  path: '/api/stops/:id/places',
  access: 'dispatch.plan',
  summary: 'What each place of the day would mean for a stop, by the independent checker',
  params: idParamsSchema,
  /** Only the places of one driver, which is what a hand hovers over. */
  query: z.object({ driverId: idSchema.optional() }),
  answer: stopPlacesSchema,
  codes: ['dispatch.stop-not-found'],
})
export const getStopReasons = endpoint({
  id: 'dispatch.stop-reasons',
  method: 'GET',
  path: '/api/stops/:id/reasons',
  access: 'dispatch.read',
  summary: 'Why a stop is here and now, or why it is left out and what serving it would cost',
  params: idParamsSchema,
  answer: stopReasonsSchema,
  codes: ['dispatch.stop-not-found'],
})
export const getDayLimits = endpoint({
  id: 'dispatch.day-limits',
  method: 'GET',
  path: '/api/plans/:date/limits',
  access: 'dispatch.read',
  summary: 'Which constraint binds the day, and what would let in each stop that is left out',
  params: dayParams,
  answer: dayLimitsSchema,
  codes: ['dispatch.plan-not-found'],
})
export const saveStaffing = endpoint({
  id: 'dispatch.save-staffing',
  method: 'PUT',
  path: '/api/plans/:date/staffing/:driverId',
  access: 'dispatch.plan',
  summary: '人力表: who works on a day, with which vehicle, when and with whom',
  params: z.object({ date: dateSchema, driverId: idSchema }),
  body: z.object({ ...staffingFields, version: z.int().min(0) }),
  answer: boardSchema,
  codes: [
    'dispatch.driver-not-found',
    'dispatch.vehicle-taken',
    'dispatch.shift-backwards',
    'request.stale-version',
  ],
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
export const discardChanges = endpoint({
  id: 'dispatch.discard-changes',
  method: 'POST',
  path: '/api/plans/:date/discard',
  access: 'dispatch.plan',
  summary: 'Drop what is not published and go back to what the drivers hold',
  params: dayParams,
  body: z.object({ version: versionSchema }),
  answer: boardSchema,
  codes: ['dispatch.never-published', ...stale],
})
export const fleetSchema = z.object({
  depots: z.array(
    z.object({ id: idSchema, code: z.string(), name: z.string(), address: z.string(), point: pointSchema }),
  ),
  zones: z.array(z.object({ id: idSchema, depotId: idSchema, name: z.string() })),
  vehicles: z.array(
    z.object({
      id: idSchema,
      depotId: idSchema,
      plate: z.string(),
      name: z.string(),
      kind: z.enum(['truck', 'motorcycle']),
      maxLoadGrams: z.int(),
      slots: cylinderCountsSchema,
      isActive: z.boolean(),
    }),
  ),
  drivers: z.array(
    z.object({
      id: idSchema,
      userId: idSchema,
      depotId: idSchema,
      letter: z.string(),
      name: z.string(),
      phone: z.string(),
      vehicleId: idSchema.nullable(),
      shiftStartMinute: z.int(),
      shiftEndMinute: z.int(),
      zoneIds: z.array(idSchema),
      isActive: z.boolean(),
    }),
  ),
})
export const getFleet = endpoint({
  id: 'dispatch.get-fleet',
  method: 'GET',
  path: '/api/fleet',
  access: 'dispatch.read',
  summary: 'Depots, zones, vehicles and drivers',
  answer: fleetSchema,
})
export const saveDepot = endpoint({
  id: 'dispatch.save-depot',
  method: 'PUT',
  path: '/api/depots/:id',
  access: 'parameters.edit',
  summary: 'Name and place of a depot',
  params: idParamsSchema,
  body: z.object({
    name: z.string().trim().min(1).max(40),
    address: z.string().max(200),
    point: pointSchema,
  }),
  answer: fleetSchema,
  codes: ['dispatch.depot-not-found'],
})
export const saveVehicle = endpoint({
  id: 'dispatch.save-vehicle',
  method: 'PUT',
  path: '/api/vehicles/:id',
  access: 'dispatch.plan',
  summary: 'Add or change a vehicle',
  params: idParamsSchema,
  body: z.object({
    depotId: idSchema,
    plate: z.string().trim().min(1).max(12),
    name: z.string().max(40).default(''),
    kind: z.enum(['truck', 'motorcycle']),
    maxLoadGrams: z.int().min(10_000).max(20_000_000),
    slots: cylinderCountsSchema,
    isActive: z.boolean().default(true),
  }),
  answer: fleetSchema,
  codes: ['dispatch.plate-taken'],
})
export const saveDriver = endpoint({
  id: 'dispatch.save-driver',
  method: 'PUT',
  path: '/api/drivers/:id',
  access: 'dispatch.plan',
  summary: 'Add or change a driver; he is a user with the role driver',
  params: idParamsSchema,
  body: z.object({
    userId: idSchema,
    depotId: idSchema,
    letter: z.string().regex(/^[A-Z][A-Z0-9]?$/),
    name: z.string().trim().min(1).max(40),
    phone: z.string().max(20).default(''),
    vehicleId: idSchema.nullable(),
    shiftStartMinute: z.int().min(0).max(1439),
    shiftEndMinute: z.int().min(1).max(1800),
    zoneIds: z.array(idSchema).max(40).default([]),
    isActive: z.boolean().default(true),
  }),
  answer: fleetSchema,
  codes: ['dispatch.letter-taken', 'dispatch.user-not-a-driver', 'dispatch.vehicle-taken'],
})
