import { signIn } from '../workload.ts'
import type { Ledger, Operation } from './ledger.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const patienceMs = 8_000
/** A session is renewed long before it ends, so that a server whose clock is some minutes off still knows it. */
const renewAfterMs = 240_000
/** Who is not answered when everybody goes home tries so often more. */
const lastTries = 40

/** "Try again": nobody answered, or the program said that it cannot just now. */
const again = new Set([0, 429, 503, 507])
/** Refusals that come of people working at the same things, which is what they are for. */
const usualRefusal =
  /^(dispatch\.|forecasting\.nothing-to-send|imports\.already-running|request\.stale-version|orders\.edit-not-allowed)/

export interface Request {
  method: string
  path: string
  body?: unknown
  /** Sent as they are instead of a JSON body. */
  bytes?: Uint8Array
}
export interface Reply {
  status: number
  body: unknown
}

/** One person at work: signed in, patient, asking whichever API server answers. */
export interface Desk {
  /** Sends until it is done or refused; undefined when it was neither at the end of the day. */
  write(operation: Operation, request: Request): Promise<Reply | undefined>
  /** Asks once; undefined when there was no answer. */
  read(what: string, path: string): Promise<unknown>
  /** Sends what has no key and no entry in the ledger, once. */
  send(request: Request): Promise<Reply>
  token(): Promise<string>
}

export interface Shift {
  origins: readonly string[]
  ledger: Ledger
  isOver(): boolean
}

const codeOf = ({ status, body }: Reply) => (body as { code?: string } | undefined)?.code ?? String(status)

/** @param number spreads people over the servers */
export function openDesk(shift: Shift, login: { login: string; password: string }, number: number): Desk {
  const { ledger } = shift
  let turn = number
  let known: string | undefined
  let knownSince = 0
  const origin = () => shift.origins[turn % shift.origins.length] ?? ''

  async function token(): Promise<string> {
    if (performance.now() - knownSince > renewAfterMs) known = undefined
    if (known !== undefined) return known
    known = await signIn(origin(), login)
    knownSince = performance.now()
    return known
  }

  async function once({ method, path, body, bytes }: Request, key?: string): Promise<Reply> {
    try {
      const answer = await fetch(`${origin()}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await token()}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(bytes !== undefined && { 'content-type': 'application/octet-stream' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(bytes !== undefined && { body: Uint8Array.from(bytes) }),
        signal: AbortSignal.timeout(patienceMs),
      })
      // A clock that runs ahead ends sessions early: the person signs in again.
      if (answer.status === 401) known = undefined
      const text = await answer.text()
      return { status: answer.status === 401 ? 0 : answer.status, body: bodyOf(answer, text) }
    } catch {
      return { status: 0, body: undefined }
    }
  }

  /** The other server, after a moment. */
  async function turnAway(): Promise<void> {
    turn += 1
    await pause(200 + Math.random() * 300)
  }

  async function write(operation: Operation, request: Request): Promise<Reply | undefined> {
    for (let late = 0; late < lastTries; late += shift.isOver() ? 1 : 0) {
      operation.tries += 1
      const reply = await once(request, operation.key)
      if (again.has(reply.status)) {
        await turnAway()
        continue
      }
      operation.answeredAt = performance.now()
      if (reply.status < 300) {
        operation.outcome = 'acknowledged'
        return reply
      }
      if (reply.status >= 500) {
        ledger.wrong.push(`${operation.deed}: ${reply.status} ${codeOf(reply)}`)
        return undefined
      }
      operation.outcome = 'refused'
      const code = codeOf(reply)
      if (usualRefusal.test(code)) ledger.refusals[code] = (ledger.refusals[code] ?? 0) + 1
      else ledger.wrong.push(`${operation.deed}: refused ${code}`)
      return reply
    }
    return undefined
  }

  async function read(what: string, path: string): Promise<unknown> {
    ledger.reads[what] ??= { answered: 0, missed: 0 }
    const tally = ledger.reads[what]
    const reply = await once({ method: 'GET', path })
    if (reply.status === 200) {
      tally.answered += 1
      return reply.body
    }
    if (again.has(reply.status)) {
      tally.missed += 1
      await turnAway()
    } else ledger.wrong.push(`${what}: ${reply.status} ${codeOf(reply)}`)
    return undefined
  }

  return { write, read, token, send: request => once(request) }
}

function bodyOf(answer: Response, text: string): unknown {
  if (!answer.headers.get('content-type')?.includes('json')) return text
  return text === '' ? undefined : JSON.parse(text)
}
