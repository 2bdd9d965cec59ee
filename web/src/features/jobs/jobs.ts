import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { listJobs } from '@luckygas/contract/endpoints/jobs.ts'

export type JobList = EndpointAnswer<typeof listJobs>
export type Job = JobList['jobs'][number]
export type JobState = Job['state']
export type JobAct = 'cancel' | 'replay' | 'discard'
/** What somebody is about to do to a job. */
export interface Asking {
  act: JobAct
  job: Job
}

/** The order in which they want a person's eye. */
export const jobStates = ['dead', 'running', 'waiting'] as const satisfies readonly JobState[]

const acts: Readonly<Record<JobState, readonly JobAct[]>> = {
  dead: ['replay', 'discard'],
  running: ['cancel'],
  waiting: ['cancel'],
}

export const actsOf = (job: Pick<Job, 'state' | 'isCancelling'>): readonly JobAct[] =>
  job.isCancelling ? [] : acts[job.state]

export const mayDo = (job: Pick<Job, 'state' | 'isCancelling'>, act: JobAct): boolean =>
  actsOf(job).includes(act)

/** How many there are of each state, whatever is shown. */
export function sumByState(counts: JobList['counts']): Record<JobState | 'all', number> {
  const sums = { all: 0, dead: 0, running: 0, waiting: 0 }
  for (const { state, jobs } of counts) {
    sums[state] += jobs
    sums.all += jobs
  }
  return sums
}

export interface KindOfWork {
  name: string
  jobs: Record<JobState, number>
  /** Since when the oldest is there. */
  since: string
}

/** One line a kind, those with failed jobs first. */
export function byKind(counts: JobList['counts']): KindOfWork[] {
  const kinds = new Map<string, KindOfWork>()
  for (const { name, state, jobs, since } of counts) {
    const kind = kinds.get(name) ?? { name, jobs: { dead: 0, running: 0, waiting: 0 }, since }
    kind.jobs[state] += jobs
    if (since < kind.since) kind.since = since
    kinds.set(name, kind)
  }
  return [...kinds.values()].sort((a, b) => b.jobs.dead - a.jobs.dead || a.name.localeCompare(b.name))
}

/** Whole minutes from one instant to another, never negative. */
export const minutesBetween = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000))
