import { z } from 'zod'
import { idSchema } from './shared.ts'

/** The rules of a day that can be lifted one by one, to see what each of them costs. */
const dayRuleSchema = z.enum([
  'windows',
  'shift',
  'load',
  'trips',
  'lunch',
  'skills',
  'vehicle-kinds',
  'locks',
  'bays',
])
/** A rule whose lifting alone would let a stop in, what serving it would then cost, and who would come. */
const liftSchema = z.object({ rule: dayRuleSchema, costNtd: z.int(), driverId: idSchema })
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
      lifts: z.array(liftSchema),
    })
    .nullable(),
})
export type StopReasons = z.output<typeof stopReasonsSchema>
/** What holds the whole day back, as the plan of this version stands; computed when it is asked for. */
export const dayLimitsSchema = z.object({
  planVersion: z.int(),
  /** What the day would gain without each rule, the dearest first; null when what is driven already breaks rules. */
  rules: z
    .array(
      z.object({
        rule: dayRuleSchema,
        savingNtd: z.int(),
        servesMore: z.int(),
        /** Of all drivers together; negative where stops that are left out now would be served. */
        savesMinutes: z.int(),
      }),
    )
    .nullable(),
  /** Every stop that is left out: what the cheapest place would cost (null: there is none), and what would let it in. */
  leftOut: z.array(
    z.object({
      stopId: idSchema,
      reason: z.string(),
      costNtd: z.int().nullable(),
      lifts: z.array(liftSchema),
    }),
  ),
})
export type DayLimits = z.output<typeof dayLimitsSchema>
