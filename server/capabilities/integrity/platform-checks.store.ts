import { sql } from 'kysely'
import type { Check } from './check.ts'

/** What every write leaves behind: events without gaps, answers beside their keys, files as announced; jobs and sessions that end. */
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
  {
    // A relay that leads takes moments; whoever waits this long waits for one that does not run.
    name: 'events.relayed',
    find: sql`select 'event-waiting' as what, jsonb_build_object('stream', stream, 'events', count(*), 'since', min(at)) as params
      from outbox_event where sequence is null and at < now() - interval '1 hour' group by stream`,
  },
  {
    name: 'jobs.not-stuck',
    find: sql`select case when is_dead then 'job-dead' else 'job-waiting' end as what,
        jsonb_build_object('job', name, 'jobId', id, 'attempts', attempts, 'error', left(last_error, 200)) as params
      from job_outbox where is_dead or (not is_running and run_at < now() - interval '6 hours')
      union all
      select 'job-silent', jsonb_build_object('jobRef', job_ref, 'worker', worker, 'seenAt', seen_at)
      from job_run where seen_at < now() - interval '6 hours'`,
  },
  {
    name: 'sessions.end-with-the-user',
    find: sql`select 'session-of-disabled-user' as what, jsonb_build_object('sessionId', f.id, 'userId', u.id) as params
      from session_family f join app_user u on u.id = f.user_id where u.status = 'disabled' and f.revoked_at is null`,
  },
  {
    name: 'sessions.tokens-follow-each-other',
    // Each session has at most one token that may still be exchanged; two are one that somebody copied.
    find: sql`select 'session-forked' as what, jsonb_build_object('sessionId', f.id, 'tokens', count(*)) as params
      from session_family f join refresh_token t on t.family_id = f.id and t.used_at is null
      where f.revoked_at is null group by f.id having count(*) > 1`,
  },
]
