import { z } from 'zod'
import {
  cylinderCountsSchema,
  cylinderTypeSchema,
  dateSchema,
  idSchema,
  instantSchema,
  minuteSchema,
  ntdSchema,
  pointSchema,
  productCodeSchema,
} from '../endpoints/shared.ts'
import { orderPayments } from '../order-edits.ts'
import { failureReasons } from '../states.ts'

/**
 * What a driver's phone reports. Each command is a fact with the id made on the phone (also its idempotency key), the
 * phone's own time, and a per-device sequence that gives the order of replay. A well-formed command always posts; what
 * the office must decide becomes a conflict, never a refusal.
 */
const base = {
  id: idSchema,
  deviceId: idSchema,
  /** Counts up by one per command on a device; the order in which things happened. */
  deviceSequence: z.int().min(1),
  /** The phone's clock when the driver tapped. */
  deviceAt: instantSchema,
  /** Server minus phone clock as last measured, in milliseconds; null when the phone has never met the server. */
  clockOffsetMs: z.int().nullable(),
  businessDate: dateSchema,
  runId: idSchema,
}
const stopBase = { ...base, stopId: idSchema }
const fileRefsSchema = z
  .array(z.object({ fileId: idSchema, purpose: z.enum(['photo', 'signature']) }))
  .max(12)
  .default([])
/** Cylinders whose plates the driver read: full ones that go out of this hand, empty ones that come in, or the reverse at the depot. */
export const platesSchema = z
  .array(
    z.object({
      cylinderType: cylinderTypeSchema,
      /** 合格標示號碼 and 容器號碼; at least one was read. */
      mark: z.string().max(24),
      serial: z.string().max(24),
      dueDate: dateSchema.nullable(),
      isFull: z.boolean(),
    }),
  )
  .max(60)
  .optional()
const noteSchema = z.string().max(300).default('')

/** The checklist of a phone that has not been told another: the items of the first day. */
export const vehicleCheckItems = [
  'tyres',
  'brakes',
  'lights',
  'extinguisher',
  'straps',
  'papers',
  'no_leak',
] as const

export const vehicleCheckCommand = z.object({
  kind: z.literal('vehicle_check'),
  ...base,
  items: z
    .array(
      z.object({
        /** A code of the checklist in force on the day, or on the day this phone last heard of. */
        item: z.string().regex(/^[a-z][a-z_]{1,39}$/),
        isOk: z.boolean(),
        note: z.string().max(100).default(''),
      }),
    )
    .max(30),
  odometerKm: z.int().min(0).max(3_000_000).nullable(),
  files: fileRefsSchema,
})
/** Fulls taken from the depot for a trip (and, at a reload, empties and left-over fulls put back). */
export const loadOutCommand = z.object({
  kind: z.literal('load_out'),
  ...base,
  trip: z.int().min(1).max(12),
  full: cylinderCountsSchema,
  returnedFull: cylinderCountsSchema.default({}),
  returnedEmpty: cylinderCountsSchema.default({}),
  reason: noteSchema,
  /** Back at the depot within a trip, as often as it takes: for more fulls, or only to unload. Absent for the trip's own load. */
  plates: platesSchema,
  depotVisit: z.object({ id: idSchema, purpose: z.enum(['more', 'unload']) }).optional(),
})
export const arriveCommand = z.object({
  kind: z.literal('arrive'),
  ...stopBase,
  point: pointSchema.nullable(),
})
export const deliverCommand = z.object({
  kind: z.literal('deliver'),
  ...stopBase,
  deliveryId: idSchema,
  lines: z
    .array(
      z.object({
        product: productCodeSchema,
        fullOut: z.int().min(0).max(200),
        emptyIn: z.int().min(0).max(200),
        /** Empties that did not come back and for which 押瓶費 was taken; part of what is due and paid. */
        depositsTaken: z.int().min(0).max(200).default(0),
      }),
    )
    .max(16),
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
  meter: z
    .object({ readingId: idSchema, meterId: idSchema, milliUnits: z.int().min(0) })
    .nullable()
    .default(null),
  payment: z.enum(['cash', 'transfer', 'monthly', 'short', 'none']),
  /** What the phone worked out, and what the hand took; the server works it out again. */
  amountDueNtd: ntdSchema,
  amountPaidNtd: ntdSchema,
  recipient: z.string().max(60).default(''),
  plates: platesSchema,
  note: noteSchema,
  files: fileRefsSchema,
})
export const failCommand = z.object({
  kind: z.literal('fail'),
  ...stopBase,
  deliveryId: idSchema,
  reason: z.enum(failureReasons),
  note: noteSchema,
  files: fileRefsSchema,
})
/** 打錯了，改這站: takes back the recorded delivery of a stop; a new `deliver` follows. */
export const undoCommand = z.object({
  kind: z.literal('undo'),
  ...stopBase,
  deliveryId: idSchema,
  reason: noteSchema,
})
export const closeDayCommand = z.object({
  kind: z.literal('close_day'),
  ...base,
  dayCloseId: idSchema,
  /** Face value in NT$ → pieces. */
  denominations: z.record(z.string().regex(/^\d{1,4}$/), z.int().min(0).max(100_000)),
  countedCashNtd: ntdSchema,
  counted: z.array(
    z.object({ cylinderType: cylinderTypeSchema, full: z.int().min(0), empty: z.int().min(0) }),
  ),
  reason: noteSchema,
  signatureFileId: idSchema.nullable(),
})
export const driverCommandSchema = z.discriminatedUnion('kind', [
  vehicleCheckCommand,
  loadOutCommand,
  arriveCommand,
  deliverCommand,
  failCommand,
  undoCommand,
  closeDayCommand,
])
export type DriverCommand = z.output<typeof driverCommandSchema>
export type DriverCommandInput = z.input<typeof driverCommandSchema>
export type DriverCommandKind = DriverCommand['kind']

