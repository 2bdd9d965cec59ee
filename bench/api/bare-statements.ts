import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { uuidv7 } from '../../contract/kernel/ids.ts'
import type { System } from '../../server/main/wiring.ts'
import { makeHttpServer } from '../../server/platform/http/http-server.ts'
import { registerRoutes } from '../../server/platform/http/register-routes.ts'
import type { ApiRequest, Operation } from './operations.ts'
import { recordStatements, type Unit } from './statements.ts'

export interface Captured {
  request: ApiRequest
  /** Every statement the request sent, in transactions as it had them. */
  units: Unit[]
}

const samples = 24

/**
 * Answers a few requests of each kind inside this process, by the program's own routes, and keeps what they sent to
 * PostgreSQL: authentication, idempotency, audit, outbox and all.
 */
export async function captureStatements(
  system: System,
  operations: readonly Operation[],
  token: string,
): Promise<Map<string, Captured[]>> {
  const app = await makeHttpServer(system)
  registerRoutes(app, { ...system, isAnswerChecked: false }, system.routes)
  const recorder = recordStatements()
  try {
    const captured = new Map<string, Captured[]>()
    for (const { name, make } of operations) {
      const ofKind: Captured[] = []
      for (let sample = 0; sample <= samples; sample += 1) {
        const request = make()
        recorder.take()
        const answer = await app.inject({
          method: request.method,
          url: request.path,
          headers: {
            authorization: `Bearer ${token}`,
            ...(request.key === undefined
              ? {}
              : { 'idempotency-key': request.key, 'content-type': 'application/json' }),
          },
          ...(request.body === undefined ? {} : { payload: request.body }),
        })
        if (answer.statusCode !== 200)
          throw new Error(`${name} answered ${answer.statusCode}: ${answer.body.slice(0, 500)}`)
        // The first one fills caches of the process that every later one finds.
        if (sample > 0) ofKind.push({ request, units: recorder.take() })
      }
      captured.set(name, ofKind)
    }
    return captured
  } finally {
    recorder.stop()
    await app.close()
  }
}

/** Sends a captured request's statements over one connection; a write gets an id and a key of its own each time. */
export async function sendBare(
  client: pg.Client,
  { request, units }: Captured,
  nowMs: number,
): Promise<void> {
  const fresh = freshIds(request, nowMs)
  for (const unit of units)
    for (const { text, values } of unit)
      await client.query(text, values?.map(value => renew(value, fresh)) ?? [])
}

function freshIds(request: ApiRequest, nowMs: number): ReadonlyMap<string, string> {
  if (request.key === undefined) return new Map()
  const { id } = JSON.parse(request.body ?? '{}') as { id: string }
  return new Map([
    [request.key, randomUUID()],
    [id, uuidv7(nowMs)],
  ])
}

function renew(value: unknown, fresh: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    let text = value
    for (const [old, own] of fresh) text = text.replaceAll(old, own)
    return text
  }
  return Array.isArray(value) ? value.map(each => renew(each, fresh)) : value
}
