import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BindingRule, LeftOut, Plan, Problem } from '../../planner/planner.api.ts'

/** What the thread is asked. */
export interface ExplainRequest {
  /** With the day's locks: what is driven and what is pinned stays. */
  problem: Problem
  plan: Plan
}
/** `rules` is null where what is driven already keeps the planner from searching at all. */
export interface ExplainReply {
  rules: BindingRule[] | null
  leftOut: LeftOut[]
}

/** Asks what holds a day back in a thread of its own: some ten searches would hold up everybody's requests. */
export async function explainApart(request: ExplainRequest): Promise<ExplainReply> {
  const worker = new Worker(new URL('./explain-worker.ts', import.meta.url), { workerData: request })
  try {
    const [reply] = (await once(worker, 'message')) as [ExplainReply]
    return reply
  } finally {
    await worker.terminate()
  }
}
