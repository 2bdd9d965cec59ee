import type { AwaitedJobs, JobLimits } from '../ports/queue/queue.port.ts'

/** Heavy kinds leave a hand of each worker free for what is urgent. */
export const jobLimits: JobLimits = {
  'imports.run': 1,
  'forecasting.build-due-list': 1,
  'platform.backup': 1,
  'platform.backup-verify': 1,
  'platform.prune': 1,
}

/** Somebody sits before the screen until they are done. */
export const awaitedJobs: AwaitedJobs = [
  'dispatch.build-plan',
  'forecasting.asked-due-list',
  'imports.upload-list',
]
