import { createHmac } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { businessDateOf } from '../../../contract/kernel/dates.ts'
import { denied, invalid, Problem, type ProblemFault } from '../../../contract/kernel/problem.ts'
import { may } from '../../../contract/permissions.ts'
import type { Actor } from '../actor.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { primaryReports, type Reports } from '../database/report-reader.ts'
import { findReplay, runWrite } from '../database/write.ts'
import type { AskWorkers } from '../jobs/ask-workers.ts'
import type { RateLimiter } from './rate-limits.ts'
import type { Download, PublicContext, ReadContext, Route, UploadContext } from './route.ts'

export interface RouteDeps {
  db: Database
  clock: Clock
  /** Where reports are read; on the primary where absent. */
  reports?: Reports
  /** Verifies a bearer token; throws a `denied` Problem when it is not good, or not for this endpoint. */
  authenticate(accessToken: string, endpointId: string): Promise<Actor>
  /** Checks answers against the contract too; on in tests and in the demo company, where drift must be loud. */
  isAnswerChecked: boolean
  /**
   * Keys the request hash that is kept beside an idempotency key. Requests carry passwords too: without this secret a
   * copy of the database would offer their plain SHA-256 to a guesser. The same for every process and every start.
   */
  requestHashKey: Buffer
  /** Who asks too much is told to wait; absent where nobody is counted. */
  limiter?: RateLimiter
  /** Has workers do what is too heavy for this process; absent, it does everything itself. */
  askWorkers?: AskWorkers
  /** Throws a Problem for an endpoint that the installation cannot serve just now, such as uploads on a full disk. */
  admit?(endpointId: string): Promise<void>
}

interface Input {
  params: unknown
  query: unknown
  body: unknown
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** Registers each route: login, permission from the one table, validation, idempotency, answer. */
export function registerRoutes(app: FastifyInstance, deps: RouteDeps, routes: Route[]): void {
  for (const route of routes) {
    const { endpoint } = route
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      bodyLimit: endpoint.bodyLimitBytes ?? 1_048_576,
      config: { endpointId: endpoint.id },
      // A session's answer holds a secret beside what a stranger may have chosen: its length must not speak (BREACH).
      ...(endpoint.path.startsWith('/api/auth/') && { compress: false as const }),
      handler: (request, reply) => answer(deps, route, request, reply),
    })
  }
}

async function answer(
  deps: RouteDeps,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (route.kind === 'public') {
    await deps.limiter?.takeAddress(request)
    return answerPublic(deps, route, request, reply)
  }
  const actor = await authorise(deps, route, request)
  await deps.limiter?.takeActor(request, actor.id, route.endpoint.id)
  await deps.admit?.(route.endpoint.id)
  const input = validate(route, request)
  const now = deps.clock.now()
  const context: ReadContext = { db: deps.db, actor, now, today: businessDateOf(now), traceId: request.id }
  switch (route.kind) {
    case 'report': {
      const { db, ...rest } = context
      const reports = deps.reports ?? primaryReports(db)
      const found = await reports.read(reader =>
        route.handle({ ...rest, reader } as never, input as never, undefined as never),
      )
      return reply.send(check(deps, route, found))
    }
    case 'read':
      return reply.send(
        check(deps, route, await route.handle(context as never, input as never, undefined as never)),
      )
    case 'download':
      return sendDownload(
        reply,
        (await (route.job && deps.askWorkers
          ? deps.askWorkers(route, { ...context, input }, goneSignal(reply))
          : route.handle(context as never, input as never, undefined as never))) as Download,
      )
    case 'upload': {
      const stream = request.body as Readable
      const length = request.headers['content-length']
      const upload: UploadContext = {
        ...context,
        stream,
        contentLength: length === undefined ? undefined : Number(length),
      }
      return reply.send(
        check(deps, route, await route.handle(upload as never, input as never, undefined as never)),
      )
    }
    case 'write':
      return answerWrite(deps, route, request, reply, context, input)
  }
}

async function authorise(deps: RouteDeps, route: Route, request: FastifyRequest): Promise<Actor> {
  const actor = await readActor(deps, route, request).catch(async error => {
    if (error instanceof Problem && error.status === 401) await deps.limiter?.takeAddress(request)
    throw error
  })
  const { access } = route.endpoint
  if (access === 'public' || !may(actor.role, access)) throw denied('identity.not-allowed', { status: 403 })
  return actor
}

