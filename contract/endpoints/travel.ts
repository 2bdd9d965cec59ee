import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { instantSchema } from './shared.ts'

/** As many as a person would look through; those of most samples come first. */
export const mostFactorsShown = 500

const factorSchema = z.object({
  /** Zone ids; both empty: the whole company. */
  fromZone: z.string(),
  toZone: z.string(),
  /** Part of the day; `day` for all of it. */
  band: z.enum(['day', 'night', 'morning', 'midday', 'afternoon', 'evening']),
  /** Driven over estimated time. */
  factor: z.number(),
  /** Driven ways that it was learned from. */
  samples: z.int(),
  learnedAt: instantSchema,
})

export const listTravelFactors = endpoint({
  id: 'travel.list-factors',
  method: 'GET',
  path: '/api/travel/factors',
  summary: 'What our own trucks taught about travel times, by zones and part of the day',
  access: 'parameters.read',
  answer: z.object({ factors: z.array(factorSchema).max(mostFactorsShown) }),
})
