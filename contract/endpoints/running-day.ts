import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { stopStates } from '../states.ts'
import {
  cylinderCountsSchema,
  dateSchema,
  idSchema,
  instantSchema,
  minuteSchema,
  pointSchema,
  prioritySchema,
  productCodeSchema,
  windowSchema,
} from './shared.ts'

/** Why an expected arrival is a matter: outside the door's hours, later than promised, or after the gas runs out. */
export const riskSchema = z.enum(['window', 'promise', 'run-out'])
const closureSchema = z.object({
  id: idSchema,
  point: pointSchema,
  radiusMetres: z.int(),
  extraMinutes: z.int(),
  note: z.string(),
  closedAt: instantSchema,
})
/** How a driver can be unable to go on. */
export const interruptionCauses = ['sick', 'breakdown'] as const

const liveStopSchema = z.object({
  stopId: idSchema,
  orderId: idSchema.nullable(),
  siteId: idSchema,
  customerCode: z.string(),
  shortName: z.string(),
  address: z.string(),
  point: pointSchema.nullable(),
  state: z.enum(Object.keys(stopStates) as [keyof typeof stopStates, ...(keyof typeof stopStates)[]]),
  trip: z.int(),
  priority: prioritySchema,
  windows: z.array(windowSchema),
  plannedMinute: z.int().nullable(),
  /** What the clock expects now; null where nothing is expected any more. */
  etaAt: instantSchema.nullable(),
  lateMinutes: z.int(),
  risk: riskSchema.nullable(),
  riskMinutes: z.int(),
  riskSince: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  /** Where positions show the driver at the door though he has not said so. */
  sighted: z.object({ arrivedAt: instantSchema, leftAt: instantSchema.nullable() }).nullable(),
})
export const liveRunSchema = z.object({
  runId: idSchema,
  driverId: idSchema,
  driverName: z.string(),
  letter: z.string(),
  phone: z.string(),
  plate: z.string(),
  state: z.enum(['published', 'loaded', 'closed']),
  done: z.int(),
  failed: z.int(),
  total: z.int(),
  lateMinutes: z.int(),
  backAt: instantSchema.nullable(),
  point: pointSchema.nullable(),
  /** The newest word from his phone. */
  heardAt: instantSchema.nullable(),
  silentSince: instantSchema.nullable(),
  interrupted: z.object({ cause: z.string(), at: instantSchema }).nullable(),
  aboard: z.object({ full: cylinderCountsSchema, empty: cylinderCountsSchema }),
  /** Orders that were cancelled after he had been sent out with them. */
  cancelled: z.int(),
  stops: z.array(liveStopSchema),
})
export const getRunningDay = endpoint({
  id: 'running-day.get',
  method: 'GET',
  path: '/api/running-day',
  access: 'tracking.read',
  summary: 'The day as it runs: every driver’s progress, expected arrivals, customers at risk, silent phones',
  query: z.object({ date: dateSchema }),
  answer: z.object({
    date: dateSchema,
    depot: z.object({ id: idSchema, name: z.string(), point: pointSchema }).nullable(),
    runs: z.array(liveRunSchema),
    /** Roads closed today and not opened again. */
    closures: z.array(closureSchema),
  }),
})

const sequenceSchema = z.object({ trip: z.int().min(1).max(20), stopIds: z.array(idSchema).max(200) })
const consequenceSchema = z.object({
  stopId: idSchema,
  shortName: z.string(),
  /** Against what was expected before. */
  laterMinutes: z.int(),
  etaMinute: minuteSchema,
  /** What this breaks, or breaks by more. */
  breaks: riskSchema.nullable(),
  brokenMinutes: z.int(),
})
const proposalSchema = z.object({
  runId: idSchema,
  driverName: z.string(),
  letter: z.string(),
  plate: z.string(),
  /** He waits at the depot; taking it sends him out. */
  isIdle: z.boolean(),
  trip: z.int(),
  /** Open stops of the run that come before it. */
  after: z.int(),
  etaMinute: minuteSchema,
  addedMinutes: z.number(),
  addedKm: z.number(),
  overtimeMinutes: z.int(),
  /** `aboard`: the truck has it, by the ledger. `to-load`: it is loaded at the depot on the way. */
  stock: z.enum(['aboard', 'to-load']),
  /** Of what he would need now, what is not aboard and spare. */
  short: cylinderCountsSchema,
  later: z.array(consequenceSchema),
  broken: z.int(),
  sequences: z.array(sequenceSchema),
  basis: z.string(),
})
const linesSchema = z
  .array(z.object({ product: productCodeSchema, quantity: z.int().min(1).max(200) }))
  .max(16)
