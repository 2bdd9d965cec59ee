import { cancelJob, discardJob, listJobs, replayJob } from '../../../contract/endpoints/jobs.ts'
import { type Route, readRoute, writeRoute } from '../../platform/http/route.ts'
import type { JobDesk } from '../../ports/queue/queue.port.ts'
import { cancel, discard, replay } from './settle-job.action.ts'
import { showJobs } from './show-jobs.ts'

/** Background work, for those who answer for the program: what waits, runs and failed, and what to do about it. */
export function makeJobs({ desk }: { desk: JobDesk }): { routes: Route[] } {
  return {
    routes: [
      readRoute(listJobs, ({ db, now }, { query }) => showJobs(desk, db, now, query)),
      writeRoute(cancelJob, async (context, { params }) => ({
        outcome: await cancel(desk, context, params.id),
      })),
      writeRoute(replayJob, async (context, { params }) => {
        await replay(desk, context, params.id)
        return { outcome: 'waiting' as const }
      }),
      writeRoute(discardJob, async (context, { params }) => {
        await discard(desk, context, params.id)
        return { outcome: 'removed' as const }
      }),
    ],
  }
}
