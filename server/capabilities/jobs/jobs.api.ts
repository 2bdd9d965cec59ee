import { cancelJob, discardJob, listJobs, replayJob } from '../../../contract/endpoints/jobs.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import type { JobDesk } from '../../ports/queue/queue.port.ts'
import { cancel, discard, replay } from './settle-job.action.ts'
import { showJobs } from './show-jobs.ts'

interface JobsDeps {
  desk: JobDesk
  /** Told when a person has taken a job away, in the same transaction: what waited for it may wait for ever. */
  afterRemoval?(context: WriteContext): Promise<unknown>
}

/** Background work, for those who answer for the program: what waits, runs and failed, and what to do about it. */
export function makeJobs({ desk, afterRemoval = async () => undefined }: JobsDeps): { routes: Route[] } {
  return {
    routes: [
      readRoute(listJobs, ({ db, now }, { query }) => showJobs(desk, db, now, query)),
      writeRoute(cancelJob, async (context, { params }) => {
        const outcome = await cancel(desk, context, params.id)
        if (outcome === 'removed') await afterRemoval(context)
        return { outcome }
      }),
      writeRoute(replayJob, async (context, { params }) => {
        await replay(desk, context, params.id)
        return { outcome: 'waiting' as const }
      }),
      writeRoute(discardJob, async (context, { params }) => {
        await discard(desk, context, params.id)
        await afterRemoval(context)
        return { outcome: 'removed' as const }
      }),
    ],
  }
}
