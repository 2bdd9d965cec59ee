import type { Readable } from 'node:stream'
import type { Endpoint, EndpointAnswer, EndpointInput } from '../../../contract/endpoint.ts'
import type { RunningJob } from '../../ports/queue/queue.port.ts'
import type { Actor } from '../actor.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { ReportReader } from '../database/report-reader.ts'
import type { WriteContext } from '../database/write.ts'
import type { AskedJobName } from '../jobs/asked-work.ts'

/** What a reading handler may touch. */
export interface ReadContext {
  db: Database
  actor: Actor
  now: Date
  today: string
  traceId: string
  /** Where a worker answers: how to tell how far it is, and whether to stop. */
  job?: Pick<RunningJob, 'signal' | 'progress'>
}

/** What a report may touch: a snapshot to select from, and nothing that it could decide upon. */
export interface ReportContext extends Omit<ReadContext, 'db'> {
  reader: ReportReader
}

/** What a public handler (login, refresh, logout) may touch besides: the cookie jar and who is asking. */
export interface PublicContext {
  db: Database
  clock: Clock
  now: Date
  traceId: string
  clientAddress: string
  isSecure: boolean
  /** A request header by its lower-case name, as callers that prove themselves by their own secret send it. */
  header(name: string): string | undefined
  cookies: Record<string, string | undefined>
  setCookie(name: string, value: string, options: { maxAgeSeconds: number; path: string }): void
}

export interface Download {
  contentType: string
  fileName: string
  body: Buffer | Readable
  /** Show in the browser instead of saving. */
  isInline?: boolean
}

export interface UploadContext extends ReadContext {
  stream: Readable
  contentLength: number | undefined
}

/** A contract endpoint joined to the action that answers it. Capabilities export lists of these; `main` registers them. */
export interface Route {
  endpoint: Endpoint
  kind: 'read' | 'write' | 'public' | 'download' | 'upload' | 'report'
  /** The job that does it in a worker, where there are any: too heavy for a process that answers others. */
  job?: AskedJobName
  prepare?: (context: ReadContext, input: never) => Promise<unknown>
  handle: (context: never, input: never, prepared: never) => Promise<unknown>
}

type Answer<E extends Endpoint> = Promise<EndpointAnswer<E>>

export function readRoute<E extends Endpoint>(
  endpoint: E,
  handle: (context: ReadContext, input: EndpointInput<E>) => Answer<E>,
): Route {
  return { endpoint, kind: 'read', handle: handle as Route['handle'] }
}

/** A list or a sum that nobody decides money, stock or permission by: a standby may answer, seconds behind. */
export function reportRoute<E extends Endpoint>(
  endpoint: E,
  handle: (context: ReportContext, input: EndpointInput<E>) => Answer<E>,
): Route {
  return { endpoint, kind: 'report', handle: handle as Route['handle'] }
}

/** One use case, one transaction; see `runWrite` for what the platform adds. */
export function writeRoute<E extends Endpoint>(
  endpoint: E,
  handle: (context: WriteContext, input: EndpointInput<E>) => Answer<E>,
): Route {
  return { endpoint, kind: 'write', handle: handle as Route['handle'] }
}

/**
 * A write whose slow part (planning, reading a file) must not hold a transaction open: `prepare` runs first, outside;
 * `handle` then checks that what it read still holds (a version) and writes.
 */
export function preparedWriteRoute<E extends Endpoint, P>(
  endpoint: E,
  prepare: (context: ReadContext, input: EndpointInput<E>) => Promise<P>,
  handle: (context: WriteContext, input: EndpointInput<E>, prepared: P) => Answer<E>,
): Route {
  return {
    endpoint,
    kind: 'write',
    prepare: prepare as NonNullable<Route['prepare']>,
    handle: handle as Route['handle'],
  }
}

/**
 * A write or a download that is left to workers, as a job of this name: its asker waits, and is answered as if it had
 * been done at the door. A write needs an idempotency key, beside which its answer is kept.
 */
export function byWorkers(job: AskedJobName, route: Route): Route {
  return { ...route, job }
}

export function publicRoute<E extends Endpoint>(
  endpoint: E,
  handle: (context: PublicContext, input: EndpointInput<E>) => Answer<E>,
): Route {
  return { endpoint, kind: 'public', handle: handle as Route['handle'] }
}

export function downloadRoute<E extends Endpoint>(
  endpoint: E,
  handle: (context: ReadContext, input: EndpointInput<E>) => Promise<Download>,
): Route {
  return { endpoint, kind: 'download', handle: handle as Route['handle'] }
}

export function uploadRoute<E extends Endpoint>(
  endpoint: E,
  handle: (context: UploadContext, input: EndpointInput<E>) => Answer<E>,
): Route {
  return { endpoint, kind: 'upload', handle: handle as Route['handle'] }
}
