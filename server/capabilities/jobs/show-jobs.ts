import type { EndpointAnswer, EndpointInput } from '../../../contract/endpoint.ts'
import type { listJobs } from '../../../contract/endpoints/jobs.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readTogether } from '../../platform/database/read-together.ts'
import type { JobDesk } from '../../ports/queue/queue.port.ts'

/** A failure's first words say what went wrong; the log has all of it. */
const mostErrorLetters = 400

/** The jobs, the dead first, with how many there are of each kind in each state. */
export async function showJobs(
  desk: JobDesk,
  db: Reader,
  now: Date,
  { state, name, limit }: EndpointInput<typeof listJobs>['query'],
): Promise<EndpointAnswer<typeof listJobs>> {
  const filter = { ...(state && { state }), ...(name !== undefined && { name }), limit }
  const [counts, jobs] = await readTogether(
    db,
    () => desk.count(db),
    () => desk.list(db, filter),
  )
  return {
    counts: counts.map(count => ({ ...count, since: count.since.toISOString() })),
    jobs: jobs.map(job => ({
      ...job,
      createdAt: job.createdAt.toISOString(),
      runAt: job.runAt.toISOString(),
      startedAt: job.startedAt?.toISOString() ?? null,
      lastError: job.lastError?.slice(0, mostErrorLetters) ?? null,
    })),
    at: now.toISOString(),
  }
}
