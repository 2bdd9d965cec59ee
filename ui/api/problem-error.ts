import type { ProblemBody, ProblemFault, ProblemKind } from '@luckygas/contract/kernel/problem.ts'

/** Refusals made on this side of the wire, in the same shape as the server's. */
export const networkCodes = {
  offline: 'network.offline',
  timeout: 'network.timeout',
  circuitOpen: 'network.circuit-open',
  aborted: 'network.aborted',
  unreadable: 'network.unreadable-answer',
} as const

/** Every failure a caller of the API sees: the server's problem JSON, or the network's failure in the same six kinds. */
export class ProblemError extends Error {
  readonly kind: ProblemKind
  readonly code: string
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  readonly params: Record<string, string | number>
  readonly faults: readonly ProblemFault[]
  /** Seconds to wait before trying again, where known. */
  readonly retryAfter: number | undefined
  readonly traceId: string | undefined

  constructor(body: Pick<ProblemBody, 'kind' | 'code' | 'status'> & Partial<ProblemBody>) {
    super(body.code)
    this.name = 'ProblemError'
    this.kind = body.kind
    this.code = body.code
    this.status = body.status
    this.params = body.params ?? {}
    this.faults = body.faults ?? []
    this.retryAfter = body.retryAfter
    this.traceId = body.traceId
  }
}

export function networkProblem(code: string, retryAfter?: number): ProblemError {
  return new ProblemError({
    kind: 'unavailable',
    code,
    status: 0,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })
}

export function isProblem(error: unknown, code?: string): error is ProblemError {
  return error instanceof ProblemError && (code === undefined || error.code === code)
}

const kindsByStatus: [from: number, kind: ProblemKind][] = [
  [500, 'defect'],
  [409, 'refused'],
  [404, 'missing'],
  [401, 'denied'],
  [400, 'invalid'],
]

/** Status → kind for an answer that is not problem JSON, such as a proxy's own page. */
function kindOfStatus(status: number): ProblemKind {
  if (status === 429 || (status >= 502 && status <= 504)) return 'unavailable'
  return kindsByStatus.find(([from]) => status >= from)?.[1] ?? 'defect'
}

/** Reads a failed answer; never throws anything but the network's own failure. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const headerSeconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfter = Number.isFinite(headerSeconds) ? headerSeconds : undefined
  const fallback = {
    kind: kindOfStatus(response.status),
    code: `http.${response.status}`,
    status: response.status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
  if (!(response.headers.get('content-type') ?? '').includes('json')) return new ProblemError(fallback)
  try {
    const body = (await response.json()) as Partial<ProblemBody>
    return new ProblemError({ ...fallback, ...body, status: response.status })
  } catch {
    return new ProblemError(fallback)
  }
}
