import { z } from 'zod'
import type { Reader } from '../../platform/database/database.ts'

/**
 * The value of a law or policy number on a business day: the row with the latest `effective_from` that is not after it.
 * Throws when the parameter has no value on that day or not the shape asked for, which is a defect of the installation.
 * @param schema the value's shape; a finite number where absent
 */
export async function readParameter<T = number>(
  db: Reader,
  name: string,
  onDate: string,
  schema?: z.ZodType<T>,
): Promise<T> {
  const row = await db
    .selectFrom('parameter')
    .select('value')
    .where('name', '=', name)
    .where('effective_from', '<=', onDate)
    .orderBy('effective_from', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw new Error(`parameter ${name} has no value on ${onDate}`)
  return parse(name, row.value, schema ?? (z.number() as unknown as z.ZodType<T>))
}

/** Several numbers at once, by name; the same promises as `readParameter`. */
export async function readParameters<const N extends readonly string[]>(
  db: Reader,
  names: N,
  onDate: string,
): Promise<Record<N[number], number>> {
  const rows = await db
    .selectFrom('parameter')
    .distinctOn('name')
    .select(['name', 'value'])
    .where('name', 'in', [...names])
    .where('effective_from', '<=', onDate)
    .orderBy('name')
    .orderBy('effective_from', 'desc')
    .limit(names.length)
    .execute()
  const values = new Map(rows.map(row => [row.name, parse(row.name, row.value, z.number())]))
  const missing = names.filter(name => !values.has(name))
  if (missing.length > 0) throw new Error(`parameters without a value on ${onDate}: ${missing.join(', ')}`)
  return Object.fromEntries(values) as Record<N[number], number>
}

function parse<T>(name: string, value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Error(`parameter ${name} has an unexpected shape`)
  return parsed.data
}
