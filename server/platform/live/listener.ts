import type { WebSocket } from 'ws'
import type { ServerFrame } from '../../../contract/messages/live.ts'
import type { Actor } from '../actor.ts'
import { pageEvents, type SharedPages } from './shared-pages.ts'

/** Positions are not queued for a reader this far behind; the next fix will do. */
const maxBufferedBytes = 1_000_000

/** One signed-in socket and how far its streams have been sent. */
export interface Listener {
  socket: WebSocket
  actor: Actor
  /** Stream → last sequence sent. */
  sent: Map<string, number>
  isPumping: boolean
  isAsked: boolean
  /** It has answered since the last heartbeat. */
  isAlive: boolean
  /** The page it has open, where that is of interest to others. */
  place: string | null
}

export interface PumpOptions {
  pages: SharedPages
  /** A reader that does not take a page within this time is cut off; it resumes by sequence when it can read again. */
  slowReaderMs: number
  onFault(error: Error): void
}

export const isOpen = (socket: WebSocket) => socket.readyState === socket.OPEN

export function sendFrame(socket: WebSocket, frame: ServerFrame): void {
  sendText(socket, JSON.stringify(frame))
}

function sendText(socket: WebSocket, text: string, onTaken?: () => void): void {
  if (isOpen(socket)) socket.send(text, onTaken)
  else onTaken?.()
}

/** Sends what is worth nothing a moment later, unless the reader is behind. */
export function sendLatest(socket: WebSocket, frame: ServerFrame): void {
  if (socket.bufferedAmount < maxBufferedBytes) sendFrame(socket, frame)
}

/** Sends a listener what it has not had, stream by stream, in order; calls meanwhile make it look once more. */
export async function pump(options: PumpOptions, listener: Listener): Promise<void> {
  listener.isAsked = true
  if (listener.isPumping) return
  listener.isPumping = true
  try {
    while (listener.isAsked && isOpen(listener.socket)) {
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

async function pumpStream(options: PumpOptions, listener: Listener, stream: string): Promise<void> {
  while (isOpen(listener.socket)) {
    const { frames } = await options.pages.read(stream, listener.sent.get(stream) ?? 0)
    if (frames.length === 0) return
    await pageTaken(options, listener, done => {
      for (const [index, { sequence, text }] of frames.entries()) {
        const isLast = index === frames.length - 1
        sendText(listener.socket, text, isLast ? done : undefined)
        listener.sent.set(stream, sequence)
      }
    })
    if (frames.length < pageEvents) return
  }
}

/** Resolves when the last frame of a page has left this process; cuts the reader off when that takes too long. */
function pageTaken(
  options: PumpOptions,
  { socket }: Listener,
  write: (done: () => void) => void,
): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      socket.terminate()
      resolve()
    }, options.slowReaderMs)
    write(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
