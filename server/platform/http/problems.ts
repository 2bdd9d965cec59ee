import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem, type ProblemBody } from '../../../contract/kernel/problem.ts'
import { FilesUnavailable } from '../../ports/files/files.port.ts'
import { CommitInDoubt } from '../database/commit-in-doubt.ts'
import { isConnectionFault } from '../database/database.ts'

/** Turns anything thrown into one of the six kinds. What is neither a Problem nor a lost database or file server is our defect. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isConnectionFault(error))
    return new Problem('unavailable', 'database.unavailable', { status: 503, retryAfter: 2, cause: error })
  if (error instanceof CommitInDoubt)
    return new Problem('unavailable', 'database.in-doubt', { status: 503, retryAfter: 1, cause: error })
  if (error instanceof FilesUnavailable)
    return new Problem('unavailable', 'files.unavailable', { status: 503, retryAfter: 5, cause: error })
  const status = (error as { statusCode?: unknown }).statusCode
  const code = (error as { code?: unknown }).code
  if (status === 413) return new Problem('invalid', 'request.too-large', { status: 413, cause: error })
  if (status === 415) return new Problem('invalid', 'request.type-not-allowed', { status: 415, cause: error })
  if (status === 429)
    return new Problem('unavailable', 'request.rate-limited', { status: 429, retryAfter: 1, cause: error })
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Problem('invalid', 'request.malformed', { status: 400, cause: error })
  if (code === '22P02' || code === '22003')
    return new Problem('invalid', 'request.malformed', { status: 400, cause: error })
  return new Problem('defect', 'platform.defect', { status: 500, cause: error })
}

/**
 * What befell a request. A client that hung up before its answer was whole breaks the streams behind it (one that is
 * being compressed, say): that is nobody's mistake, and what is sent now reaches nobody.
 */
export function problemOf(reply: FastifyReply, error: unknown): Problem {
  const isCut = (error as { code?: unknown }).code === 'ERR_STREAM_PREMATURE_CLOSE'
  if (isCut && reply.raw.destroyed)
    return new Problem('unavailable', 'request.abandoned', { status: 503, cause: error })
  return toProblem(error)
}

/** Writes RFC 9457 problem JSON; the cause goes to the log under the trace id and never to the client. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const problem = problemOf(reply, error)
  const { faults, params, retryAfter } = problem.options
  const body: ProblemBody = {
    type: `urn:luckygas:problem:${problem.code}`,
    title: problem.code,
    status: problem.status,
    kind: problem.kind,
    code: problem.code,
    traceId: request.id,
    ...(faults && { faults }),
    ...(params && { params }),
    ...(retryAfter !== undefined && { retryAfter }),
  }
  if (problem.kind === 'defect') request.log.error({ err: problem.options.cause ?? problem }, 'defect')
  else request.log.info({ code: problem.code, status: problem.status }, 'problem')
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)))
  return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(body))
}
