/** What a step says to people: names and letters, no ids. */
export interface StepSubject {
  stop?: string
  from?: string
  to?: string
  driver?: string
  /** Stops it moved. */
  count?: number
  mode?: string
  number?: number
  /** Locked stops that no longer fit and were left in their place. */
  kept?: number
  /** What an undo or redo turned. */
  of?: string
}

/** A lock as the step left it. */
export interface LockTurn {
  kind: 'stop' | 'run'
  id: string
  isLocked: boolean
}

/** One thing somebody did to the plan. */
export interface PlanStep {
  id: string
  number: number
  kind: string
  /** The plan's version it left behind. */
  planVersion: number
  doneBy: string
  doneByName: string
  doneAt: Date
  subject: StepSubject
  /** The stops it moved or locked; neighbours that only slid along are not among them. */
  stopIds: string[]
  /** The runs whose order or lock it changed. */
  runIds: string[]
  targetId: string | null
  effectiveNumber: number
  undoneAt: Date | null
  undoneByName: string | null
  undoneWith: string | null
}

const turningKinds: readonly string[] = ['undo', 'redo']
const lockRunKinds: readonly string[] = ['lock-run', 'unlock-run']

/** What an edit relied on when somebody made it from the plan's version he saw. */
export interface SeenPlan {
  /** The version he saw. */
  version: number
  stopIds: readonly string[]
  runIds: readonly string[]
}

export type Staleness = { isStale: false } | { isStale: true; because: PlanStep | undefined }

/**
 * Whether what an edit relies on has changed since it was seen. Steps of others on other stops do not disturb it; a
 * change that is not among the steps (new stops in the tray, facts from the road) leaves the judgement to `isSame`.
 * @param since the steps after the version seen, oldest first
 */
export function staleness(
  seen: SeenPlan,
  plan: { version: number },
  since: readonly PlanStep[],
  isSame: boolean,
): Staleness {
  const [stops, runs] = [new Set(seen.stopIds), new Set(seen.runIds)]
  const because = since.findLast(
    step =>
      step.planVersion > seen.version &&
      (step.stopIds.some(id => stops.has(id)) || step.runIds.some(id => runs.has(id))),
  )
  if (because) return { isStale: true, because }
  const isExplained = seen.version <= plan.version && plan.version - seen.version === since.length
  return isExplained || isSame ? { isStale: false } : { isStale: true, because: undefined }
}

/** Edits can be taken back; what turned them, who works, and a first publication, cannot. */
export function mayBeUndone(step: PlanStep): boolean {
  if (turningKinds.includes(step.kind) || step.kind === 'staff' || step.undoneAt !== null) return false
  return step.kind !== 'publish' || (step.subject.number ?? 1) > 1
}

/** What was undone by itself can be done again; what went along with a publication comes back with it. */
export function mayBeRedone(step: PlanStep): boolean {
  return step.undoneAt !== null && step.undoneWith === null && !turningKinds.includes(step.kind)
}

/**
 * The step that stands in the way of taking `step` back: a later one, still in force, that moved or locked one of its
 * stops. Publishing moves nothing by itself and never stands in the way.
 */
export function obstacleToUndo(step: PlanStep, steps: readonly PlanStep[]): PlanStep | undefined {
  return steps.findLast(
    other => isEditInForce(other) && other.effectiveNumber > step.effectiveNumber && overlaps(step, other),
  )
}

/**
 * The step that stands in the way of doing an undone step again: one in force made after it, or an earlier one that
 * is undone too and has to come first.
 */
export function obstacleToRedo(step: PlanStep, steps: readonly PlanStep[]): PlanStep | undefined {
  return steps.findLast(
    other =>
      other.id !== step.id &&
      overlaps(step, other) &&
      (isEditInForce(other)
        ? other.effectiveNumber > step.effectiveNumber
        : !turningKinds.includes(other.kind) &&
          other.undoneAt !== null &&
          other.undoneWith !== step.id &&
          other.effectiveNumber < step.effectiveNumber &&
          other.undoneAt >= (step.undoneAt ?? other.undoneAt)),
  )
}

/** The edits that a publication sent out: what was done since the one before it. */
export function coveredBy(publication: PlanStep, steps: readonly PlanStep[]): PlanStep[] {
  const previous = steps.findLast(
    step => step.kind === 'publish' && step.undoneAt === null && step.number < publication.number,
  )
  return steps.filter(
    step => isEditInForce(step) && step.number < publication.number && step.number > (previous?.number ?? 0),
  )
}

function isEditInForce(step: PlanStep): boolean {
  return !turningKinds.includes(step.kind) && step.kind !== 'publish' && step.undoneAt === null
}

function overlaps(one: PlanStep, other: PlanStep): boolean {
  const stops = new Set(one.stopIds)
  const isLockOf = (step: PlanStep) => lockRunKinds.includes(step.kind)
  if (isLockOf(one) && isLockOf(other)) return one.runIds.some(id => other.runIds.includes(id))
  return other.stopIds.some(id => stops.has(id))
}
