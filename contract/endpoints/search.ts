import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import type { Permission } from '../permissions.ts'

/** Kinds of things that can be found, and the permission without which a kind stays hidden. New kinds are added here. */
export const searchKinds = {
  customer: 'customers.read',
  order: 'orders.read',
  driver: 'dispatch.read',
  vehicle: 'dispatch.read',
  user: 'users.manage',
  'cylinder-type': 'cylinders.read',
} as const satisfies Record<string, Permission>
export type SearchKind = keyof typeof searchKinds
const kindNames = Object.keys(searchKinds) as [SearchKind, ...SearchKind[]]

/** Parts of a text, from inclusive to exclusive, counted as JavaScript counts. */
const marksSchema = z.array(z.tuple([z.int().min(0), z.int().min(1)]))

export const foundSchema = z.object({
  kind: z.enum(kindNames),
  /** Shaped like a UUID, though a cylinder type's is made from its code. */
  id: z.guid(),
  /** What people call it by: customer code, order number, plate, login. */
  key: z.string(),
  title: z.string(),
  /** Address, day of the order, role, kind of vehicle. */
  detail: z.string(),
  /** What matched, where neither key, title nor detail did: a phone number, a contact, a second site. */
  because: z.string().nullable(),
  state: z.string(),
  isClosed: z.boolean(),
  marks: z.object({ key: marksSchema, title: marksSchema, detail: marksSchema, because: marksSchema }),
})
export type Found = z.output<typeof foundSchema>

export const findAnything = endpoint({
  id: 'search.find',
  method: 'GET',
  path: '/api/search',
  access: 'search.use',
  summary: 'Customers, orders and whatever else the role may see; the best first',
  query: z.object({
    q: z.string().trim().min(1).max(100),
    /** At most this many customers, as many orders, and as many of all other things together. */
    limit: z.coerce.number().int().min(1).max(50).default(8),
  }),
  answer: z.object({
    found: z.array(foundSchema),
    /** The digits, where what was typed is nothing but a phone number of eight digits or more. */
    phone: z.string().nullable(),
  }),
})
