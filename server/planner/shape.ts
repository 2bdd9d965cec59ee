/**
 * A small language for the shape of an untrusted value: each `Shape` checks a value, copies it, and refuses
 * with the field's path. Unknown fields are refused, so that a misspelt rule is never silently ignored.
 */
import { PlannerProblemError } from './problem.ts'

export type Shape = (value: unknown, path: string) => unknown

/** An object with exactly the listed fields; those in `optional` may be left out (undefined counts as absent). */
export function object(needed: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new PlannerProblemError('type', path || 'problem', 'an object is expected')
    }
    const source = value as Record<string, unknown>
    const copy: Record<string, unknown> = {}
    for (const field of Object.keys(source)) {
      if (!Object.hasOwn(needed, field) && !Object.hasOwn(optional, field)) {
        throw new PlannerProblemError(
          'unknown-field',
          join(path, field),
          'the problem type has no such field',
        )
      }
    }
    for (const [field, shape] of Object.entries(needed)) {
      if (source[field] === undefined) {
        throw new PlannerProblemError('missing', join(path, field), 'this field is needed')
      }
      copy[field] = shape(source[field], join(path, field))
    }
    for (const [field, shape] of Object.entries(optional)) {
      if (source[field] !== undefined) copy[field] = shape(source[field], join(path, field))
    }
    return copy
  }
}

/** A list of at most `most` elements. */
export function list(element: Shape, most: number): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) throw new PlannerProblemError('type', path, 'a list is expected')
    if (value.length > most) {
      throw new PlannerProblemError('range', path, `${value.length} elements, at most ${most} are allowed`)
    }
    return Array.from(value, (item, index) => element(item, `${path}[${index}]`))
  }
}

/** A map from free keys to values of one shape, e.g. pieces by cylinder size. */
export function mapOf(element: Shape): Shape {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new PlannerProblemError('type', path, 'an object is expected')
    }
    const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>
    for (const [key, item] of Object.entries(value)) copy[key] = element(item, join(path, key))
    return { ...copy }
  }
}

/** A finite number between the two limits, both included. */
export function number(least: number, most: number): Shape {
  return (value, path) => {
    if (typeof value !== 'number') throw new PlannerProblemError('type', path, 'a number is expected')
    if (!(value >= least && value <= most)) {
      throw new PlannerProblemError('range', path, `${value} is not between ${least} and ${most}`)
    }
    return value
  }
}

/** A whole number between the two limits, both included. */
export function whole(least: number, most: number): Shape {
  const inRange = number(least, most)
  return (value, path) => {
    inRange(value, path)
    if (!Number.isInteger(value))
      throw new PlannerProblemError('range', path, `${value} is not a whole number`)
    return value
  }
}

/** A text of 1 to 200 characters. */
export const text: Shape = (value, path) => {
  if (typeof value !== 'string') throw new PlannerProblemError('type', path, 'a text is expected')
  if (value.length < 1 || value.length > 200) {
    throw new PlannerProblemError(
      'range',
      path,
      `a text of 1 to 200 characters is expected, not ${value.length}`,
    )
  }
  return value
}

export const boolean: Shape = (value, path) => {
  if (typeof value !== 'boolean') throw new PlannerProblemError('type', path, 'true or false is expected')
  return value
}

/** One of the listed values. */
export function oneOf(...choices: (string | number)[]): Shape {
  return (value, path) => {
    if (!choices.includes(value as string | number)) {
      throw new PlannerProblemError('type', path, `one of ${choices.join(', ')} is expected`)
    }
    return value
  }
}

/** The value or null. */
export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? null : shape(value, path))
}

function join(path: string, field: string): string {
  const name = /^[A-Za-z_]\w*$/.test(field) ? `.${field}` : `[${JSON.stringify(field.slice(0, 60))}]`
  return path === '' ? name.replace(/^\./, '') : `${path}${name}`
}
