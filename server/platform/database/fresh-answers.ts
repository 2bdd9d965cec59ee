import { createHash } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'
import type { Cache } from '../../ports/cache/cache.port.ts'

/** How an answer came about: it was kept, another asker's was shared while it was being made, or it was made. */
export type AnswerSource = 'kept' | 'shared' | 'made'

/**
 * @param reader what `make` reads with; one snapshot, so that what is kept is one state of the data
 * @param name what is asked, for the figures
 * @param key whom and what it is asked about; everything the answer depends on besides the data
 * @param make reads with `reader` alone, not the clock, and its answer is plain JSON
 */
export type FreshAnswers = <T>(
  reader: QueryExecutorProvider,
  name: string,
  key: string,
  make: () => Promise<T>,
) => Promise<T>

/** An answer of another state of the data is never asked for again; this only bounds how long it lies about. */
const keepMs = 600_000

/**
 * What a reader sees, as a text that is another after every commit: PostgreSQL's own snapshot, with the start
 * of this server, for after a failover or a restore the same transaction numbers may stand for other transactions.
 */
export async function readDataMark(reader: QueryExecutorProvider): Promise<string> {
  const { rows } = await sql<{ mark: string }>`select concat_ws('/', current_database(),
    extract(epoch from pg_postmaster_start_time()), pg_current_snapshot()) as mark`.execute(reader)
  if (!rows[0]) throw new Error('the database did not answer')
  return rows[0].mark
}

/**
 * Answers from a cache without ever being behind. The key carries the mark of the data, read for every question: a write
 * that was acknowledged before the question was asked has changed the mark, in whichever process it was done, so an answer
 * made before it cannot be found any more, and nothing needs to be told or thrown away. A reader without a snapshot of its
 * own may keep an answer newer than its mark, never an older one; a reader of a standby sees the standby's mark. Worth it
 * where making costs far more than one small question, and where many ask the same between two writes, as all screens do
 * that an event makes look again.
 */
export function makeFreshAnswers(options: {
  cache: Cache
  onAsked(name: string, source: AnswerSource): void
}): FreshAnswers {
  const { cache, onAsked } = options
  const making = new Map<string, Promise<unknown>>()
  return async <T>(
    reader: QueryExecutorProvider,
    name: string,
    about: string,
    make: () => Promise<T>,
  ): Promise<T> => {
    const mark = await readDataMark(reader)
    const key = createHash('sha256')
      .update(JSON.stringify([name, about, mark]))
      .digest('base64url')
    const shared = making.get(key) as Promise<T> | undefined
    if (shared) {
      onAsked(name, 'shared')
      return shared
    }
    const answer = (async () => {
      const text = await cache.get(key)
      onAsked(name, text === undefined ? 'made' : 'kept')
      if (text !== undefined) return JSON.parse(text) as T
      const made = await make()
      await cache.put(key, JSON.stringify(made), keepMs)
      return made
    })()
    making.set(key, answer)
    try {
      return await answer
    } finally {
      making.delete(key)
    }
  }
}
