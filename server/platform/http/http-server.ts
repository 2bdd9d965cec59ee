import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import type { Logger } from 'pino'
import { uuidv7 } from '../../../contract/kernel/ids.ts'
import type { Clock } from '../clock.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { problemOf, sendProblem } from './problems.ts'

export interface HttpServerOptions {
  logger: Logger
  metrics: Metrics
  clock: Clock
  https?: { key: string; cert: string }
  /** Addresses of proxies whose forwarded headers are believed. */
  trustProxy?: string | false
}

const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

/** A Fastify with our limits, headers, problem JSON, access log without personal data, and metrics. */
export async function makeHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { logger, metrics, clock } = options
  const serverOptions = {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy ?? false,
    requestTimeout: 60_000,
    connectionTimeout: 120_000,
    bodyLimit: 1_048_576,
    forceCloseConnections: 'idle',
    genReqId: request => {
      const header = request.headers.traceparent
      const match = typeof header === 'string' ? traceparent.exec(header) : null
      return match?.[1] ?? uuidv7(clock.now().getTime()).replaceAll('-', '')
    },
    ...(options.https && { https: options.https }),
  } as FastifyServerOptions
  const app = fastify(serverOptions) as unknown as FastifyInstance
  await app.register(cookie)
  // JSON answers; the apps' files come compressed from the build.
  await app.register(compress, {
    globalDecompression: false,
    threshold: 2_048,
    encodings: ['gzip'],
    zlibOptions: { level: 4 },
    customTypes: /^application\/(problem\+)?json(;|$)/,
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        workerSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    hsts: options.https ? { maxAge: 15_552_000 } : false,
    crossOriginEmbedderPolicy: false,
  })
  // Uploads arrive as raw bytes and are streamed to the files port.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
  app.setErrorHandler((error, request, reply) => {
    metrics.problems.inc({ code: problemOf(reply, error).code })
    return sendProblem(request, reply, error)
  })
  app.addHook('onResponse', async (request, reply) => {
    const endpoint = request.routeOptions.config.endpointId ?? 'other'
    metrics.requestSeconds.observe(
      { endpoint, status: `${Math.floor(reply.statusCode / 100)}xx` },
      reply.elapsedTime / 1000,
    )
    if (endpoint !== 'other') {
      request.log.info(
        { endpoint, status: reply.statusCode, ms: Math.round(reply.elapsedTime), trace: request.id },
        'request',
      )
    }
  })
  return app
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Id of the contract endpoint a route answers. */
    endpointId?: string
  }
}
