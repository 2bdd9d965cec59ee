import {
  Agent,
  createServer,
  request as forward,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What can happen to a request between a phone and the server. */
export const faultKinds = ['reset-before', 'reset-after', 'unavailable', 'delay'] as const
/** `cut-midway` only where it is asked for: some of a request's body arrives, and then the line is gone. */
export type FaultKind = (typeof faultKinds)[number] | 'cut-midway'

export interface FaultProxyOptions {
  /** Where the server really is: `http://127.0.0.1:8080`. */
  target: string
  seed: number
  /** Share of requests, and of WebSockets, that something happens to, 0 to 1. */
  share: number
  kinds?: readonly FaultKind[]
  /** Which paths are at risk; the API and its socket where absent, so that an app itself still loads. */
  isAtRisk?(path: string): boolean
  longestDelayMs?: number
  /** A socket that is cut is cut within this time. */
  longestSocketMs?: number
}

export interface FaultProxy {
  origin: string
  /** Requests that came, how many of them were at risk, and what happened to how many. */
  seen: Record<FaultKind | 'requests' | 'at-risk' | 'sockets' | 'cut-sockets', number>
  /** From now on, for requests and for sockets; 0 lets everything through. */
  setShare(requests: number, sockets?: number): void
  close(): Promise<void>
}

/** What has arrived when a line dies has had this long to be read. */
const cutAfterMs = 80

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Stands before a running server as a bad line does: a seeded share of requests is cut before they arrive, cut after
 * the server has done its work and before its answer is seen (the worst case for a write), answered 503 by somebody who
 * is not the server, or delayed. WebSockets are cut before they open or at some time after.
 */
export async function openFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { kinds = faultKinds, longestDelayMs = 1_000, longestSocketMs = 2_000 } = options
  const isAtRisk = options.isAtRisk ?? (path => path.startsWith('/api/'))
  const target = new URL(options.target)
  const random = seededRandom(options.seed)
  const agent = new Agent({ keepAlive: true })
  const open = new Set<Duplex>()
  const timers = new Set<NodeJS.Timeout>()
  const seen: FaultProxy['seen'] = {
    requests: 0,
    'at-risk': 0,
    sockets: 0,
    'reset-before': 0,
    'reset-after': 0,
    unavailable: 0,
    delay: 0,
    'cut-midway': 0,
    'cut-sockets': 0,
  }
  let share = options.share
  let socketShare = share
  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }
  const strike = (path: string, risk: number): FaultKind | undefined => {
    if (!isAtRisk(path) || random() >= risk) return undefined
    return kinds[Math.floor(random() * kinds.length)]
  }
  const toServer = (request: IncomingMessage): RequestOptions => ({
    host: target.hostname,
    port: target.port,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: { ...request.headers, host: target.host },
  })

  const pass = (request: IncomingMessage, response: ServerResponse, isAnswerLost: boolean) => {
    const upstream = forward({ ...toServer(request), agent }, answer => {
      if (isAnswerLost) {
        answer.resume().once('end', () => request.socket.destroy())
        return
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    upstream.once('error', () => request.socket.destroy())
    request.pipe(upstream)
  }
  const faults: Record<FaultKind, (request: IncomingMessage, response: ServerResponse) => void> = {
    'reset-before': request => void request.socket.destroy(),
    'reset-after': (request, response) => pass(request, response, true),
    unavailable: (request, response) => {
      request.resume()
      response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>503 Service Unavailable</h1>')
    },
    'cut-midway': request => {
      const length = Number(request.headers['content-length'] ?? 0)
      let left = Math.floor(random() * length)
      const upstream = forward(toServer(request))
      upstream.on('error', () => undefined)
      const cut = () => {
        upstream.destroy()
        request.socket.destroy()
      }
      request.on('data', (piece: Buffer) => {
        const part = piece.subarray(0, left)
        left -= part.length
        upstream.write(part, () => left <= 0 && later(cutAfterMs, cut))
      })
      request.once('end', () => later(cutAfterMs, cut))
    },
    delay: (request, response) => later(random() * longestDelayMs, () => pass(request, response, false)),
  }

  const server = createServer((request, response) => {
    seen.requests += 1
    if (isAtRisk(request.url ?? '/')) seen['at-risk'] += 1
    const kind = strike(request.url ?? '/', share)
    if (!kind) return pass(request, response, false)
    seen[kind] += 1
    faults[kind](request, response)
  })
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => undefined)
  })
  server.on('upgrade', (request, socket, head) => {
    seen.sockets += 1
    const kind = strike(request.url ?? '/', socketShare)
    if (kind) seen['cut-sockets'] += 1
    if (kind === 'reset-before') return void socket.destroy()
    const upstream = forward(toServer(request))
    upstream.once('error', () => socket.destroy())
    upstream.once('response', () => socket.destroy())
    upstream.once('upgrade', (answer, far, farHead) => {
      open.add(far)
      const end = () => {
        socket.destroy()
        far.destroy()
        open.delete(far)
      }
      for (const side of [socket, far]) side.once('error', end).once('close', end)
      const lines = answer.rawHeaders.flatMap((name, index, all) =>
        index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
      )
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
      if (head.length > 0) far.write(head)
      if (farHead.length > 0) socket.write(farHead)
      socket.pipe(far).pipe(socket)
      if (kind) later(random() * longestSocketMs, end)
    })
    upstream.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    setShare: (requests, sockets = requests) => {
      share = requests
      socketShare = sockets
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of open) socket.destroy()
      agent.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
