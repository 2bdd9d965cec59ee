import { z } from 'zod'
import { type CylinderType, cylinderTypeCodes, type ProductCode, productCodes } from '../kernel/cylinders.ts'
import { isBusinessDate } from '../kernel/dates.ts'

export const idSchema = z.uuid()
export const dateSchema = z.string().refine(isBusinessDate, { message: 'not a day that exists' })
export const instantSchema = z.iso.datetime({ offset: true })
/** Whole NT$ as a decimal string. */
export const ntdSchema = z.string().regex(/^-?\d{1,15}$/)
export const minuteSchema = z.int().min(0).max(2879)
export const versionSchema = z.int().min(1)
export const productCodeSchema = z.enum(productCodes as readonly [ProductCode, ...ProductCode[]])
export const cylinderTypeSchema = z.enum(cylinderTypeCodes as [CylinderType, ...CylinderType[]])
/** Cylinders by type; an absent type is none. */
export const cylinderCountsSchema = z.partialRecord(cylinderTypeSchema, z.int().min(0).max(9999))
export const windowSchema = z.object({ fromMinute: minuteSchema, toMinute: minuteSchema })
export const pointSchema = z.object({
  latitude: z.number().min(20).max(27),
  longitude: z.number().min(117).max(123),
})
export const pointSourceSchema = z.enum([
  'village-centroid',
  'town-centroid',
  'county-centroid',
  'address-service',
  'staff',
  'arrivals',
])
export const slotSchema = z.enum(['any', 'morning', 'afternoon', 'evening'])
export const prioritySchema = z.enum(['normal', 'promised', 'urgent', 'emergency'])
export const idParamsSchema = z.object({ id: idSchema })
/** Every list is limited: `cursor` is what the page before answered as `nextCursor`. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export const okSchema = z.object({ ok: z.literal(true) })
