import { networkCodes, networkProblem, type ProblemError, readProblem } from './problem-error.ts'

export interface AttemptRequest {
  url: string
  method: string
  headers: Record<string, string>
  body?: RequestInit['body'] | undefined
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export type AttemptOutcome = { response: Response } | { problem: ProblemError }

/** One request and its answer; failures come back as values so that the caller can decide about trying again. */
export async function attempt(fetchIt: typeof fetch, request: AttemptRequest): Promise<AttemptOutcome> {
  const timeout = AbortSignal.timeout(request.timeoutMs)
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal])
  try {
    const response = await fetchIt(request.url, {
      method: request.method,
      headers: request.headers,
      credentials: 'same-origin',
      signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    })
    return response.ok ? { response } : { problem: await readProblem(response) }
  } catch {
    if (request.signal?.aborted) return { problem: networkProblem(networkCodes.aborted) }
    return { problem: networkProblem(timeout.aborted ? networkCodes.timeout : networkCodes.offline) }
  }
}

const retriable = new Set([0, 429, 502, 503, 504])

/** Whether the same request may succeed later without anything else changing. */
export function mayRetry(problem: ProblemError): boolean {
  return retriable.has(problem.status) && problem.code !== networkCodes.aborted
}

/** Whether the failure says that the host is in trouble; being told to slow down does not. */
export function isHostFailure(problem: ProblemError): boolean {
  return mayRetry(problem) && problem.status !== 429
}
