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
