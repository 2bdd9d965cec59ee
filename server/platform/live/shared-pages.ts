import type { ServerFrame } from '../../../contract/messages/live.ts'
import type { Database } from '../database/database.ts'
import { readEventsAfter } from '../events/events.store.ts'

/** Events read and sent at once; the next page waits until the reader has taken this one. */
export const pageEvents = 500
/** So long a page serves whoever else stands at the same place; thousands of sockets are sent to within it. */
const usualKeptMs = 1_000
/** After a long outage everybody stands elsewhere: then pages are hardly shared, and not kept for nothing. */
const keptPages = 32

/** Events of a stream as the frames that every listener is sent alike. */
export interface Page {
  frames: readonly { sequence: number; text: string }[]
}

export interface SharedPages {
  /** What follows a sequence of a stream, at most `pageEvents`. */
  read(stream: string, after: number): Promise<Page>
  /** Something new is known of a stream, of all where none is given: what was read before does not serve any more. */
  forget(stream?: string): void
}

/**
 * Listeners of a stream mostly stand at the same place: they share one question to the database and one text, so that an
 * event costs a process one query however many sockets it has. A page that was asked for before `forget` is never given to
 * whoever asks after it.
 */
export function sharePages(db: Database, keptMs = usualKeptMs): SharedPages {
  const pages = new Map<string, Map<number, Promise<Page>>>()
  const readFresh = async (stream: string, after: number): Promise<Page> => {
    const events = await readEventsAfter(db, stream, after, pageEvents)
    const frames = events.map(({ at, ...rest }) => ({
      sequence: rest.sequence,
      text: JSON.stringify({ type: 'event', ...rest, at: at.toISOString() } satisfies ServerFrame),
    }))
    return { frames }
  }
  return {
    read: (stream, after) => {
      const ofStream = pages.get(stream) ?? new Map<number, Promise<Page>>()
      pages.set(stream, ofStream)
      const known = ofStream.get(after)
      if (known) return known
      const page = readFresh(stream, after)
      ofStream.set(after, page)
      const oldest = ofStream.size > keptPages ? ofStream.keys().next().value : undefined
      if (oldest !== undefined) ofStream.delete(oldest)
      const drop = () => {
        if (ofStream.get(after) === page) ofStream.delete(after)
        if (ofStream.size === 0 && pages.get(stream) === ofStream) pages.delete(stream)
      }
      setTimeout(drop, keptMs).unref()
      page.catch(drop)
      return page
    },
    forget: stream => {
      if (stream === undefined) pages.clear()
      else pages.delete(stream)
    },
  }
}
