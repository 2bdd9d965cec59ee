import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import { type AddressInfo, type BlockList, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { family, isLoopback, withoutMapping } from './local-network.ts'
import type { Tls } from './tls.ts'
import { isTrustPath } from './trust-paths.ts'

export type FrontDoorOptions = {
  /** Answers requests; Fastify's `app.routing`. */
  onRequest: RequestListener
  /** Takes over a connection that asks for a WebSocket. */
  onUpgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void
  port: number
  /** The address to listen on; by default the whole network with TLS and only this machine without. */
  host?: string | undefined
  tls?: Tls | undefined
  /** Proxies that end TLS for us, and the address they answer under. */
  proxies?: { addresses: BlockList; publicOrigin: string } | undefined
}

export type FrontDoor = {
  port: number
  /** The address listened on. */
  host: string
  /** Serves new connections with another certificate; open ones keep theirs. */
  useCertificate(tls: Tls): void
  /** Takes nothing new, lets running requests end for at most `graceMs`, then closes what is left. */
  close(graceMs: number): Promise<void>
}

/** The door cannot be opened as configured; the message says what to do. */
export class FrontDoorError extends Error {}

/** First byte of a TLS handshake record (RFC 8446 §5.1). No HTTP method begins with it. */
const tlsHandshake = 0x16
/** A connection that says nothing within this time is closed. */
const firstByteTimeoutMs = 15_000

/**
 * The one port of the program, for HTTP and HTTPS alike; the first byte of a connection tells them apart.
 *
 * | connection | from | answer |
 * |---|---|---|
 * | HTTPS | anywhere | everything |
 * | HTTP | this machine, or a declared proxy | everything |
 * | HTTP | the network | `/trust…` only, so that a phone can learn to trust us; a page is redirected to HTTPS, all else refused |
 *
 * One port means one address for people, one rule in a firewall, and a phone that typed `http://` still arrives.
 */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const host = options.host ?? (options.tls ? '0.0.0.0' : '127.0.0.1')
  const isOnNetwork = host !== 'localhost' && !isLoopback(host)
  if (isOnNetwork && !options.tls && !options.proxies)
    throw new FrontDoorError(
      `LUCKYGAS_HOST=${host} without HTTPS would show passwords to the network: run "npx luckygas https", set LUCKYGAS_TLS_CERT and LUCKYGAS_TLS_KEY, or declare your proxy with LUCKYGAS_PUBLIC_ORIGIN and LUCKYGAS_TRUSTED_PROXIES.`,
    )
  const full = attach(createHttpServer(options.onRequest), options.onUpgrade)
  const secure =
    options.tls && attach(createHttpsServer(certificateOf(options.tls), options.onRequest), options.onUpgrade)
  const guarded = attach(
    createHttpServer((request, response) => guard(options, request, response)),
    (_request, socket) => socket.destroy(),
  )
  const sockets = new Set<Socket>()
  const silent = new Set<Socket>()
  const listener = createServer({ noDelay: true, allowHalfOpen: true }, socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const plain = mayEnterPlainly(options, socket) ? full : guarded
    if (secure) dispatchByFirstByte(socket, silent, secure, plain)
    else plain.emit('connection', socket)
  })
  const port = await listen(listener, options.port, host)
  return {
    port,
    host,
    useCertificate: tls => secure?.setSecureContext(certificateOf(tls)),
    close: graceMs => {
      for (const socket of silent) socket.destroy()
      return close(listener, [full, guarded, ...(secure ? [secure] : [])], sockets, graceMs)
    },
  }
}

function certificateOf({ certificate, key }: Tls) {
  return { cert: certificate, key, minVersion: 'TLSv1.2' as const }
}

/** A server that is given its connections. `listening` starts its checks for slow and idle ones. */
function attach<T extends Server | HttpsServer>(server: T, onUpgrade: FrontDoorOptions['onUpgrade']): T {
  server.on('upgrade', onUpgrade)
  server.requestTimeout = 60_000
  server.headersTimeout = 30_000
  server.keepAliveTimeout = 65_000
  server.emit('listening')
  return server
}

function mayEnterPlainly({ proxies }: FrontDoorOptions, socket: Socket): boolean {
  const peer = withoutMapping(socket.remoteAddress ?? '')
  return isLoopback(peer) || (peer !== '' && proxies?.addresses.check(peer, family(peer)) === true)
}

function dispatchByFirstByte(socket: Socket, silent: Set<Socket>, secure: HttpsServer, plain: Server): void {
  const onError = () => socket.destroy()
  const timer = setTimeout(onError, firstByteTimeoutMs)
  socket.once('error', onError)
  silent.add(socket)
  const settle = () => {
    clearTimeout(timer)
    silent.delete(socket)
  }
  socket.once('close', settle)
  socket.once('data', chunk => {
    settle()
    socket.pause()
    socket.off('error', onError)
    socket.unshift(chunk)
    if (chunk[0] === tlsHandshake) {
      // The TLS layer reads what we put back by itself.
      secure.emit('connection', socket)
    } else {
      plain.emit('connection', socket)
      socket.resume()
    }
  })
}

/** What a stranger on the network gets over plain HTTP. */
function guard(options: FrontDoorOptions, ...[request, response]: Parameters<RequestListener>): void {
  const path = request.url ?? '/'
  if (options.tls?.authority && isTrustPath(path)) {
    options.onRequest(request, response)
    return
  }
  const origin = secureOrigin(options, request)
  const isPage = request.method === 'GET' || request.method === 'HEAD'
  if (isPage && origin) {
    response.writeHead(307, { location: `${origin}${path}`, 'cache-control': 'no-store' }).end()
    return
  }
  // A command or password has already crossed the network in the clear; sending it on would hide that.
  const body = { type: 'urn:luckygas:problem:request.https-only', title: 'request.https-only', status: 403 }
  response
    .writeHead(403, { 'content-type': 'application/problem+json', connection: 'close' })
    .end(JSON.stringify({ ...body, kind: 'denied', code: 'request.https-only' }))
}

function secureOrigin({ proxies, tls }: FrontDoorOptions, request: IncomingMessage): string | undefined {
  if (proxies) return proxies.publicOrigin
  const host = URL.parse(`https://${request.headers.host}`)
  return tls && host ? `https://${host.hostname}:${request.socket.localPort}` : undefined
}

function listen(listener: ReturnType<typeof createServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject)
    listener.listen({ port, host }, () => {
      listener.off('error', reject)
      resolve((listener.address() as AddressInfo).port)
    })
  })
}

async function close(
  listener: ReturnType<typeof createServer>,
  servers: (Server | HttpsServer)[],
  sockets: Set<Socket>,
  graceMs: number,
): Promise<void> {
  const deadline = performance.now() + graceMs
  listener.close()
  // Closing a server that never listened itself reports an error; its idle connections are closed all the same.
  for (const server of servers) server.close(() => undefined)
  while (sockets.size > 0 && performance.now() < deadline) {
    for (const server of servers) server.closeIdleConnections()
    await sleep(25)
  }
  for (const socket of sockets) socket.destroy()
}
