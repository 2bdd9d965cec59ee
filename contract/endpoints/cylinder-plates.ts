import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { cylinderTypeSchema, dateSchema, idSchema, okSchema } from './shared.ts'

const numberSchema = z.string().max(24).default('')
const faultSchema = z.enum(['expired', 'life-ended']).nullable()

const plateQuerySchema = z.object({
  mark: numberSchema,
  serial: numberSchema,
  dueDate: dateSchema.optional(),
})
const plateAnswerSchema = z.object({
  isKnown: z.boolean(),
  cylinderType: cylinderTypeSchema.nullable(),
  dueDate: dateSchema.nullable(),
  lifeEnd: dateSchema.nullable(),
  fault: faultSchema,
})

export const findPlate = endpoint({
  id: 'cylinders.find-plate',
  method: 'GET',
  path: '/api/cylinders/plate',
  access: 'cylinders.read',
  summary: 'What is known of a cylinder whose plate is scanned at the counter',
  query: plateQuerySchema,
  answer: plateAnswerSchema,
})
export const checkPlate = endpoint({
  id: 'cylinders.check-plate',
  method: 'GET',
  path: '/api/driver/cylinder-plate',
  access: 'driver.work',
  summary: 'What is known of a cylinder whose plate a driver reads, and whether it may be used today',
  query: plateQuerySchema,
  answer: plateAnswerSchema,
})
export const registerCylinder = endpoint({
  id: 'cylinders.register',
  method: 'POST',
  path: '/api/cylinders/register',
  access: 'cylinders.count',
  summary: 'A cylinder by its plate, or its new plate after an inspection; the steel’s number finds it again',
  body: z.object({
    id: idSchema,
    cylinderType: cylinderTypeSchema,
    material: z.enum(['steel', 'composite']).default('steel'),
    mark: numberSchema,
    serial: z.string().trim().min(1).max(24),
    brand: z.string().trim().max(40).default(''),
    madeOn: dateSchema.nullable().default(null),
    dueDate: dateSchema,
  }),
  answer: okSchema,
  codes: ['cylinders.due-implausible', 'cylinders.mark-taken', 'cylinders.number-missing'],
})
export const listInspections = endpoint({
  id: 'cylinders.inspections',
  method: 'GET',
  path: '/api/cylinders/inspections',
  access: 'cylinders.read',
  summary: '送驗清單: cylinders due within so many days, or past their life, by who holds them',
  query: z.object({ days: z.coerce.number().int().min(0).max(400).optional() }),
  answer: z.object({
    days: z.int(),
    cylinders: z.array(
      z.object({
        id: idSchema,
        cylinderType: cylinderTypeSchema,
        mark: z.string(),
        serial: z.string(),
        brand: z.string(),
        dueDate: dateSchema.nullable(),
        lifeEnd: dateSchema.nullable(),
        fault: faultSchema,
        holderKind: z.string(),
        holderName: z.string(),
      }),
    ),
    isCut: z.boolean(),
  }),
})
