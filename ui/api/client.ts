import type { Endpoint, EndpointAnswer, EndpointRequest } from '@luckygas/contract/endpoint.ts'
import { newId, nowMs } from '../clock.ts'
import { type AttemptRequest, attempt, isHostFailure, mayRetry } from './attempt.ts'
import { fullJitterMs, requestBackoff } from './backoff.ts'
import { type Circuit, createCircuit } from './circuit.ts'
import { isProblem, networkCodes, networkProblem, type ProblemError } from './problem-error.ts'
import { type Route, urlOf } from './route.ts'
import { login as loginRoute, logout as logoutRoute, refresh as refreshRoute } from './routes/identity.ts'
import { createSessionKeeper, type Session, type SessionKeeper } from './session.ts'

export interface CallOptions {
  signal?: AbortSignal
  /** For one attempt; 20 s where absent. */
  timeoutMs?: number
  /** Attempts after the first; only requests that may be repeated safely are. */
  retries?: number
  /** The key of a write that was begun earlier, such as a phone's command; a new one where absent. */
  idempotencyKey?: string
}
export interface ClientOptions {
  /** Origin of the server; empty for the page's own. */
  origin?: string
  fetch?: typeof fetch
  random?: () => number
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  circuit?: Circuit
}
export interface ApiClient {
  session: SessionKeeper
  circuit: Circuit
  call<E extends Endpoint>(
    route: Route<E>,
    request?: EndpointRequest<E>,
    options?: CallOptions,
  ): Promise<EndpointAnswer<E>>
  /** Raw bytes of a finished file. */
  download<E extends Endpoint>(
    route: Route<E>,
    request?: EndpointRequest<E>,
    options?: CallOptions,
  ): Promise<Blob>
  /** Sends raw bytes; the answer is the endpoint's. */
  upload<E extends Endpoint>(
    route: Route<E>,
    request: EndpointRequest<E>,
    bytes: Blob,
    options?: CallOptions,
  ): Promise<EndpointAnswer<E>>
  login(credentials: { login: string; password: string; code?: string }): Promise<Session>
  logout(): Promise<void>
}

const defaultSleep = (ms: number, signal?: AbortSignal) =>
  new Promise<void>(resolve => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** The typed client of the API: bearer token, one silent refresh, safe retries with full jitter, circuit breaker. */
export function createClient(options: ClientOptions = {}): ApiClient {
  const { origin = '', random = Math.random, sleep = defaultSleep } = options
  const fetchIt = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const circuit = options.circuit ?? createCircuit({ nowMs })
  const session = createSessionKeeper(async () => {
    const request = {
      method: refreshRoute.method,
      url: origin + refreshRoute.path,
      headers: {},
      timeoutMs: 20_000,
    }
    const outcome = await attempt(fetchIt, request)
    return 'problem' in outcome ? outcome : { session: (await outcome.response.json()) as Session }
  })

  /** Asks the breaker first, and tells it how the attempt went. */
  const guarded = async (request: AttemptRequest) => {
    const waitMs = circuit.admit()
    if (waitMs > 0) return { problem: networkProblem(networkCodes.circuitOpen, waitMs / 1000) }
    const outcome = await attempt(fetchIt, request)
    if (!('problem' in outcome) || (!isHostFailure(outcome.problem) && outcome.problem.status > 0))
      circuit.succeeded()
    else if (outcome.problem.code === networkCodes.aborted) circuit.released()
    else circuit.failed()
    return outcome
  }
  const withToken = (request: AttemptRequest): AttemptRequest => {
    const token = session.token()
    return token === undefined
      ? request
      : { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
  }
  const pauseBefore = (retry: number, problem: ProblemError) =>
    Math.max(fullJitterMs(retry, requestBackoff, random()), (problem.retryAfter ?? 0) * 1000)

  const send = async (
    route: Route<Endpoint>,
    request: AttemptRequest,
    retries: number,
  ): Promise<Response> => {
    let isRefreshed = false
    for (let retry = 0; ; retry += 1) {
      const outcome = await guarded(withToken(request))
      if ('response' in outcome) return outcome.response
      const { problem } = outcome
      if (problem.status === 401 && !isRefreshed && route.id !== loginRoute.id) {
        isRefreshed = true
        await session.refresh()
        continue
      }
      if (retry >= retries || !mayRetry(problem) || request.signal?.aborted) throw problem
      await sleep(Math.min(pauseBefore(retry, problem), 60_000), request.signal)
    }
  }
  const build = (
    route: Route<Endpoint>,
    input: EndpointRequest<Endpoint>,
    how: CallOptions,
    bytes?: Blob,
  ) => {
    const isWrite = route.method !== 'GET'
    const headers: Record<string, string> = {}
    if (isWrite && !route.isKeyless) headers['idempotency-key'] = how.idempotencyKey ?? newId()
    if (bytes !== undefined) headers['content-type'] = 'application/octet-stream'
    else if (isWrite && input.body !== undefined) headers['content-type'] = 'application/json'
    const isRepeatable = !isWrite || !route.isKeyless || route.method === 'PUT'
    const request: AttemptRequest = {
      method: route.method,
      url:
        origin +
        urlOf(route.path, input.params as Record<string, unknown>, input.query as Record<string, unknown>),
      headers,
      body: bytes ?? (input.body === undefined ? undefined : JSON.stringify(input.body)),
      timeoutMs: how.timeoutMs ?? 20_000,
      signal: how.signal,
    }
    return { request, retries: isRepeatable ? (how.retries ?? 5) : 0 }
  }
  const answerOf = async <A>(response: Response): Promise<A> => {
    if (response.status === 204) return undefined as A
    try {
      return (await response.json()) as A
    } catch {
      throw networkProblem(networkCodes.unreadable)
    }
  }
  const client: ApiClient = {
    session,
    circuit,
    async call(route, input = {}, how = {}) {
      const { request, retries } = build(route, input, how)
      return answerOf(await send(route, request, retries))
    },
    async download(route, input = {}, how = {}) {
      const { request, retries } = build(route, input, how)
      return (await send(route, request, retries)).blob()
    },
    async upload(route, input, bytes, how = {}) {
      const { request, retries } = build(route, input, how, bytes)
      return answerOf(await send(route, request, retries))
    },
    async login(credentials) {
      const sentAtMs = nowMs()
      const answer = await client.call(loginRoute, { body: credentials })
      session.accept(answer, sentAtMs)
      return answer
    },
    async logout() {
      await client.call(logoutRoute).catch(error => {
        if (!isProblem(error)) throw error
      })
      session.end()
    },
  }
  return client
}
