import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { instantSchema } from './shared.ts'

export const jobStateSchema = z.enum(['waiting', 'running', 'dead'])
export const jobSchema = z.object({
  /** The queue's own id: a number or a UUID. */
  id: z.string(),
  /** What kind of work, by the name in the program: `imports.run`. */
  name: z.string(),
  state: jobStateSchema,
  priority: z.enum(['high', 'normal', 'low']),
  attempts: z.int(),
  maxAttempts: z.int(),
  createdAt: instantSchema,
  /** When a waiting job may run. */
  runAt: instantSchema,
  startedAt: instantSchema.nullable(),
  /** 0 to 1; null while the job has said nothing. */
  progress: z.number().min(0).max(1).nullable(),
  progressWords: z.string(),
  isCancelling: z.boolean(),
  /** Why the last attempt failed, in the words of the program. */
  lastError: z.string().nullable(),
})
export type JobAnswer = z.output<typeof jobSchema>

const jobParamsSchema = z.object({ id: z.string().regex(/^[0-9a-f-]{1,36}$/) })

export const listJobs = endpoint({
  id: 'jobs.list',
  method: 'GET',
  path: '/api/jobs',
  access: 'jobs.manage',
  summary: 'Background work that waits, runs or has failed for good; the dead first',
  query: z.object({
    state: jobStateSchema.optional(),
    name: z.string().max(80).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  answer: z.object({
    counts: z.array(
      z.object({
        name: z.string(),
        state: jobStateSchema,
        jobs: z.int(),
        /** Since when the oldest of them is there. */
        since: instantSchema,
      }),
    ),
    jobs: z.array(jobSchema),
    at: instantSchema,
  }),
})
export const cancelJob = endpoint({
  id: 'jobs.cancel',
  method: 'POST',
  path: '/api/jobs/:id/cancel',
  access: 'jobs.manage',
  summary: 'A waiting job is removed; a running one is asked to stop and not tried again',
  params: jobParamsSchema,
  answer: z.object({ outcome: z.enum(['removed', 'asked']) }),
  codes: ['jobs.gone'],
})
export const replayJob = endpoint({
  id: 'jobs.replay',
  method: 'POST',
  path: '/api/jobs/:id/replay',
  access: 'jobs.manage',
  summary: 'A dead job is tried again from the beginning',
  params: jobParamsSchema,
  answer: z.object({ outcome: z.literal('waiting') }),
  codes: ['jobs.gone'],
})
export const discardJob = endpoint({
  id: 'jobs.discard',
  method: 'POST',
  path: '/api/jobs/:id/discard',
  access: 'jobs.manage',
  summary: 'A dead job is given up',
  params: jobParamsSchema,
  answer: z.object({ outcome: z.literal('removed') }),
  codes: ['jobs.gone'],
})
