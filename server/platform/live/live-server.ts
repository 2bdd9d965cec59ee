import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { Problem } from '../../../contract/kernel/problem.ts'
import type { ServerFrame } from '../../../contract/messages/live.ts'
import { may, type Role } from '../../../contract/permissions.ts'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import { readNewestSequences } from '../events/events.store.ts'
import { eventsChannel } from '../events/relay.ts'
import { type HelloOptions, readFrame, welcome } from './hello.ts'
import { isOpen, type Listener, type PumpOptions, pump, sendFrame, sendLatest } from './listener.ts'
import { startLookers } from './lookers.ts'
import { sharePages } from './shared-pages.ts'

export const livePath = '/api/live'
/** Fixes of drivers, not events: newest wins, nothing is kept or resumed. */
export const positionsChannel = 'luckygas_positions'

/** Why a socket was closed, beside the standard codes; a client comes back after each of them. */
const closeCodes = { badFrame: 4400, notSignedIn: 4401, helloMissing: 4408, rightsChanged: 4409 } as const
const heartbeatMs = 25_000
const largestFrameBytes = 16_384

/** What a session allows now; a socket that was opened with something else is closed. */
export interface SessionRights {
  role: Role
  depotId: string | null
}

export interface LiveOptions extends HelloOptions {
  pubsub: PubSub
  /** The sessions, of those given, that still stand, with what they allow. */
  readSessionRights(sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionRights>>
  onCount(sockets: number): void
  onFault(error: Error): void
  helloTimeoutMs?: number
  /** How soon an ended session, a disabled user or a changed role closes a socket. */
  sessionCheckMs?: number
  slowReaderMs?: number
  /** How soon an event whose announcement was lost, as when a Redis dies, is found. */
  lookMs?: number
}

/** The live sockets of one process; `attach` to each HTTP server it listens on. */
export async function startLive(given: LiveOptions) {
  const pages = sharePages(given.db)
  const usual = { helloTimeoutMs: 10_000, sessionCheckMs: 5_000, slowReaderMs: 15_000, lookMs: 1_000 }
  const options = { ...usual, ...given, pages }
  const wss = new WebSocketServer({ noServer: true, maxPayload: largestFrameBytes, perMessageDeflate: false })
  const listeners = new Set<Listener>()

  const unsubscribeEvents = await options.pubsub.subscribe(eventsChannel, message => {
    const stream = message === '' ? undefined : (JSON.parse(message) as { stream: string }).stream
    pages.forget(stream)
    for (const listener of listeners) if (!stream || listener.sent.has(stream)) void pump(options, listener)
  })
  const unsubscribePositions = await options.pubsub.subscribe(positionsChannel, message => {
    if (message === '') return
    const frame: ServerFrame = {
      type: 'position',
      ...(JSON.parse(message) as Omit<Extract<ServerFrame, { type: 'position' }>, 'type'>),
    }
    for (const { actor, socket } of listeners) if (may(actor.role, 'tracking.read')) sendLatest(socket, frame)
  })
  const lookers = await startLookers({ ...options, process: randomUUID(), listeners })
  const heartbeat = setInterval(() => {
    for (const listener of listeners) {
      if (!listener.isAlive) listener.socket.terminate()
      listener.isAlive = false
      listener.socket.ping()
    }
  }, heartbeatMs)
  const look = setInterval(() => {
    findUnannounced(options, listeners).catch(options.onFault)
  }, options.lookMs)
  const sessionCheck = setInterval(() => {
    closeEndedSessions(options, listeners).catch(options.onFault)
  }, options.sessionCheckMs)

  wss.on('connection', (socket: WebSocket) => {
    let listener: Listener | undefined
    let isGreeting = false
    const timeout = setTimeout(
      () => socket.close(closeCodes.helloMissing, 'hello expected'),
      options.helloTimeoutMs,
    )
    socket.on('error', options.onFault)
    socket.on('close', () => {
      clearTimeout(timeout)
      if (listener) {
        listeners.delete(listener)
        lookers.look(listener, null)
      }
      options.onCount(listeners.size)
    })
    socket.on('pong', () => {
      if (listener) listener.isAlive = true
    })
    socket.on('message', async data => {
      const frame = readFrame(data.toString())
      if (!frame) return socket.close(closeCodes.badFrame, 'bad frame')
      if (frame.type === 'ping') return sendFrame(socket, { type: 'pong', at: frame.at })
      if (frame.type === 'look') {
        if (listener && may(listener.actor.role, 'dispatch.read')) lookers.look(listener, frame.place)
        return
      }
      if (isGreeting) return
      isGreeting = true
      clearTimeout(timeout)
      try {
        const made = await welcome(options, socket, frame)
        // It may have gone while we looked who it is.
        if (!isOpen(socket)) return
        listener = made
        listeners.add(made)
        options.onCount(listeners.size)
        await pump(options, made)
      } catch (error) {
        if (error instanceof Problem && error.kind === 'denied')
          return socket.close(closeCodes.notSignedIn, 'not signed in')
        options.onFault(error as Error)
        socket.close(1011, 'try again')
      }
    })
  })

  return {
    attach: (server: Server) => {
      server.on('upgrade', (request, socket, head) => {
        // `parse`, because a stranger may ask for something that is no address at all.
        if (URL.parse(request.url ?? '/', 'http://host')?.pathname !== livePath) {
          socket.destroy()
          return
        }
        wss.handleUpgrade(request, socket, head, opened => wss.emit('connection', opened, request))
      })
    },
    stop: async () => {
      clearInterval(heartbeat)
      clearInterval(sessionCheck)
      clearInterval(look)
      await unsubscribeEvents()
      await unsubscribePositions()
      await lookers.stop()
      for (const socket of wss.clients) socket.close(1012, 'restarting')
      await new Promise(resolve => setTimeout(resolve, 50))
      for (const socket of wss.clients) socket.terminate()
      wss.close()
    },
  }
}
export type Live = Awaited<ReturnType<typeof startLive>>

/**
 * Pub/sub tells at most once; what it did not tell is found by asking how far each stream is, one question for all.
 */
async function findUnannounced(
  options: Pick<LiveOptions, 'db'> & PumpOptions,
  listeners: ReadonlySet<Listener>,
): Promise<void> {
  const streams = new Set([...listeners].flatMap(listener => [...listener.sent.keys()]))
  const newest = await readNewestSequences(options.db, [...streams])
  const behind = [...listeners].filter(({ sent }) =>
    [...sent].some(([stream, sequence]) => sequence < (newest.get(stream) ?? 0)),
  )
  if (behind.length === 0) return
  options.pages.forget()
  for (const listener of behind) void pump(options, listener)
}

/** Closes the sockets whose session ended, whose user was disabled, or whose role or depot is another now. */
async function closeEndedSessions(
  { readSessionRights }: Pick<LiveOptions, 'readSessionRights'>,
  listeners: ReadonlySet<Listener>,
): Promise<void> {
  const checked = [...listeners]
  const sessionIds = new Set(checked.flatMap(({ actor }) => actor.sessionId ?? []))
  if (sessionIds.size === 0) return
  const standing = await readSessionRights([...sessionIds])
  for (const { actor, socket } of checked) {
    if (actor.sessionId === undefined) continue
    const rights = standing.get(actor.sessionId)
    if (!rights) socket.close(closeCodes.notSignedIn, 'session ended')
    else if (rights.role !== actor.role || rights.depotId !== actor.depotId)
      socket.close(closeCodes.rightsChanged, 'rights changed')
  }
}
