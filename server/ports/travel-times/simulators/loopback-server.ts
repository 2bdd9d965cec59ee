import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a simulated service does instead of answering. */
export type Misbehaviour =
  | { kind: 'hang' }
  | { kind: 'slow'; ms: number }
  | { kind: 'status'; status: number; retryAfterSeconds?: number }
  | { kind: 'half-json' }
  | { kind: 'cut' }
  | { kind: 'wrong-count' }
  | { kind: 'negative' }

export interface Simulator {
  /** Such as `http://127.0.0.1:43121`. */
  url: string
  /** Requests that arrived, misbehaved ones included. */
  requests(): number
  /** Elements (pairs) that were asked in all. */
  elements(): number
  /** From now on, until `behave`, or for so many requests. */
  misbehave(how: Misbehaviour, times?: number): void
  behave(): void
  /** Stops listening and cuts every connection: from now on the connection is refused. */
  close(): Promise<void>
}

export interface Answer {
  status: number
  body: unknown
  elements: number
}

/** A way as a simulated service measures it. */
export interface SimulatedLeg {
  seconds: number
  metres: number
}

/** Speaks to this machine alone; for tests and the demonstration, never part of a running company. */
export async function startLoopback(
  answer: (request: IncomingMessage, body: string) => Answer,
  spoil: (answer: unknown, how: 'wrong-count' | 'negative') => unknown,
): Promise<Simulator> {
  let [requests, elements] = [0, 0]
  let plan: { how: Misbehaviour; left: number } | undefined
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      requests++
      const answered = answer(request, Buffer.concat(parts).toString('utf8'))
      elements += answered.elements
      const how = plan?.how
      if (plan && --plan.left <= 0) plan = undefined
      reply(response, answered, how, spoil)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    elements: () => elements,
    misbehave: (how, times = Number.POSITIVE_INFINITY) => {
      plan = { how, left: times }
    },
    behave: () => {
      plan = undefined
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function reply(
  response: ServerResponse,
  answered: Answer,
  how: Misbehaviour | undefined,
  spoil: (answer: unknown, how: 'wrong-count' | 'negative') => unknown,
): void {
  const send = (body: unknown) => {
    response.writeHead(answered.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  if (!how) {
    send(answered.body)
    return
  }
  if (how.kind === 'hang') return
  if (how.kind === 'slow') {
    setTimeout(() => send(answered.body), how.ms)
    return
  }
  if (how.kind === 'status') {
    const retry = how.retryAfterSeconds
    response.writeHead(how.status, retry === undefined ? {} : { 'retry-after': String(retry) })
    response.end('{"error":{"message":"simulated"}}')
    return
  }
  if (how.kind === 'half-json') {
    const text = JSON.stringify(answered.body)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(text.slice(0, Math.floor(text.length / 2)))
    return
  }
  if (how.kind === 'cut') {
    const text = JSON.stringify(answered.body)
    response.writeHead(200, { 'content-length': String(text.length) })
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy())
    return
  }
  send(spoil(answered.body, how.kind))
}
