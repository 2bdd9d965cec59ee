/** The six kinds of failure; nothing else ever reaches a client. */
export const problemKinds = {
  /** The request is malformed; sending it again will fail again. */
  invalid: [400, 413, 415, 422],
  /** Not signed in (401) or not allowed (403). */
  denied: [401, 403],
  /** It does not exist, or its existence is not this caller's business. */
  missing: [404],
  /** A business rule said no; the state of the world must change first. */
  refused: [409, 422],
  /** Try again later; carries `retryAfter` in seconds where known. */
  unavailable: [429, 503, 507],
  /** Our mistake; details are in the log under the trace id, never here. */
  defect: [500],
} as const

export type ProblemKind = keyof typeof problemKinds

/** One fault inside a request or a file: a path (or row and column), a stable code, the refused value. */
export interface ProblemFault {
  path: string
  code: string
  value?: string
}

/** RFC 9457 problem JSON (`application/problem+json`). Clients show a sentence chosen by `code`. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  kind: ProblemKind
  /** Stable, dotted, owned by a capability: `orders.zone-not-served`. */
  code: string
  faults?: ProblemFault[]
  /** Facts that a sentence may need, such as a name or a number; never personal data beyond the request's own. */
  params?: Record<string, string | number>
  retryAfter?: number
  traceId: string
}

export interface ProblemOptions {
  status?: number
  faults?: ProblemFault[]
  params?: Record<string, string | number>
  retryAfter?: number
  cause?: unknown
}

/** The one error that actions throw. The platform turns it into problem JSON; anything else becomes a defect. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly code: string
  readonly status: number
  readonly options: ProblemOptions

  constructor(kind: ProblemKind, code: string, options: ProblemOptions = {}) {
    super(`${kind} ${code}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Problem'
    this.kind = kind
    this.code = code
    this.status = options.status ?? problemKinds[kind][0]
    this.options = options
  }
}

export const invalid = (code: string, options?: ProblemOptions) => new Problem('invalid', code, options)
export const denied = (code: string, options?: ProblemOptions) => new Problem('denied', code, options)
export const missing = (code: string, options?: ProblemOptions) => new Problem('missing', code, options)
export const refused = (code: string, options?: ProblemOptions) => new Problem('refused', code, options)
export const unavailable = (code: string, options?: ProblemOptions) =>
  new Problem('unavailable', code, { status: 503, ...options })
