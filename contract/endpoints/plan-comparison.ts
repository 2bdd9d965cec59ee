import { z } from 'zod'
import { idSchema } from './shared.ts'

export const violationSchema = z.object({
  code: z.string(),
  stopId: idSchema.nullable(),
  runId: idSchema.nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
/** Where a stop lies on one of the two plans: driver, trip, its number of the day, planned arrival. */
const diffPlaceSchema = z.object({
  driverId: idSchema,
  letter: z.string(),
  trip: z.int(),
  number: z.int(),
  arriveMinute: z.int().nullable(),
})
const diffTotalsSchema = z.object({ planned: z.int(), metres: z.int(), minutes: z.int() })
export const planDiffSchema = z.object({
  /** False before the first publication: then everything is new. */
  isPublished: z.boolean(),
  /** A customer who waits for a promised time is told when it moves by more. */
  tellMinutes: z.number(),
  before: diffTotalsSchema,
  after: diffTotalsSchema,
  stops: z.array(
    z.object({
      stopId: idSchema,
      shortName: z.string(),
      /** `driver`: another driver; `trip`: another trip; `order`: another place among those that stay; `time`: only the clock. */
      kind: z.enum(['added', 'left-out', 'driver', 'trip', 'order', 'time']),
      from: diffPlaceSchema.nullable(),
      to: diffPlaceSchema.nullable(),
      laterMinutes: z.int().nullable(),
      mustBeTold: z.boolean(),
    }),
  ),
  broken: z.array(violationSchema),
  kept: z.array(violationSchema),
  drivers: z.array(
    z.object({
      driverId: idSchema,
      letter: z.string(),
      name: z.string(),
      gained: z.int(),
      lost: z.int(),
      changed: z.int(),
      minutes: z.int(),
      metres: z.int(),
    }),
  ),
})
export type PlanDiff = z.output<typeof planDiffSchema>
export const stopPlacesSchema = z.object({
  planVersion: z.int(),
  lanes: z.array(
    z.object({
      driverId: idSchema,
      places: z.array(
        z.object({
          trip: z.int(),
          position: z.int(),
          arriveMinute: z.int().nullable(),
          minutes: z.int(),
          metres: z.int(),
          /** What the checker finds there and not now. */
          broken: z.array(
            z.object({ code: z.string(), stopId: idSchema.nullable(), amount: z.int(), isOwn: z.boolean() }),
          ),
          mended: z.int(),
        }),
      ),
    }),
  ),
})
export type StopPlaces = z.output<typeof stopPlacesSchema>
/** Why a stop lies where it lies, or why it lies nowhere, by the planner's own reckoning; costs are whole NT$. */
export const stopReasonsSchema = z.object({
  planned: z
    .object({
      driverId: idSchema,
      /** How much later service could begin without breaking anything that follows. */
      slackMinutes: z.int(),
      /** What the day would save without the stop. */
      costNtd: z.int(),
      /** The cheapest place of each other driver, and how much dearer than here; cheapest first. */
      others: z.array(z.object({ driverId: idSchema, extraNtd: z.int() })),
      /** Drivers who cannot take it, and what forbids it. */
      excluded: z.array(
        z.object({
          driverId: idSchema,
          rule: z.enum(['lock', 'vehicle-kind', 'skills', 'load-or-time']),
        }),
      ),
    })
    .nullable(),
  leftOut: z
    .object({
      reason: z.string(),
      /** What the cheapest place that breaks nothing would cost; null when there is none. */
      costNtd: z.int().nullable(),
      /** The rules whose lifting alone would let it in cheaper, the cheapest first. */
      lifts: z.array(
        z.object({
          rule: z.enum([
            'windows',
            'shift',
            'load',
            'trips',
            'lunch',
            'skills',
            'vehicle-kinds',
            'locks',
            'bays',
          ]),
          costNtd: z.int(),
          driverId: idSchema,
        }),
      ),
    })
    .nullable(),
})
export type StopReasons = z.output<typeof stopReasonsSchema>
