import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Plan, Problem, Replan, ReplanOptions } from '../../../planner/planner.api.ts'

/** What the thread is asked; no callbacks and no signals cross over. */
export interface ReplanRequest {
  problem: Problem
  plan: Plan
  options: Omit<ReplanOptions, 'onImprovement' | 'signal'>
}
export type ReplanReply = { replan: Replan } | { refusal: string }

/** Re-plans in a thread of its own, because stating and timing a big day would hold up everybody's requests. */
export async function replanApart(request: ReplanRequest): Promise<ReplanReply> {
  const worker = new Worker(new URL('./replan-worker.ts', import.meta.url), { workerData: request })
  try {
    const [reply] = (await once(worker, 'message')) as [ReplanReply]
    return reply
  } finally {
    await worker.terminate()
  }
}
