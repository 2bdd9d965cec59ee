import { sql } from 'kysely'
import type { Check } from './check.ts'

/** What every write leaves behind: events without gaps, answers beside their keys, files as announced. */
export const platformChecks: readonly Check[] = [
  {
    name: 'events.sequences-without-gaps',
    find: sql`select 'sequence-gap' as what, jsonb_build_object('stream', stream, 'events', count(*),
        'first', min(sequence), 'last', max(sequence)) as params
      from outbox_event where sequence is not null group by stream
      having max(sequence) - min(sequence) + 1 <> count(*)`,
  },
  {
    name: 'events.heads-are-last',
    find: sql`select 'head-off' as what, jsonb_build_object('stream', coalesce(h.stream, e.stream),
        'head', coalesce(h.last_sequence, 0), 'last', coalesce(e.last, 0)) as params
      from outbox_stream h full join
        (select stream, max(sequence) as last from outbox_event where sequence is not null group by stream) e
        on e.stream = h.stream
      where coalesce(h.last_sequence, 0) < coalesce(e.last, 0)
        or (e.last is not null and h.last_sequence <> e.last)`,
  },
  {
    name: 'writes.keys-have-answers',
    find: sql`select 'answer-missing' as what, jsonb_build_object('actorId', actor_id, 'key', key) as params
      from idempotency_key where answer is null`,
  },
  {
    name: 'files.complete-as-announced',
    find: sql`select 'file-odd' as what, jsonb_build_object('fileId', id, 'size', size_bytes, 'received', received_bytes) as params
      from file_object where completed_at is not null and received_bytes <> size_bytes`,
  },
]
