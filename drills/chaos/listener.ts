import { createLiveClient, type Socket } from '../../ui/live/live-client.ts'

/** What one open page has heard of its streams. */
export interface Heard {
  /** The last sequence of each stream. */
  last: Readonly<Record<string, number>>
  events: number
  /** A sequence was left out. */
  gaps: number
  /** Streams whose missed events the server said it no longer keeps. */
  resets: number
}

export interface Listener {
  heard(): Heard
  stop(): void
}

/** An open page of the office: the apps' own live client on one realtime process, which comes back whenever it is cut. */
export function openListener(origin: string, token: () => Promise<string>): Listener {
  const tally = { events: 0, gaps: 0, resets: 0 }
  const before: Record<string, number> = {}
  const client = createLiveClient({
    open: () => new WebSocket(`${origin.replace('http', 'ws')}/api/live`) as unknown as Socket,
    accessToken: token,
    onEvent: ({ stream, sequence }) => {
      const last = before[stream]
      if (last !== undefined && sequence !== last + 1) tally.gaps += 1
      before[stream] = sequence
      tally.events += 1
    },
    onReset: streams => {
      tally.resets += streams.length
      for (const stream of streams) delete before[stream]
    },
    nowMs: () => Date.now(),
    heartbeatMs: 5_000,
  })
  client.start()
  return { heard: () => ({ last: { ...client.sequences() }, ...tally }), stop: client.stop }
}
