import { randomUUID } from 'node:crypto'
import type { Endpoint, EndpointAnswer, EndpointRequest } from '../../contract/endpoint.ts'
import { businessDateOf } from '../../contract/kernel/dates.ts'
import { uuidv7 } from '../../contract/kernel/ids.ts'
import { may } from '../../contract/permissions.ts'
import type { System } from '../../server/main/wiring.ts'
import type { Actor } from '../../server/platform/actor.ts'
import { runWrite } from '../../server/platform/database/write.ts'
import type { ReadContext } from '../../server/platform/http/route.ts'

/**
 * Does what a person with this role would do through the screen, in this process and at the system's clock: the same
 * permission table, validation, action and transaction, only without the wire. Throws the Problem a client would get.
 */
export async function act<E extends Endpoint>(
  system: System,
  actor: Actor,
  endpoint: E,
  request: EndpointRequest<E> = {},
): Promise<EndpointAnswer<E>> {
  const route = system.routes.find(candidate => candidate.endpoint === (endpoint as Endpoint))
  if (!route || endpoint.access === 'public' || !may(actor.role, endpoint.access))
    throw new Error(`${actor.role} cannot ${endpoint.id}`)
  const input = {
    params: endpoint.params?.parse(request.params ?? {}),
    query: endpoint.query?.parse(request.query ?? {}),
    body: endpoint.body?.parse(request.body ?? {}),
  } as never
  const now = system.clock.now()
  const context: ReadContext = {
    db: system.db,
    actor,
    now,
    today: businessDateOf(now),
    traceId: randomUUID(),
  }
  if (route.kind === 'read')
    return (await route.handle(context as never, input, undefined as never)) as EndpointAnswer<E>
  const prepared = (await route.prepare?.(context, input)) as never
  const body = request.body as { id?: unknown } | undefined
  const key = typeof body?.id === 'string' ? body.id : uuidv7(now.getTime())
  const write = { actor, traceId: context.traceId, idempotency: { key, requestHash: Buffer.from(key) } }
  return (await runWrite(system, write, inner => route.handle(inner as never, input, prepared)))
    .answer as EndpointAnswer<E>
}
