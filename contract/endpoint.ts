import type { z } from 'zod'
import type { Permission } from './permissions.ts'

/** What a request and its answer look like on the wire; the server validates with it, clients take their types from it. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** Stable dotted name, `orders.place`; the operation id in OpenAPI and the key in metrics. */
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path with `:name` parameters, beginning with `/api/`. */
  path: string
  summary: string
  /** `public` needs no login; otherwise the permission from the one table. */
  access: 'public' | Permission
  params?: Params
  query?: Query
  /** JSON body; an `upload` takes raw bytes instead. */
  body?: Body
  /** JSON answer; a `download` answers bytes instead. */
  answer?: Answer
  /** `upload`: raw request bytes. `download`: raw answer bytes. Default: JSON both ways. */
  transfer?: 'json' | 'upload' | 'download'
  /** Writes carry an Idempotency-Key unless they only touch the session itself. */
  isKeyless?: boolean
  /** Refusals a client should expect, besides the platform's own. */
  codes?: readonly string[]
  /** Largest JSON body in bytes; 1 MiB where absent. */
  bodyLimitBytes?: number
}

/** Keeps the schemas' exact types; the table is what OpenAPI, the route walk and the clients read. */
export function endpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodUndefined,
>(definition: Endpoint<P, Q, B, A>): Endpoint<P, Q, B, A> {
  return definition
}

type Out<T> = T extends z.ZodType ? z.output<T> : undefined
type In<T> = T extends z.ZodType ? z.input<T> : undefined
/** What a handler receives, after validation. */
export interface EndpointInput<E extends Endpoint> {
  params: Out<NonNullable<E['params']>>
  query: Out<NonNullable<E['query']>>
  body: Out<NonNullable<E['body']>>
}
/** What a client sends. */
export interface EndpointRequest<E extends Endpoint> {
  params?: In<NonNullable<E['params']>>
  query?: In<NonNullable<E['query']>>
  body?: In<NonNullable<E['body']>>
}
export type EndpointAnswer<E extends Endpoint> = Out<NonNullable<E['answer']>>
