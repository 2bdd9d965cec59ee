import { randomUUID } from 'node:crypto'

export interface Session {
  token: string
  siteIds: string[]
  /** Who works, and since when with this token, in milliseconds of `performance.now()`. */
  login: Login
  signedInAt: number
}

interface Login {
  login: string
  password: string
}

/** An order that a clerk was told is placed; instants are milliseconds of `performance.now()`. */
export interface PlacedOrder {
  siteId: string
  /** When it was sent first, and when the try was sent that was answered. */
  firstSentAt: number
  sentAt: number
  answeredAt: number
}

/** What clerks were told is done. */
export interface Acknowledged {
  orders: Map<string, PlacedOrder>
  /** Requests that were not answered at once and went through when sent again. */
  retried: number
  /** Answers that were neither done nor "try again": each is a fault of the program. */
  wrong: string[]
  /** Sent and, when the workload was stopped, still unanswered: these may or may not be there. */
  inDoubt: Set<string>
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const patienceMs = 8_000

async function ask(
  origin: string,
  method: string,
  path: string,
  body: unknown,
  token?: string,
  key: string = randomUUID(),
): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method !== 'GET' && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patienceMs),
  })
}

async function must(answer: Response): Promise<unknown> {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Signs in. @throws when the login is refused */
export async function signIn(origin: string, login: Login): Promise<string> {
  const body = { login: login.login, password: login.password }
  const answer = (await must(await ask(origin, 'POST', '/api/auth/login', body))) as { accessToken: string }
  return answer.accessToken
}

/** Tokens end after a quarter of an hour. */
const renewAfterMs = 8 * 60_000

/** Signs in anew in time; while nobody answers, the clerk goes on with what he has. */
async function keepSignedIn(session: Session, origin: string): Promise<void> {
  const before = session.signedInAt
  if (performance.now() - before < renewAfterMs) return
  session.signedInAt = performance.now()
  await signIn(origin, session.login).then(
    token => {
      session.token = token
    },
    () => {
      session.signedInAt = before
    },
  )
}

/** A price for the 20 kg cylinder and some customers of their own, invented. */
export async function openShop(
  origin: string,
  logins: readonly { role: string; login: string; password: string }[],
  customers: number,
  today: string,
): Promise<Session> {
  const loginOf = (role: string) => {
    const found = logins.find(each => each.role === role)
    if (!found) throw new Error(`no login for ${role}`)
    return found
  }
  const manager = await signIn(origin, loginOf('manager'))
  await must(
    await ask(
      origin,
      'PUT',
      '/api/products/20/price',
      { effectiveFrom: today, unitPriceNtd: '860', unit: 'cylinder', depositNtd: '1500' },
      manager,
    ),
  )
  const login = loginOf('office')
  const signedInAt = performance.now()
  const token = await signIn(origin, login)
  const siteIds: string[] = []
  for (let each = 0; each < customers; each += 1) {
    const siteId = randomUUID()
    const body = {
      id: randomUUID(),
      siteId,
      shortName: `演練商號 ${each + 1}`,
      kind: 'commercial',
      address: `臺東縣臺東市中山路 ${each + 1} 號`,
    }
    await must(await ask(origin, 'POST', '/api/customers', body, token))
    siteIds.push(siteId)
  }
  return { token, siteIds, login, signedInAt }
}

/**
 * Clerks who take orders as fast as they are answered, each from whichever server answers, until stopped. A clerk who is not
 * answered, or told to try again, sends the same order under the same key again; he counts it once it is confirmed.
 */
export function startClerks(options: {
  origins: () => readonly string[]
  session: Session
  clerks: number
  requestedOn: string
}): { acknowledged: Acknowledged; stop(): Promise<void> } {
  const acknowledged: Acknowledged = { orders: new Map(), retried: 0, wrong: [], inDoubt: new Set() }
  let isStopping = false

  async function place(clerk: number, round: number): Promise<void> {
    const { session, requestedOn } = options
    const id = randomUUID()
    const key = randomUUID()
    await keepSignedIn(session, options.origins()[0] ?? '')
    const siteId = session.siteIds[(clerk * 7 + round) % session.siteIds.length] ?? ''
    const body = {
      id,
      siteId,
      requestedOn,
      lines: [{ product: '20', quantity: 1 }],
      isDuplicateAccepted: true,
    }
    acknowledged.inDoubt.add(id)
    const firstSentAt = performance.now()
    for (let attempt = 0; ; attempt += 1) {
      const origins = options.origins()
      const origin = origins[(clerk + attempt) % origins.length] ?? ''
      const sentAt = performance.now()
      const status = await ask(origin, 'POST', '/api/orders', body, session.token, key).then(
        async answer => {
          const text = await answer.text()
          if (answer.status >= 400 && answer.status !== 503 && answer.status !== 429)
            acknowledged.wrong.push(`${answer.status} ${text.slice(0, 200)}`)
          return answer.status
        },
        () => 0,
      )
      if (status >= 200 && status < 300) {
        acknowledged.orders.set(id, { siteId, firstSentAt, sentAt, answeredAt: performance.now() })
        acknowledged.inDoubt.delete(id)
        if (attempt > 0) acknowledged.retried += 1
        return
      }
      if (status !== 0 && status !== 503 && status !== 429) return
      if (isStopping && attempt > 20) return
      await pause(200 + Math.random() * 300)
    }
  }

  const clerks = Array.from({ length: options.clerks }, async (_none, clerk) => {
    for (let round = 0; !isStopping; round += 1) await place(clerk, round)
  })
  return {
    acknowledged,
    stop: async () => {
      isStopping = true
      await Promise.all(clerks)
    },
  }
}
