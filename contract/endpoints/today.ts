import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dateSchema, instantSchema, ntdSchema } from './shared.ts'

const count = z.int().min(0)

export const todaySchema = z.object({
  date: dateSchema,
  /** When these figures were true. */
  at: instantSchema,
  orders: z.object({ placed: count, open: count, cancelled: count, urgent: count }),
  stops: z.object({
    total: count,
    done: count,
    failed: count,
    /** Expected later than the plan by more than ten minutes. */
    late: count,
    /** In breach of a window, a promise or the customer's gas, if nothing is done. */
    atRisk: count,
    unplanned: count,
    /** Finished by the published minute or at most a quarter of an hour after it, of all finished ones with a minute. */
    onTime: count,
    timed: count,
  }),
  gas: z.object({ plannedGrams: count, doneGrams: count }),
  cylinders: z.object({ fullOut: count, emptyIn: count }),
  cash: z.object({ takenNtd: ntdSchema, inHandNtd: ntdSchema }),
  conflicts: z.object({ open: count, oldestAt: instantSchema.nullable() }),
  dayCloses: z.object({ runs: count, closed: count, toSign: count }),
  phones: z.object({ onTheRoad: count, silent: count }),
  /** What is wrong with the installation itself; for those who answer for it, empty for others. */
  troubles: z
    .array(
      z.object({
        what: z.enum(['shipping', 'base', 'verification', 'offsite', 'disk', 'integrity']),
        state: z.enum(['failed', 'overdue', 'low', 'full', 'faulty', 'unchecked']),
        /** When it was last tried or done. */
        at: instantSchema.nullable(),
        /** In the program's own words; of a disk, what is free; of the integrity check, what found how many. */
        detail: z.string().max(300),
      }),
    )
    .max(8),
  next: z.object({
    date: dateSchema,
    isListBuilt: z.boolean(),
    listed: count,
    sent: count,
    gasGrams: count,
    plan: z.enum(['none', 'draft', 'published']),
    unplanned: count,
  }),
  /** Stops by the half hour in which they were planned to begin and were finished; minutes after midnight. */
  progress: z.array(z.object({ minute: z.int(), planned: count, done: count, failed: count })).max(48),
  /** The days before, newest last. */
  days: z
    .array(
      z.object({
        date: dateSchema,
        done: count,
        failed: count,
        onTime: count,
        timed: count,
        gasGrams: count,
      }),
    )
    .max(14),
  /** Sites visited because of the forecast in the days before, by how many more or fewer cylinders they took. */
  forecast: z.object({ lessThanPlanned: count, asPlanned: count, moreThanPlanned: count }),
})
export type Today = z.output<typeof todaySchema>

export const getToday = endpoint({
  id: 'today.get',
  method: 'GET',
  path: '/api/today',
  access: 'dispatch.read',
  summary: "The figures of a depot's day, each the count of a list, and the fortnight before it",
  query: z.object({ date: dateSchema }),
  answer: todaySchema,
})