export const priceInsertion = endpoint({
  id: 'running-day.price-insertion',
  method: 'POST',
  path: '/api/running-day/insertions/price',
  access: 'dispatch.plan',
  summary: 'Where an order fits into the running day, best first, each with its consequences; writes nothing',
  isKeyless: true,
  body: z
    .object({
      orderId: idSchema.optional(),
      stopId: idSchema.optional(),
      /** An order that is not placed yet, while the caller is on the line. */
      draft: z
        .object({
          siteId: idSchema,
          lines: linesSchema,
          priority: prioritySchema,
          /** 收空: the lines are empties to fetch. */
          isCollection: z.boolean().default(false),
        })
        .optional(),
    })
    .refine(body => [body.orderId, body.stopId, body.draft].filter(Boolean).length === 1),
  answer: z.object({
    shortName: z.string(),
    proposals: z.array(proposalSchema),
    /** Why there is none. */
    refusal: z.enum(['unplaced', 'load', 'nobody', 'time']).nullable(),
  }),
  codes: [
    'dispatch.not-running',
    'dispatch.stop-not-found',
    'dispatch.stop-finished',
    'dispatch.order-closed',
    'orders.site-not-found',
  ],
})
export const insertUrgent = endpoint({
  id: 'running-day.insert',
  method: 'POST',
  path: '/api/running-day/insertions',
  access: 'dispatch.publish',
  summary: 'Write one priced insertion to the published plan and tell the driver’s phone',
  body: z
    .object({
      orderId: idSchema.optional(),
      stopId: idSchema.optional(),
      runId: idSchema,
      sequences: z.array(sequenceSchema).min(1).max(20),
      basis: z.string().max(60),
    })
    .refine(body => [body.orderId, body.stopId].filter(Boolean).length === 1),
  answer: z.object({ stopId: idSchema, runId: idSchema, etaAt: instantSchema.nullable() }),
  codes: [
    'dispatch.not-running',
    'dispatch.day-moved-on',
    'dispatch.stop-not-found',
    'dispatch.stop-finished',
    'dispatch.order-closed',
  ],
})

const interruptionBody = z.object({ runId: idSchema, cause: z.enum(interruptionCauses) })
export const priceInterruption = endpoint({
  id: 'running-day.price-interruption',
  method: 'POST',
  path: '/api/running-day/interruptions/price',
  access: 'dispatch.plan',
  summary: 'Who takes over a driver’s open stops when he cannot go on; writes nothing',
  isKeyless: true,
  body: interruptionBody,
  answer: z.object({
    driverName: z.string(),
    doneStops: z.int(),
    moves: z.array(
      z.object({
        stopId: idSchema,
        shortName: z.string(),
        priority: prioritySchema,
        toRunId: idSchema.nullable(),
        toDriverName: z.string().nullable(),
        toLetter: z.string().nullable(),
        /** Whoever takes it waits at the depot and is sent out for it. */
        isToIdle: z.boolean(),
        etaMinute: minuteSchema.nullable(),
        laterMinutes: z.int().nullable(),
        stock: z.enum(['aboard', 'to-load']).nullable(),
        /** Why it goes to the tray, and what leaving it for another day is worth, NT$. */
        because: z.enum(['can-wait', 'unplaced', 'load', 'nobody', 'time']).nullable(),
        prizeNtd: z.int().nullable(),
      }),
    ),
    later: z.array(consequenceSchema.extend({ driverName: z.string() })),
    /** What stays on his vehicle, and where that was last seen. */
    truck: z.object({
      plate: z.string(),
      full: cylinderCountsSchema,
      empty: cylinderCountsSchema,
      point: pointSchema.nullable(),
      heardAt: instantSchema.nullable(),
    }),
    changes: z.array(z.object({ runId: idSchema, sequences: z.array(sequenceSchema) })),
    toTray: z.array(idSchema),
    basis: z.string(),
  }),
  codes: ['dispatch.not-running', 'dispatch.run-not-found', 'dispatch.nothing-open'],
})
export const interruptRun = endpoint({
  id: 'running-day.interrupt',
  method: 'POST',
  path: '/api/running-day/interruptions',
  access: 'dispatch.publish',
  summary: 'Give a driver’s open stops to the others as previewed, and tell every phone concerned',
  body: interruptionBody.extend({
    changes: z.array(z.object({ runId: idSchema, sequences: z.array(sequenceSchema).max(20) })).max(100),
    toTray: z.array(idSchema).max(200),
    basis: z.string().max(60),
  }),
  answer: z.object({ moved: z.int(), tray: z.int() }),
  codes: ['dispatch.not-running', 'dispatch.run-not-found', 'dispatch.day-moved-on'],
})

