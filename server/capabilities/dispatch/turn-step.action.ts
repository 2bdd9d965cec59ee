import type { WriteContext } from '../../platform/database/write.ts'
import { announceBoard } from './board.action.ts'
import { runLocked, stepNotFound, stepOvertaken, stopFinished } from './dispatch.errors.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import { closeUp, inRuns, type Layout, layoutOf, restore } from './layout.rules.ts'
import { retime } from './move-stop.action.ts'
import { type PlanRow, readRuns, updateRun } from './plan.store.ts'
import { isBegun } from './plan-problem.rules.ts'
import {
  coveredBy,
  type LockTurn,
  mayBeRedone,
  mayBeUndone,
  obstacleToRedo,
  obstacleToUndo,
  type PlanStep,
} from './plan-step.rules.ts'
import { markRedone, markUndone, readStepLayouts, readSteps } from './plan-step.store.ts'
import { takePlan } from './publish-plan.action.ts'
import { recordStep } from './record-step.ts'
import { layOut } from './save-plan.ts'
import { readStops, type StopRow, updateStop } from './stop.store.ts'

interface TurnInput {
  date: string
  stepId: string
  version: number
}

/**
 * Takes a step back: its stops return beside their former neighbours. Undoing a publication puts the one before it
 * back as a draft; nothing reaches a driver until the next publish. Refused when somebody moved the same stops since.
 */
export async function undoStep(
  deps: DispatchDeps,
  context: WriteContext,
  input: TurnInput,
): Promise<PlanRow> {
  const { plan, step, steps } = await takeStep(context, input)
  if (!mayBeUndone(step)) throw stepNotFound()
  const obstacle = obstacleToUndo(step, steps)
  if (obstacle) throw stepOvertaken(obstacle)
  const { before: target, locks } = await readStepLayouts(context.db, step.id)
  const turned = locks.map(lock => ({ ...lock, isLocked: !lock.isLocked }))
  const before = await turn(deps, context, plan, step, target, turned)
  const undone = { at: context.now, byName: context.actor.name }
  await markUndone(context.db, [step.id], { ...undone, undoneWith: null })
  const covered = step.kind === 'publish' ? coveredBy(step, steps).map(each => each.id) : []
  await markUndone(context.db, covered, { ...undone, undoneWith: step.id })
  await finish(deps, context, plan, step, { kind: 'undo', before, locks: turned })
  return plan
}

/** Does an undone step again, unless somebody moved its stops meanwhile. */
export async function redoStep(
  deps: DispatchDeps,
  context: WriteContext,
  input: TurnInput,
): Promise<PlanRow> {
  const { plan, step, steps } = await takeStep(context, input)
  if (!mayBeRedone(step)) throw stepNotFound()
  const obstacle = obstacleToRedo(step, steps)
  if (obstacle) throw stepOvertaken(obstacle)
  const { after: target, locks } = await readStepLayouts(context.db, step.id)
  const before = await turn(deps, context, plan, step, target, locks)
  const number = await finish(deps, context, plan, step, { kind: 'redo', before, locks })
  await markRedone(context.db, step.id, number)
  return plan
}

async function takeStep(
  context: WriteContext,
  input: TurnInput,
): Promise<{ plan: PlanRow; step: PlanStep; steps: PlanStep[] }> {
  const plan = await takePlan(context, input.date, input.version)
  const steps = await readSteps(context.db, plan.id)
  const step = steps.find(candidate => candidate.id === input.stepId)
  if (!step) throw stepNotFound()
  return { plan, step, steps }
}

/** Puts the step's stops to where `target` has them and turns its locks; answers the stops as they were. */
async function turn(
  deps: DispatchDeps,
  context: WriteContext,
  plan: PlanRow,
  step: PlanStep,
  target: Layout,
  locks: readonly LockTurn[],
): Promise<StopRow[]> {
  const before = await readStops(context.db, { planId: plan.id })
  const present = before.filter(stop => stop.state !== 'cancelled')
  const open = new Set(present.map(stop => stop.id))
  const moving = step.kind.startsWith('lock') || step.kind.startsWith('unlock') ? [] : step.stopIds
  const stopIds = moving.filter(id => open.has(id))
  const current = layoutOf(present)
  const next = restore(current, target, stopIds)
  refuseDriven(present, stopIds, next)
  const opened = locks.flatMap(lock => (lock.kind === 'run' && !lock.isLocked ? [lock.id] : []))
  await refuseClosedRuns(context, plan, { current, next, opened })
  await layOut(context, present, next)
  for (const lock of locks) {
    if (lock.kind === 'run') await updateRun(context.db, lock.id, { isLocked: lock.isLocked })
    else if (open.has(lock.id)) await updateStop(context.db, lock.id, { isLocked: lock.isLocked })
  }
  await retime(deps, context, plan)
  return before
}

/** Neither a stop that hands have touched may move, nor another be put in front of it. */
function refuseDriven(stops: readonly StopRow[], stopIds: readonly string[], next: Layout): void {
  const byId = new Map(stops.map(stop => [stop.id, stop]))
  const moving = new Set(stopIds)
  const begun = (id: string) => {
    const stop = byId.get(id)
    return stop !== undefined && isBegun(stop)
  }
  if (stopIds.some(begun)) throw stopFinished()
  for (const trips of Object.values(next)) {
    const order = trips.flat()
    if (order.slice(0, order.findLastIndex(begun) + 1).some(id => moving.has(id))) throw stopFinished()
  }
}

/** @param turn.opened runs that the same turn unlocks: a sick driver's run takes its stops back. */
async function refuseClosedRuns(
  context: WriteContext,
  plan: PlanRow,
  turn: { current: Layout; next: Layout; opened: readonly string[] },
): Promise<void> {
  const { current, next, opened } = turn
  for (const run of await readRuns(context.db, plan.id)) {
    const [was, will] = [inRuns(closeUp(current), [run.id]), inRuns(next, [run.id])]
    const isShut = run.state === 'closed' || (run.isLocked && !opened.includes(run.id))
    if (isShut && JSON.stringify(was) !== JSON.stringify(will)) throw runLocked()
  }
}

async function finish(
  deps: DispatchDeps,
  context: WriteContext,
  plan: PlanRow,
  step: PlanStep,
  done: { kind: 'undo' | 'redo'; before: StopRow[]; locks: LockTurn[] },
): Promise<number> {
  await context.audit({
    action: `plan.${done.kind}`,
    entity: 'day_plan',
    entityId: plan.id,
    after: { step: step.id, kind: step.kind },
  })
  const number = await recordStep(deps, context, plan, {
    ...done,
    subject: { ...step.subject, of: step.kind },
    targetId: step.id,
  })
  await announceBoard(context, plan)
  return number
}
