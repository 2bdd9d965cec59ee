import { createHash } from 'node:crypto'
import type { DriverCommand, DriverDay } from '../src/offline/outbox.types.ts'
import { dayFixture, ids } from './day-fixture.ts'

/**
 * The other end of the wire for the outbox's tests: keeps the promises of the contract (an idempotency key is answered
 * again, files resume, one position request in 15 s) and works stock and cash out from the list of facts, not step by
 * step as the phone does. `faults` decides the fate of each request in turn.
 */
export type Fault = 'none' | 'lost-before' | 'lost-after' | '503' | '401' | '500' | '422'

interface StoredFile {
  sizeBytes: number
  sha256: string
  bytes: Buffer
}

const json = (status: number, body: unknown, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } })
const problem = (status: number, kind: string, code: string, rest: object = {}) =>
  json(status, { status, kind, code, ...rest }, 'application/problem+json')

export class PretendOffice {
  readonly facts: DriverCommand[] = []
  readonly senders: string[] = []
  readonly files = new Map<string, StoredFile>()
  readonly requests: string[] = []
  readonly positions: { deviceAt: string }[] = []
  faults: (path: string) => Fault = () => 'none'
  signedIn: string | null = ids.user
  serverNow = () => new Date().toISOString()
  takesPositions = true
  /** What the office wants to know about a fact. */
  asks: (command: DriverCommand) => { id: string; kind: string }[] = () => []
  readonly dayQueries: URLSearchParams[] = []
  readonly base: DriverDay
  readonly #answers = new Map<string, unknown>()

