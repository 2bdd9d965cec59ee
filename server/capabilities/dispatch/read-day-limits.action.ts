import type { DayLimits } from '../../../contract/endpoints/dispatch.ts'
import type { Reader } from '../../platform/database/database.ts'
import { planNotFound } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { type ExplainReply, explainApart } from './explain-apart.ts'
import { findPlan } from './plan.store.ts'
import { evaluateDay, readPlanningDay, stateProblem } from './plan-day.ts'
import { liftsOf } from './read-stop-reasons.action.ts'

/** Questions that are being searched, so that two who look at one board make the processors work once. */
const underWay = new Map<string, Promise<ExplainReply>>()

/**
 * Which constraint binds the day as its plan now stands and what living without it would be worth, and for each stop
 * left out which rule's lifting alone would let it in. A stop that cannot be asked about has its reason alone.
 */
export async function readDayLimits(
  deps: DispatchDeps,
  db: Reader,
  depotId: string,
  date: string,
): Promise<DayLimits> {
  const plan = await findPlan(db, depotId, date)
  if (!plan) throw planNotFound()
  const day = await readPlanningDay(deps, db, plan, 'all')
  const { result } = evaluateDay(day)
  const key = `${plan.id} ${plan.version}`
  const asked = underWay.get(key) ?? explainApart({ problem: stateProblem(day), plan: result })
  underWay.set(key, asked)
  const { rules, leftOut } = await asked.finally(() => underWay.delete(key))
  return {
    planVersion: plan.version,
    rules:
      rules?.map(({ rule, saving, servesMore, savesMinutes }) => ({
        rule,
        savingNtd: saving,
        servesMore,
        savesMinutes,
      })) ?? null,
    leftOut: [
      ...leftOut.map(left => ({
        stopId: left.stopId,
        reason: left.reason,
        costNtd: left.insertionCost === undefined ? null : Math.round(left.insertionCost),
        lifts: liftsOf(left),
      })),
      ...[...day.refused]
        .filter(([stopId]) => day.stops.some(stop => stop.id === stopId && stop.runId === null))
        .map(([stopId, reason]) => ({ stopId, reason, costNtd: null, lifts: [] })),
    ],
  }
}
