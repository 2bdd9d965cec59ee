import type { ClientFrame, ServerFrame } from '@luckygas/contract/messages/live.ts'
import { longestSinceMs } from '@luckygas/contract/messages/live-limits.ts'
import { fullJitterMs, socketBackoff } from '../api/backoff.ts'
import { type Observable, observable } from '../observable.ts'

export type LiveState = 'connecting' | 'live' | 'offline'
export type EventFrame = Extract<ServerFrame, { type: 'event' }>
export type LookersFrame = Extract<ServerFrame, { type: 'lookers' }>
export type PositionFrame = Extract<ServerFrame, { type: 'position' }>

/** The part of a WebSocket that is used, so that a test can stand in for it. */
export interface Socket {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
}
export interface LiveOptions {
  open: () => Socket
  accessToken: () => Promise<string>
  onEvent: (frame: EventFrame) => void
  onPosition?: (frame: PositionFrame) => void
  /** Who has the page open that `look` named. */
  onLookers?: (frame: LookersFrame) => void
  /** Messages of these streams are lost for good; everything they cover must be fetched again. */
  onReset: (streams: string[]) => void
  nowMs: () => number
  random?: () => number
  /** Between heartbeats; a heartbeat without an answer until the next one closes the socket. */
  heartbeatMs?: number
}
export interface LiveClient {
  state: Observable<LiveState>
  start(): void
  stop(): void
  /** Tries at once, as when the browser says that the network is back. */
  retryNow(): void
  /** Says which page is open, so that others there see it; said again after each reconnect. */
  look(place: string | undefined): void
  /** Last sequence seen of each stream. */
  sequences(): Readonly<Record<string, number>>
}

function parseFrame(data: unknown): ServerFrame | undefined {
  try {
    const frame = JSON.parse(String(data)) as ServerFrame
    return typeof frame === 'object' && frame !== null && typeof frame.type === 'string' ? frame : undefined
  } catch {
    return undefined
  }
}

/**
 * The live socket: says hello with the last sequence of each stream (or, the first time, how long ago the page began
 * to fetch, so that nothing falls between its first answers and the welcome), comes back with exponential back-off and full
 * jitter, and resumes when a sequence is missing. Events arrive in order, each once.
 */
export function createLiveClient(options: LiveOptions): LiveClient {
  const { random = Math.random, heartbeatMs = 20_000 } = options
  const state = observable<LiveState>('offline')
  const seen: Record<string, number> = {}
  let socket: Socket | undefined
  let isWanted = false
  let failures = 0
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let pulseTimer: ReturnType<typeof setInterval> | undefined
  let isPongAwaited = false
  let place: string | undefined
  let startedMs = 0

  const drop = () => {
    clearInterval(pulseTimer)
    const dropped = socket
    socket = undefined
    if (dropped === undefined) return
    dropped.onopen = dropped.onmessage = dropped.onclose = null
    dropped.close()
  }
  const comeBack = () => {
    drop()
    clearTimeout(retryTimer)
    if (!isWanted) return
    state.set(failures === 0 ? 'connecting' : 'offline')
    retryTimer = setTimeout(connect, fullJitterMs(failures, socketBackoff, random()))
    failures += 1
  }
  const send = (frame: ClientFrame) => socket?.send(JSON.stringify(frame))
  const beat = () => {
    if (isPongAwaited) return comeBack()
    isPongAwaited = true
    send({ type: 'ping', at: options.nowMs() })
  }
  const welcome = (frame: Extract<ServerFrame, { type: 'welcome' }>) => {
    failures = 0
    isPongAwaited = false
    clearInterval(pulseTimer)
    pulseTimer = setInterval(beat, heartbeatMs)
    const lost = new Set(frame.reset)
    for (const [stream, newest] of Object.entries(frame.streams)) {
      const last = seen[stream]
      if (last === undefined) seen[stream] = frame.from?.[stream] ?? newest
      else if (lost.has(stream)) seen[stream] = newest
      else if (last > newest) {
        lost.add(stream)
        seen[stream] = newest
      }
    }
    state.set('live')
    if (place !== undefined) send({ type: 'look', place })
    if (lost.size > 0) options.onReset([...lost])
  }
  const event = (frame: EventFrame) => {
    const last = seen[frame.stream] ?? frame.sequence - 1
    if (frame.sequence <= last) return
    if (frame.sequence > last + 1) return comeBack()
    seen[frame.stream] = frame.sequence
    options.onEvent(frame)
  }
  /** Since the page began to fetch; not by the device's clock, which may be set meanwhile. */
  const sinceMs = () => Math.min(longestSinceMs, Math.max(0, Math.round(performance.now() - startedMs)))
  const receive = (frame: ServerFrame) => {
    if (frame.type === 'welcome') welcome(frame)
    else if (frame.type === 'event') event(frame)
    else if (frame.type === 'position') options.onPosition?.(frame)
    else if (frame.type === 'lookers') options.onLookers?.(frame)
    else isPongAwaited = false
  }
  async function connect() {
    if (!isWanted) return
    if (failures <= 1) state.set('connecting')
    let accessToken: string
    try {
      accessToken = await options.accessToken()
    } catch {
      return comeBack()
    }
    if (!isWanted) return
    drop()
    const opened = options.open()
    socket = opened
    opened.onopen = () => send({ type: 'hello', accessToken, resume: { ...seen }, sinceMs: sinceMs() })
    opened.onmessage = message => {
      const frame = parseFrame(message.data)
      if (frame !== undefined && opened === socket) receive(frame)
    }
    opened.onclose = () => comeBack()
  }
  return {
    state,
    start() {
      if (isWanted) return
      isWanted = true
      startedMs = performance.now()
      void connect()
    },
    stop() {
      isWanted = false
      clearTimeout(retryTimer)
      drop()
      state.set('offline')
    },
    retryNow() {
      if (!isWanted || state.get() === 'live') return
      clearTimeout(retryTimer)
      void connect()
    },
    look(next) {
      place = next
      if (state.get() === 'live') send({ type: 'look', place: next ?? null })
    },
    sequences: () => seen,
  }
}
