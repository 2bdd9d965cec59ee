import {
  Problem,
  type ProblemKind,
  type ProblemOptions,
  unavailable,
} from '../../../contract/kernel/problem.ts'
import type { JobName, JobPayloads } from '../../ports/queue/queue.port.ts'
import type { Actor } from '../actor.ts'

/** A request as it travels to the worker that answers it; everything in it survives JSON. */
export interface AskedWork {
  /** Of its row in `asked_work`. */
  key: string
  actor: Actor
  traceId: string
  /** As the endpoint's schemas read it. */
  input: { params: unknown; query: unknown; body: unknown }
  /** Of a write; the hash in hex. */
  idempotency: { key: string; requestHash: string } | null
}

/** Jobs that answer a request; declared beside the route that asks for them. */
export type AskedJobName = {
  [N in JobName]: JobPayloads[N] extends AskedWork ? N : never
}[JobName]

/** The channel on which workers tell that a request is settled; the message is its key. */
export const settledChannel = 'asked_work_settled'

/** Nobody has answered for as long as a request may wait. The work goes on: the same key asks for its answer again. */
export const stillWorking = () => unavailable('request.still-working', { retryAfter: 2 })
/** Somebody has stopped the job. */
export const workCancelled = () => new Problem('refused', 'request.cancelled', { status: 409 })

/** A Problem as it is kept for its asker: without its cause, which stands in the worker's log. */
export interface KeptProblem {
  kind: ProblemKind
  code: string
  options: Omit<ProblemOptions, 'cause'>
}

export function keepProblem({ kind, code, status, options }: Problem): KeptProblem {
  const { cause, ...told } = options
  return { kind, code, options: { ...told, status } }
}

export const problemOf = ({ kind, code, options }: KeptProblem): Problem => new Problem(kind, code, options)
