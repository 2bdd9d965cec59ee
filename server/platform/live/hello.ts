import type { WebSocket } from 'ws'
import {
  type ClientFrame,
  clientFrameSchema,
  driverStream,
  officeStream,
} from '../../../contract/messages/live.ts'
import { may } from '../../../contract/permissions.ts'
import type { Actor } from '../actor.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { readSequenceBefore, readStreamHeads } from '../events/events.store.ts'
import { type Listener, sendFrame } from './listener.ts'

export interface HelloOptions {
  db: Database
  clock: Clock
  /** Throws a `denied` Problem when the token is not good. */
  authenticate(accessToken: string): Promise<Actor>
  listDepotIds(): Promise<string[]>
}

type Frame = ReturnType<typeof clientFrameSchema.parse>
export type Hello = Extract<Frame, { type: 'hello' }>

/** A frame that follows the contract, or undefined for anything else. */
export function readFrame(text: string): Frame | undefined {
  try {
    return clientFrameSchema.parse(JSON.parse(text) as ClientFrame)
  } catch {
    return undefined
  }
}

/** Answers a `hello`: who it is, which streams he may hear, from which sequence each goes on. */
export async function welcome(options: HelloOptions, socket: WebSocket, hello: Hello): Promise<Listener> {
  const actor = await options.authenticate(hello.accessToken)
  const heads = await readStreamHeads(options.db, await streamsOf(options, actor))
  const sent = new Map<string, number>()
  const from: Record<string, number> = {}
  const reset: string[] = []
  for (const [stream, head] of heads) {
    const resumed = hello.resume[stream]
    const asked = resumed ?? (await beganAt(options, stream, hello.sinceMs, head))
    const isGone = asked === undefined || !isKept(asked, head)
    if (isGone) reset.push(stream)
    else if (resumed === undefined && asked < head.newest) from[stream] = asked
    sent.set(stream, isGone ? head.newest : asked)
  }
  sendFrame(socket, {
    type: 'welcome',
    serverNow: options.clock.now().toISOString(),
    streams: Object.fromEntries([...heads].map(([stream, head]) => [stream, head.newest])),
    ...(Object.keys(from).length > 0 && { from }),
    reset,
  })
  return { socket, actor, sent, isPumping: false, isAsked: false, isAlive: true, place: null }
}

/** A change that began this long before a client's first question may have been committed after its answer. */
const slackMs = 5_000

/** Where a stream stood when a client began to read; the newest for one that does not say when that was. */
async function beganAt(
  { db, clock }: HelloOptions,
  stream: string,
  sinceMs: number | undefined,
  head: Head,
): Promise<number | undefined> {
  if (sinceMs === undefined || head.newest === 0) return head.newest
  const began = new Date(clock.now().getTime() - sinceMs - slackMs)
  const sequence = await readSequenceBefore(db, stream, began)
  // None of them is kept any more: it goes on from the newest.
  if (sequence === 0 && head.oldest === 0) return head.newest
  return sequence === undefined ? undefined : Math.min(sequence, head.newest)
}

interface Head {
  newest: number
  oldest: number
}

/** Whether everything after `asked` is still kept; a sequence beyond the newest is of another database. */
function isKept(asked: number, head: Head): boolean {
  if (asked >= head.newest) return asked === head.newest
  return head.oldest > 0 && asked >= head.oldest - 1
}

async function streamsOf(options: HelloOptions, actor: Actor): Promise<string[]> {
  if (!may(actor.role, 'live.listen')) return []
  if (actor.role === 'driver') return actor.driverId ? [driverStream(actor.driverId)] : []
  if (actor.depotId) return [officeStream(actor.depotId)]
  return (await options.listDepotIds()).map(officeStream)
}