async function readActor(deps: RouteDeps, route: Route, request: FastifyRequest): Promise<Actor> {
  const header = request.headers.authorization
  if (!header?.startsWith('Bearer ')) throw denied('identity.not-signed-in')
  return deps.authenticate(header.slice('Bearer '.length), route.endpoint.id)
}

async function answerWrite(
  deps: RouteDeps,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  context: ReadContext,
  input: Input,
): Promise<unknown> {
  const idempotency = route.endpoint.isKeyless ? undefined : readIdempotency(deps, route, request, input)
  if (idempotency && route.prepare) {
    const replayed = await findReplay(deps.db, context.actor.id, idempotency)
    if (replayed) return reply.header('idempotent-replay', 'true').send(replayed.answer)
  }
  if (idempotency && route.job && deps.askWorkers) {
    const answer = await deps.askWorkers(route, { ...context, input, idempotency }, goneSignal(reply))
    return reply.send(check(deps, route, answer))
  }
  const prepared = route.prepare ? await route.prepare(context, input as never) : undefined
  const result = await runWrite(
    deps,
    { actor: context.actor, traceId: context.traceId, ...(idempotency && { idempotency }) },
    async write => check(deps, route, await route.handle(write as never, input as never, prepared as never)),
  )
  if (result.isReplay) reply.header('idempotent-replay', 'true')
  return reply.send(result.answer)
}

/** Fires when the client goes away before it has its answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}

function readIdempotency(
  deps: RouteDeps,
  route: Route,
  request: FastifyRequest,
  input: Input,
): { key: string; requestHash: Buffer } {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !uuid.test(key)) throw invalid('request.idempotency-key-missing')
  const requestHash = createHmac('sha256', deps.requestHashKey)
    .update(`${route.endpoint.id}\n${canonical(input)}`)
    .digest()
  return { key, requestHash }
}

/** JSON with sorted keys, so that the same request always hashes the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}

function validate(route: Route, request: FastifyRequest): Input {
  const { params, query, body } = route.endpoint
  const faults: ProblemFault[] = []
  const input = {
    params: parse(params, request.params, 'params', faults),
    query: parse(query, request.query, 'query', faults),
    body: route.kind === 'upload' ? undefined : parse(body, request.body, 'body', faults),
  }
  if (faults.length > 0) throw invalid('request.malformed', { faults })
  return input
}

function parse(
  schema: z.ZodType | undefined,
  value: unknown,
  place: string,
  faults: ProblemFault[],
): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues.slice(0, 50)) {
    faults.push({ path: [place, ...issue.path.map(String)].join('.'), code: issue.code ?? 'invalid' })
  }
  return undefined
}

function check(deps: RouteDeps, route: Route, value: unknown): unknown {
  const schema = route.endpoint.answer
  if (!deps.isAnswerChecked || !schema) return value
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new Error(
      `answer of ${route.endpoint.id} breaks the contract: ${parsed.error.message.slice(0, 2000)}`,
    )
  return parsed.data
}

function sendDownload(reply: FastifyReply, download: Download): FastifyReply {
  const disposition = download.isInline ? 'inline' : 'attachment'
  return reply
    .header(
      'content-disposition',
      `${disposition}; filename*=UTF-8''${encodeURIComponent(download.fileName)}`,
    )
    .header('cache-control', 'private, no-store')
    .type(download.contentType)
    .send(download.body)
}

async function answerPublic(
  deps: RouteDeps,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const context: PublicContext = {
    db: deps.db,
    clock: deps.clock,
    now: deps.clock.now(),
    traceId: request.id,
    clientAddress: request.ip,
    isSecure: request.protocol === 'https',
    header: name => {
      const value = request.headers[name]
      return typeof value === 'string' ? value : undefined
    },
    cookies: request.cookies,
    setCookie: (name, value, options) => {
      reply.setCookie(name, value, {
        httpOnly: true,
        sameSite: 'strict',
        secure: request.protocol === 'https',
        path: options.path,
        maxAge: options.maxAgeSeconds,
      })
    },
  }
  return reply.send(
    check(
      deps,
      route,
      await route.handle(context as never, validate(route, request) as never, undefined as never),
    ),
  )
}
