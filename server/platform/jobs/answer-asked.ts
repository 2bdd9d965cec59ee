import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { businessDateOf } from '../../../contract/kernel/dates.ts'
import type { PubSub } from '../../ports/pubsub/pubsub.port.ts'
import { type JobHandlers, JobStopped, type RunningJob } from '../../ports/queue/queue.port.ts'
import type { Clock } from '../clock.ts'
import { type Database, isConnectionFault } from '../database/database.ts'
import { findReplay, runWrite } from '../database/write.ts'
import { toProblem } from '../http/problems.ts'
import type { Download, ReadContext, Route } from '../http/route.ts'
import { isOpen, type Outcome, settle } from './asked-work.store.ts'
import { type AskedWork, keepProblem, settledChannel, workCancelled } from './asked-work.ts'

export interface AnswerDeps {
  db: Database
  clock: Clock
  pubsub: Pick<PubSub, 'publish'>
  onFault(error: Error): void
}

/** The answering side: a handler for each route that is left to workers. */
export function askedJobs(deps: AnswerDeps, routes: readonly Route[]): JobHandlers {
  const jobs: JobHandlers = {}
  const underway = new Map<string, Promise<void>>()
  /**
   * Who asks again for what this process is just doing waits for the same end; who asked a moment too late for it, or
   * would wait for what failed, has it looked for once more.
   */
  const answerOnce = async (route: Route, work: AskedWork, job: RunningJob): Promise<void> => {
    for (let same = underway.get(work.key); same; same = underway.get(work.key))
      await same.catch(() => undefined)
    const answering = answerAsked(deps, route, work, job).finally(() => underway.delete(work.key))
    underway.set(work.key, answering)
    await answering
  }
  for (const route of routes)
    if (route.job) jobs[route.job] = (work: AskedWork, job) => answerOnce(route, work, job)
  return jobs
}

/**
 * Answers one request as the door would, and tells its asker. A write keeps its answer beside its idempotency key, so a
 * job that runs again, or that was asked for twice, finds it there. What the route refuses is an answer too; only a lost
 * database and a stopped worker leave the request to the next attempt.
 */
async function answerAsked(deps: AnswerDeps, route: Route, work: AskedWork, job: RunningJob): Promise<void> {
  const { db, pubsub, onFault } = deps
  if (!(await isOpen(db, work.key))) return
  const tell = async (outcome: Outcome) => {
    await settle(db, work.key, outcome)
    // Who misses it looks for himself.
    await pubsub.publish(settledChannel, work.key).catch(onFault)
  }
  try {
    await tell(await outcomeOf(deps, route, work, job))
  } catch (error) {
    if (isConnectionFault(error) || (error instanceof JobStopped && error.reason !== 'cancelled')) throw error
    const problem = error instanceof JobStopped ? workCancelled() : toProblem(error)
    await tell({ problem: keepProblem(problem) })
    // The queue notes what was cancelled and logs what is our mistake; its next attempt finds the request settled.
    if (error instanceof JobStopped || problem.kind === 'defect') throw error
  }
}

async function outcomeOf(
  { db, clock }: AnswerDeps,
  route: Route,
  { actor, traceId, input, idempotency }: AskedWork,
  job: RunningJob,
): Promise<Outcome> {
  const now = clock.now()
  const context: ReadContext = { db, actor, now, today: businessDateOf(now), traceId, job }
  if (!idempotency) {
    const { contentType, fileName, body } = (await route.handle(
      context as never,
      input as never,
      undefined as never,
    )) as Download
    return { file: { contentType, fileName, body: body instanceof Readable ? await buffer(body) : body } }
  }
  const claim = { key: idempotency.key, requestHash: Buffer.from(idempotency.requestHash, 'hex') }
  if (await findReplay(db, actor.id, claim)) return {}
  const prepared = await route.prepare?.(context, input as never)
  job.signal.throwIfAborted()
  await runWrite({ db, clock }, { actor, traceId, idempotency: claim }, write =>
    route.handle(write as never, input as never, prepared as never),
  )
  return {}
}
