import { z } from 'zod'
import { idSchema, instantSchema } from './shared.ts'

/** One thing somebody did to the plan; names and letters in `subject` are for people. */
export const planStepSchema = z.object({
  id: idSchema,
  number: z.int(),
  kind: z.string(),
  doneBy: idSchema,
  doneByName: z.string(),
  doneAt: instantSchema,
  subject: z.record(z.string(), z.union([z.string(), z.number()])),
  isUndone: z.boolean(),
  mayUndo: z.boolean(),
  mayRedo: z.boolean(),
})
