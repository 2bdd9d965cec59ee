/**
 * A small language for the shape of an untrusted value: each `Shape` checks a value, copies it, and refuses
 * with the field's path. Unknown fields are refused, so that a misspelt rule is never silently ignored.
 *
 * A path is written only when something is refused, from the inside out: a matrix of a thousand stops has two
 * million elements, and a text for each would cost more than the check.
 */
import { PlannerProblemError, type ProblemRefusalCode } from './problem.ts'

export type Shape = (value: unknown) => unknown

/** An object with exactly the listed fields; those in `optional` may be left out (undefined counts as absent). */
export function object(needed: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape {
  const fields = Object.entries({ ...needed, ...optional })
  return value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refuse('type', 'an object is expected')
    }
    const source = value as Record<string, unknown>
    for (const field of Object.keys(source)) {
      if (!Object.hasOwn(needed, field) && !Object.hasOwn(optional, field)) {
        refuse('unknown-field', 'the problem type has no such field', named(field))
      }
    }
    const copy: Record<string, unknown> = {}
    for (const [field, shape] of fields) {
      if (source[field] !== undefined) copy[field] = inside(shape, source[field], field)
      else if (Object.hasOwn(needed, field)) refuse('missing', 'this field is needed', named(field))
    }
    return copy
  }
}

/** A list of at most `most` elements. */
export function list(element: Shape, most: number): Shape {
  return value => {
    const copy: unknown[] = []
    checkEach(value, element, most, checked => copy.push(checked))
    return copy
  }
}

/** A list of plain values, kept as it came once it is checked: the matrices of a big day are not held twice. */
export function plainList(element: Shape, most: number): Shape {
  return value => {
    checkEach(value, element, most, () => undefined)
    return value
  }
}

function checkEach(value: unknown, element: Shape, most: number, keep: (checked: unknown) => void): void {
  if (!Array.isArray(value)) refuse('type', 'a list is expected')
  const elements = value as unknown[]
  if (elements.length > most) refuse('range', `${elements.length} elements, at most ${most} are allowed`)
  let index = 0
  try {
    for (; index < elements.length; index++) keep(element(elements[index]))
  } catch (refusal) {
    throw placed(refusal, `[${index}]`)
  }
}

/** A map from free keys to values of one shape, e.g. pieces by cylinder size. */
export function mapOf(element: Shape): Shape {
  return value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refuse('type', 'an object is expected')
    }
    const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>
    for (const [key, item] of Object.entries(value)) copy[key] = inside(element, item, key)
    return { ...copy }
  }
}

/** A finite number between the two limits, both included. */
export function number(least: number, most: number): Shape {
  return value => {
    if (typeof value !== 'number') refuse('type', 'a number is expected')
    if (!((value as number) >= least && (value as number) <= most)) {
      refuse('range', `${value} is not between ${least} and ${most}`)
    }
    return value
  }
}

/** A whole number between the two limits, both included. */
export function whole(least: number, most: number): Shape {
  const inRange = number(least, most)
  return value => {
    inRange(value)
    if (!Number.isInteger(value)) refuse('range', `${value} is not a whole number`)
    return value
  }
}

/** A text of 1 to 200 characters. */
export const text: Shape = value => {
  if (typeof value !== 'string') return refuse('type', 'a text is expected')
  if (value.length < 1 || value.length > 200) {
    refuse('range', `a text of 1 to 200 characters is expected, not ${value.length}`)
  }
  return value
}

export const boolean: Shape = value => {
  if (typeof value !== 'boolean') refuse('type', 'true or false is expected')
  return value
}

/** One of the listed values. */
export function oneOf(...choices: (string | number)[]): Shape {
  return value => {
    if (!choices.includes(value as string | number))
      refuse('type', `one of ${choices.join(', ')} is expected`)
    return value
  }
}

/** The value or null. */
export function nullable(shape: Shape): Shape {
  return value => (value === null ? null : shape(value))
}

/** Checks a field and lets a refusal name it. */
export function inside(shape: Shape, value: unknown, field: string): unknown {
  try {
    return shape(value)
  } catch (refusal) {
    throw placed(refusal, named(field))
  }
}

function refuse(code: ProblemRefusalCode, detail: string, path = ''): never {
  throw new PlannerProblemError(code, path, detail)
}

/** The same refusal, one step further out. */
function placed(refusal: unknown, step: string): unknown {
  if (!(refusal instanceof PlannerProblemError)) return refusal
  return new PlannerProblemError(refusal.code, step + refusal.path, refusal.detail)
}

function named(field: string): string {
  return /^[A-Za-z_]\w*$/.test(field) ? `.${field}` : `[${JSON.stringify(field.slice(0, 60))}]`
}