/** Why a posted fact needs a person in the office. */
export const conflictKinds = [
  'stop-reassigned',
  'stop-cancelled',
  'already-delivered',
  'run-closed',
  'amount-differs',
  'truck-stock-negative',
  'meter-backwards',
  'clock-wrong',
  'credit-not-agreed',
  'empties-short',
  'vehicle-unsafe',
  'undo-of-unknown',
  'load-differs',
  'depot-stock-negative',
  'cylinder-expired',
] as const
export type ConflictKind = (typeof conflictKinds)[number]
export const driverCommandAnswerSchema = z.object({
  outcome: z.enum(['posted', 'conflict']),
  conflicts: z.array(z.object({ id: idSchema, kind: z.enum(conflictKinds) })),
})

/** Everything the phone needs for a day without signal. */
export const driverDaySchema = z.object({
  date: dateSchema,
  serverNow: instantSchema,
  driver: z.object({ id: idSchema, name: z.string(), letter: z.string() }),
  company: z.object({ name: z.string(), phone: z.string(), isDemo: z.boolean() }),
  gpsIntervalSeconds: z.int(),
  /** Other phones on which this driver has reported for this run, newest first; only where the asking phone named itself. */
  otherPhones: z.array(z.object({ lastAt: instantSchema, facts: z.int() })).optional(),
  prices: z.array(
    z.object({
      product: productCodeSchema,
      unitPriceNtd: ntdSchema,
      unit: z.enum(['cylinder', 'kg', 'm3']),
      depositNtd: ntdSchema,
    }),
  ),
  run: z
    .object({
      id: idSchema,
      state: z.enum(['published', 'loaded', 'closed']),
      version: z.int(),
      startMinute: minuteSchema,
      endMinute: minuteSchema.nullable(),
      vehicle: z.object({
        id: idSchema,
        plate: z.string(),
        name: z.string(),
        kind: z.enum(['truck', 'motorcycle']),
        maxLoadGrams: z.int(),
        /** Law, from the parameters: the most net gas this vehicle may carry, and above which the papers ride along. */
        maxGasGrams: z.int().nullable().optional(),
        papersAboveGasGrams: z.int().nullable().optional(),
      }),
      depot: z.object({ name: z.string(), address: z.string(), point: pointSchema }),
      /** Planned load per trip, and what the ledger says is on the truck now. */
      loads: z.array(z.object({ trip: z.int(), full: cylinderCountsSchema, gasGrams: z.int() })),
      loadedTrips: z.array(z.int()),
      /** Visits to the depot within trips that `onTruck` already counts; absent from older servers. */
      depotVisits: z.array(idSchema).optional(),
      onTruck: z.array(z.object({ cylinderType: cylinderTypeSchema, full: z.int(), empty: z.int() })),
      cashInHandNtd: ntdSchema,
      isVehicleChecked: z.boolean(),
      /** 行車前檢查 in force on the day; absent from servers that know only the first list. */
      checkItems: z
        .array(
          z.object({
            code: z.string(),
            label: z.string(),
            labelEn: z.string(),
            effect: z.enum(['block', 'warn']),
            needsPhoto: z.boolean(),
          }),
        )
        .optional(),
      /** Faults of the newest check that keep the vehicle at the depot until it is checked anew or the office lets it go. */
      blockedBy: z.array(z.string()).optional(),
      /** 押瓶費 within the cash in hand, taken today. */
      depositsTakenNtd: ntdSchema.optional(),
      /** What became of the close that stands; null while the day is open. */
      dayClose: z
        .object({
          status: z.enum(['agreed', 'awaiting_signature', 'signed']),
          countedCashNtd: ntdSchema,
          varianceCashNtd: ntdSchema,
          isCylinderVariance: z.boolean(),
          receivedBy: z.string().nullable(),
          receivedAt: instantSchema.nullable(),
        })
        .nullable()
        .optional(),
      /** Why the office opened the day again after a close. */
      reopenReason: z.string().nullable().optional(),
    })
    .nullable(),
  stops: z.array(
    z.object({
      id: idSchema,
      trip: z.int(),
      position: z.int(),
      state: z.enum(['published', 'arrived', 'done', 'failed', 'cancelled']),
      version: z.int(),
      customerCode: z.string(),
      shortName: z.string(),
      address: z.string(),
      point: pointSchema.nullable(),
      isPointCoarse: z.boolean(),
      floor: z.int(),
      hasLift: z.boolean(),
      gateCode: z.string(),
      contactName: z.string(),
      accessNote: z.string(),
      phones: z.array(z.string()),
      doorPhotoFileId: idSchema.nullable(),
      windows: z.array(z.object({ fromMinute: minuteSchema, toMinute: minuteSchema })),
      arriveMinute: minuteSchema.nullable(),
      etaAt: instantSchema.nullable(),
      reason: z.string().nullable(),
      note: z.string(),
      priority: z.enum(['normal', 'promised', 'urgent', 'emergency']),
      areas: z.array(
        z.object({ ordinal: z.int(), cylinderType: cylinderTypeSchema, inUse: z.int(), standby: z.int() }),
      ),
      changeoverModel: z.string().nullable(),
      lines: z.array(
        z.object({ product: productCodeSchema, fullOut: z.int(), emptyIn: z.int(), unitPriceNtd: ntdSchema }),
      ),
      /** Of one full cylinder, where this site does not pay the list price; absent in days kept by older phones. */
      prices: z.array(z.object({ product: productCodeSchema, unitPriceNtd: ntdSchema })).optional(),
      settlement: z.enum(['cash', 'monthly', 'collect']),
      /** How this order is paid where the office agreed on another way; absent from older servers. */
      payment: z.enum(orderPayments).nullable().optional(),
      /** 收空: only empties are fetched here; absent from older servers. */
      isCollection: z.boolean().optional(),
      billingMethod: z.enum(['cylinder', 'metered']),
      amountDueNtd: ntdSchema,
      meter: z
        .object({
          id: idSchema,
          serial: z.string(),
          digits: z.int(),
          lastMilliUnits: z.int().nullable(),
          lastReadAt: instantSchema.nullable(),
          usualMilliUnitsPerDay: z.int().nullable(),
        })
        .nullable(),
      expectsResidual: z.boolean(),
      needsSignature: z.boolean(),
      delivery: z
        .object({
          id: idSchema,
          outcome: z.enum(['delivered', 'failed']),
          occurredAt: instantSchema,
          payment: z.string().nullable(),
          amountPaidNtd: ntdSchema,
          lines: z.array(z.object({ product: productCodeSchema, fullOut: z.int(), emptyIn: z.int() })),
        })
        .nullable(),
    }),
  ),
})
export type DriverDay = z.output<typeof driverDaySchema>
export const positionFixSchema = z.object({
  deviceAt: instantSchema,
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  accuracyMetres: z.number().min(0).optional(),
  speedKmh: z.number().min(0).optional(),
})