const runSequencesSchema = z.object({ runId: idSchema, sequences: z.array(sequenceSchema).max(20) })
const driverSchema = z.object({ runId: idSchema, driverName: z.string(), letter: z.string() })
export const proposeImprovement = endpoint({
  id: 'running-day.propose-improvement',
  method: 'POST',
  path: '/api/running-day/improvements/propose',
  access: 'dispatch.plan',
  summary: 'Search a better rest of the day near an event, for at most three seconds; writes nothing',
  isKeyless: true,
  body: z.object({
    /** Where something happened: a new stop, those a sick driver left, those behind a closed road. */
    stopIds: z.array(idSchema).max(200),
    /** Runs that are late or have lost a stop. Without any of both the whole day may change. */
    runIds: z.array(idSchema).max(100),
  }),
  answer: z.object({
    /** `moved-on`: the day went on while it was searched, and what was found no longer fits. */
    state: z.enum(['better', 'none', 'moved-on']),
    savedMinutes: z.int(),
    savedKm: z.number(),
    /** Minutes after promised hours that customers are spared. */
    savedLateMinutes: z.int(),
    stops: z.array(
      z.object({
        stopId: idSchema,
        shortName: z.string(),
        from: driverSchema,
        to: driverSchema,
        oldEtaMinute: minuteSchema,
        newEtaMinute: minuteSchema,
      }),
    ),
    changes: z.array(runSequencesSchema),
    basis: z.string(),
  }),
  codes: ['dispatch.not-running'],
})
export const acceptImprovement = endpoint({
  id: 'running-day.accept-improvement',
  method: 'POST',
  path: '/api/running-day/improvements',
  access: 'dispatch.publish',
  summary: 'Write a proposed rearrangement as it was shown, and tell every phone concerned',
  body: z.object({ changes: z.array(runSequencesSchema).min(1).max(100), basis: z.string().max(60) }),
  answer: z.object({ runs: z.int(), stops: z.int() }),
  codes: ['dispatch.not-running', 'dispatch.day-moved-on'],
})

export const closeRoad = endpoint({
  id: 'running-day.close-road',
  method: 'POST',
  path: '/api/running-day/closures',
  access: 'dispatch.publish',
  summary: 'A road is closed for the rest of the day; every arrival is worked out anew',
  body: z.object({
    point: pointSchema,
    radiusMetres: z.int().min(50).max(5000),
    extraMinutes: z.int().min(1).max(240),
    note: z.string().max(200),
  }),
  answer: z.object({ id: idSchema, laterStopIds: z.array(idSchema) }),
  codes: ['dispatch.not-running'],
})
export const openRoad = endpoint({
  id: 'running-day.open-road',
  method: 'POST',
  path: '/api/running-day/closures/:id/open',
  access: 'dispatch.publish',
  summary: 'A closed road is open again',
  params: z.object({ id: idSchema }),
  body: z.object({}),
  answer: z.object({}),
  codes: ['dispatch.not-running', 'dispatch.closure-not-found'],
})
