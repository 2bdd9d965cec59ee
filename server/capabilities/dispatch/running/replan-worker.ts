/** The thread of one re-plan: asks the planner, which searches in threads of its own, and tells what it found. */
import { parentPort, workerData } from 'node:worker_threads'
import { PlannerProblemError, replan } from '../../../planner/planner.api.ts'
import type { ReplanReply, ReplanRequest } from './replan-apart.ts'

const { problem, plan, options } = workerData as ReplanRequest

async function answer(): Promise<ReplanReply> {
  try {
    return { replan: await replan(problem, plan, options) }
  } catch (error) {
    if (!(error instanceof PlannerProblemError)) throw error
    return { refusal: error.message }
  }
}

parentPort?.postMessage(await answer())
