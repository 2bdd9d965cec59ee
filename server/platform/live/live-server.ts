import type { Server } from 'node:http'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import {
  clientFrameSchema,
  driverStream,
  officeStream,
  type ServerFrame,
} from '../../../contract/messages/live.ts'
import { may } from '../../../contract/permissions.ts'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import type { Actor } from '../actor.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { readEventsAfter, readStreamHeads } from '../events/events.store.ts'
import { eventsChannel } from '../events/relay.ts'

export const livePath = '/api/live'
/** Fixes of drivers, not events: newest wins, nothing is kept or resumed. */
export const positionsChannel = 'luckygas_positions'

const helloTimeoutMs = 10_000
const heartbeatMs = 25_000
const pageEvents = 500
/** A reader this far behind is cut off; it resumes by sequence when it can read again. */
const maxBufferedBytes = 1_000_000

interface Listener {
  socket: WebSocket
  actor: Actor
  /** Stream → last sequence sent. */
  sent: Map<string, number>
  isPumping: boolean
  isAsked: boolean
  isAlive: boolean
}

export interface LiveOptions {
  db: Database
  clock: Clock
  pubsub: PubSub
  authenticate(accessToken: string): Promise<Actor>
  listDepotIds(): Promise<string[]>
  onCount(sockets: number): void
  onFault(error: Error): void
}

/** The live sockets of one process; `attach` to each HTTP server it listens on. */
export async function startLive(options: LiveOptions) {
  const wss = new WebSocketServer({ noServer: true, maxPayload: 16_384, perMessageDeflate: false })
  const listeners = new Set<Listener>()

  const unsubscribeEvents = await options.pubsub.subscribe(eventsChannel, message => {
    const stream = message === '' ? undefined : (JSON.parse(message) as { stream: string }).stream
    for (const listener of listeners) if (!stream || listener.sent.has(stream)) void pump(options, listener)
  })
  const unsubscribePositions = await options.pubsub.subscribe(positionsChannel, message => {
    if (message === '') return
    const frame: ServerFrame = {
      type: 'position',
      ...(JSON.parse(message) as Omit<Extract<ServerFrame, { type: 'position' }>, 'type'>),
    }
    for (const listener of listeners) if (may(listener.actor.role, 'tracking.read')) send(listener, frame)
  })
  const heartbeat = setInterval(() => {
    for (const listener of listeners) {
      if (!listener.isAlive) listener.socket.terminate()
      listener.isAlive = false
      listener.socket.ping()
    }
  }, heartbeatMs)

  wss.on('connection', (socket: WebSocket) => {
    let listener: Listener | undefined
    const timeout = setTimeout(() => socket.close(4408, 'hello expected'), helloTimeoutMs)
    socket.on('error', options.onFault)
    socket.on('close', () => {
      clearTimeout(timeout)
      if (listener) listeners.delete(listener)
      options.onCount(listeners.size)
    })
    socket.on('pong', () => {
      if (listener) listener.isAlive = true
    })
    socket.on('message', data => {
      void onFrame(options, socket, listener, data)
        .then(next => {
          if (!next || listener) return
          clearTimeout(timeout)
          listener = next
          listeners.add(next)
          options.onCount(listeners.size)
          void pump(options, next)
        })
        .catch(error => {
          options.onFault(error as Error)
          socket.close(4401, 'not signed in')
        })
    })
  })

  return {
    attach: (server: Server) => {
      server.on('upgrade', (request, socket, head) => {
        if (new URL(request.url ?? '/', 'http://host').pathname !== livePath) {
          socket.destroy()
          return
        }
        wss.handleUpgrade(request, socket, head, opened => wss.emit('connection', opened, request))
      })
    },
    stop: async () => {
      clearInterval(heartbeat)
      await unsubscribeEvents()
      await unsubscribePositions()
      for (const socket of wss.clients) socket.close(1012, 'restarting')
      await new Promise(resolve => setTimeout(resolve, 50))
      for (const socket of wss.clients) socket.terminate()
      wss.close()
    },
  }
}
export type Live = Awaited<ReturnType<typeof startLive>>

async function onFrame(
  options: LiveOptions,
  socket: WebSocket,
  listener: Listener | undefined,
  data: RawData,
): Promise<Listener | undefined> {
  const frame = clientFrameSchema.parse(JSON.parse(data.toString()))
  if (frame.type === 'ping') {
    socket.send(JSON.stringify({ type: 'pong', at: frame.at } satisfies ServerFrame))
    return undefined
  }
  if (listener) return undefined
  const actor = await options.authenticate(frame.accessToken)
  const streams = await streamsOf(options, actor)
  const heads = await readStreamHeads(options.db, streams)
  const sent = new Map<string, number>()
  const reset: string[] = []
  for (const [stream, head] of heads) {
    const asked = frame.resume[stream]
    // Unknown to the client, from another database, or older than what is kept: start at the newest.
    const isGone =
      asked !== undefined &&
      (asked > head.newest || (asked < head.newest && (head.oldest === 0 || asked < head.oldest - 1)))
    if (isGone) reset.push(stream)
    sent.set(stream, asked === undefined || isGone ? head.newest : asked)
  }
  const next: Listener = { socket, actor, sent, isPumping: false, isAsked: false, isAlive: true }
  send(next, {
    type: 'welcome',
    serverNow: options.clock.now().toISOString(),
    streams: Object.fromEntries([...heads].map(([stream, head]) => [stream, head.newest])),
    reset,
  })
  return next
}

async function streamsOf(options: LiveOptions, actor: Actor): Promise<string[]> {
  if (!may(actor.role, 'live.listen')) return []
  if (actor.role === 'driver') return actor.driverId ? [driverStream(actor.driverId)] : []
  if (actor.depotId) return [officeStream(actor.depotId)]
  return (await options.listDepotIds()).map(officeStream)
}

/** Sends a listener what it has not had, stream by stream, in order; calls meanwhile make it look once more. */
async function pump(options: LiveOptions, listener: Listener): Promise<void> {
  listener.isAsked = true
  if (listener.isPumping) return
  listener.isPumping = true
  try {
    while (listener.isAsked) {
      listener.isAsked = false
      for (const stream of listener.sent.keys()) await pumpStream(options, listener, stream)
    }
  } catch (error) {
    options.onFault(error as Error)
    listener.socket.close(1011, 'try again')
  } finally {
    listener.isPumping = false
  }
}

async function pumpStream(options: LiveOptions, listener: Listener, stream: string): Promise<void> {
  for (;;) {
    const events = await readEventsAfter(options.db, stream, listener.sent.get(stream) ?? 0, pageEvents)
    for (const event of events) {
      send(listener, {
        type: 'event',
        stream,
        sequence: event.sequence,
        kind: event.kind,
        entityId: event.entityId,
        payload: event.payload,
        at: event.at.toISOString(),
      })
      listener.sent.set(stream, event.sequence)
    }
    if (events.length < pageEvents) return
  }
}

function send(listener: Listener, frame: ServerFrame): void {
  if (listener.socket.readyState !== listener.socket.OPEN) return
  if (listener.socket.bufferedAmount > maxBufferedBytes) {
    listener.socket.terminate()
    return
  }
  listener.socket.send(JSON.stringify(frame))
}
