/** The thread that explains one day: which rule binds it, and what would let in what is left out. */
import { parentPort, workerData } from 'node:worker_threads'
import {
  type BindingRule,
  explainDay,
  explainLeftOut,
  PlannerProblemError,
} from '../../planner/planner.api.ts'
import type { ExplainReply, ExplainRequest } from './explain-apart.ts'

const { problem, plan } = workerData as ExplainRequest

function bindingRules(): BindingRule[] | null {
  try {
    return explainDay(problem, plan)
  } catch (error) {
    // What has been driven cannot be kept within the rules: then nothing can be searched around it.
    if (!(error instanceof PlannerProblemError)) throw error
    return null
  }
}

const reply: ExplainReply = {
  rules: bindingRules(),
  // Priced as the board judges what hands do: locks are the dispatcher's own business.
  leftOut: explainLeftOut({ ...problem, locks: {} }, plan),
}
parentPort?.postMessage(reply)