  constructor(base: DriverDay = dayFixture()) {
    this.base = base
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input), 'http://office.test')
    this.requests.push(`${init?.method ?? 'GET'} ${url.pathname}`)
    const fault = this.faults(url.pathname)
    if (fault === 'lost-before') throw new TypeError('network')
    if (fault === '503') return problem(503, 'unavailable', 'platform.busy', { retryAfter: 1 })
    if (fault === '401') return problem(401, 'denied', 'identity.token-expired')
    if (fault === '500') return problem(500, 'defect', 'platform.defect')
    if (fault === '422') return problem(422, 'invalid', 'request.invalid')
    const answer = await this.#answer(url, init)
    if (fault === 'lost-after') throw new TypeError('network')
    return answer
  }

  async #answer(url: URL, init: RequestInit | undefined): Promise<Response> {
    const headers = new Headers(init?.headers)
    if (url.pathname === '/api/auth/refresh') {
      return this.signedIn === null
        ? problem(401, 'denied', 'identity.session-ended')
        : json(200, this.#session(this.signedIn))
    }
    const user = headers.get('authorization')?.replace('Bearer ', '')
    if (!user) return problem(401, 'denied', 'identity.no-token')
    if (url.pathname === '/api/driver/day') {
      this.dayQueries.push(url.searchParams)
      return json(200, this.day())
    }
    if (url.pathname === '/api/driver/commands') {
      return this.#take(JSON.parse(String(init?.body)) as DriverCommand, headers.get('idempotency-key'), user)
    }
    if (url.pathname === '/api/driver/positions') {
      if (!this.takesPositions) return problem(429, 'unavailable', 'tracking.too-often', { retryAfter: 40 })
      const { fixes } = JSON.parse(String(init?.body)) as { fixes: { deviceAt: string }[] }
      this.positions.push(...fixes)
      return json(200, { stored: fixes.length })
    }
    return url.pathname === '/api/files' ? this.#declare(init) : this.#upload(url, init)
  }

  #session(userId: string) {
    return {
      accessToken: userId,
      expiresAt: new Date(Date.now() + 900_000).toISOString(),
      me: { id: userId, role: 'driver', name: '林阿海', serverNow: this.serverNow() },
    }
  }

  #take(command: DriverCommand, key: string | null, user: string): Response {
    if (key !== command.id) return problem(400, 'invalid', 'idempotency.key-missing')
    const known = this.#answers.get(key)
    if (known !== undefined) return json(200, known)
    const isReused = this.facts.some(
      fact => fact.deviceId === command.deviceId && fact.deviceSequence === command.deviceSequence,
    )
    if (isReused) return problem(409, 'refused', 'deliveries.sequence-reused')
    this.facts.push(command)
    this.senders.push(user)
    const conflicts = this.asks(command)
    const answer = { outcome: conflicts.length > 0 ? 'conflict' : 'posted', conflicts }
    this.#answers.set(key, answer)
    return json(200, answer)
  }

  #declare(init: RequestInit | undefined): Response {
    const file = JSON.parse(String(init?.body)) as { id: string; sizeBytes: number; sha256: string }
    const stored = this.files.get(file.id) ?? { ...file, bytes: Buffer.alloc(0) }
    this.files.set(file.id, stored)
    return json(200, this.#progress(stored))
  }

  async #upload(url: URL, init: RequestInit | undefined): Promise<Response> {
    const stored = this.files.get(url.pathname.split('/')[3] ?? '')
    if (stored === undefined) return problem(404, 'missing', 'files.not-found')
    if (Number(url.searchParams.get('offset')) !== stored.bytes.length) {
      return problem(409, 'refused', 'files.offset-mismatch')
    }
    const piece = Buffer.from(await new Response(init?.body).arrayBuffer())
    stored.bytes = Buffer.concat([stored.bytes, piece])
    return json(200, this.#progress(stored))
  }

  #progress(file: StoredFile) {
    const isComplete = file.bytes.length === file.sizeBytes
    if (isComplete && createHash('sha256').update(file.bytes).digest('hex') !== file.sha256) {
      throw new Error('the bytes that arrived are not the bytes that were declared')
    }
    return { receivedBytes: file.bytes.length, isComplete }
  }

  /** Stock, cash and stops from the whole list of facts. */
  day(): DriverDay {
    const undone = new Set(this.facts.flatMap(fact => (fact.kind === 'undo' ? [fact.deliveryId] : [])))
    const standing = this.facts
      .filter(fact => fact.kind === 'deliver' || fact.kind === 'fail')
      .filter(fact => !undone.has(fact.deliveryId))
    const delivered = standing.filter(fact => fact.kind === 'deliver')
    const run = this.base.run
    if (run === null) return this.base
    const lines = delivered.flatMap(fact => fact.lines)
    const sum = (type: string, pick: 'fullOut' | 'emptyIn') =>
      lines.filter(line => line.product === type).reduce((total, line) => total + line[pick], 0)
    const cash = delivered
      .filter(fact => fact.payment === 'cash' || fact.payment === 'short')
      .reduce((total, fact) => total + Number(fact.amountPaidNtd), 0)
    return {
      ...this.base,
      serverNow: this.serverNow(),
      run: {
        ...run,
        cashInHandNtd: String(Number(run.cashInHandNtd) + cash),
        onTruck: run.onTruck.map(row => ({
          ...row,
          full: row.full - sum(row.cylinderType, 'fullOut'),
          empty: row.empty + sum(row.cylinderType, 'emptyIn'),
        })),
      },
      stops: this.base.stops.map(stop => {
        const mine = standing.filter(fact => fact.stopId === stop.id).at(-1)
        const hasArrived = this.facts.some(fact => fact.kind === 'arrive' && fact.stopId === stop.id)
        if (mine === undefined) return { ...stop, state: hasArrived ? ('arrived' as const) : stop.state }
        const isDelivered = mine.kind === 'deliver'
        return {
          ...stop,
          state: isDelivered ? ('done' as const) : ('failed' as const),
          delivery: {
            id: mine.deliveryId,
            outcome: isDelivered ? ('delivered' as const) : ('failed' as const),
            occurredAt: mine.deviceAt,
            payment: isDelivered ? mine.payment : null,
            amountPaidNtd: isDelivered ? mine.amountPaidNtd : '0',
            lines: isDelivered
              ? mine.lines.map(({ product, fullOut, emptyIn }) => ({ product, fullOut, emptyIn }))
              : [],
          },
        }
      }),
    }
  }
}
