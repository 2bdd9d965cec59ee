import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { PlanStep as PlanStepTable } from '../../platform/database/database.types.ts'
import type { Layout } from './layout.rules.ts'
import type { LockTurn, PlanStep, StepSubject } from './plan-step.rules.ts'

/** More steps than a depot takes in a day's planning; older ones can no longer be taken back. */
const stepLimit = 400

const columns = [
  'id',
  'number',
  'kind',
  'plan_version',
  'done_by',
  'done_by_name',
  'done_at',
  'subject',
  'stop_ids',
  'run_ids',
  'target_id',
  'effective_number',
  'undone_at',
  'undone_by_name',
  'undone_with',
] as const

type StepRow = Pick<Selectable<PlanStepTable>, (typeof columns)[number]>

/** The newest steps of a plan, oldest first, without the layouts they keep. */
export async function readSteps(db: Reader, planId: string, sinceVersion = 0): Promise<PlanStep[]> {
  const rows = await db
    .selectFrom('plan_step')
    .select(columns)
    .where('plan_id', '=', planId)
    .where('plan_version', '>', sinceVersion)
    .orderBy('number', 'desc')
    .limit(stepLimit)
    .execute()
  return rows.reverse().map(toStep)
}

function toStep(row: StepRow): PlanStep {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    planVersion: row.plan_version,
    doneBy: row.done_by,
    doneByName: row.done_by_name,
    doneAt: row.done_at,
    subject: row.subject as StepSubject,
    stopIds: row.stop_ids,
    runIds: row.run_ids,
    targetId: row.target_id,
    effectiveNumber: row.effective_number,
    undoneAt: row.undone_at,
    undoneByName: row.undone_by_name,
    undoneWith: row.undone_with,
  }
}

export interface StepLayouts {
  before: Layout
  after: Layout
  locks: LockTurn[]
}

export async function readStepLayouts(db: Reader, stepId: string): Promise<StepLayouts> {
  const row = await db
    .selectFrom('plan_step')
    .select(['before', 'after', 'locks'])
    .where('id', '=', stepId)
    .executeTakeFirstOrThrow()
  return {
    before: row.before as Layout,
    after: row.after as Layout,
    locks: row.locks as unknown as LockTurn[],
  }
}

export interface NewStep extends StepLayouts {
  id: string
  planId: string
  kind: string
  planVersion: number
  by: { id: string; name: string }
  at: Date
  subject: StepSubject
  stopIds: string[]
  runIds: string[]
  targetId: string | null
}

/** Appends a step; the plan's row must be locked, so that numbers follow each other. */
export async function insertStep(db: Tx, step: NewStep): Promise<number> {
  const last = await db
    .selectFrom('plan_step')
    .select('number')
    .where('plan_id', '=', step.planId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await db
    .insertInto('plan_step')
    .values({
      id: step.id,
      plan_id: step.planId,
      number,
      effective_number: number,
      kind: step.kind,
      plan_version: step.planVersion,
      done_by: step.by.id,
      done_by_name: step.by.name,
      done_at: step.at,
      subject: JSON.stringify(step.subject),
      stop_ids: step.stopIds,
      run_ids: step.runIds,
      before: JSON.stringify(step.before),
      after: JSON.stringify(step.after),
      locks: JSON.stringify(step.locks),
      target_id: step.targetId,
    })
    .execute()
  return number
}

/** Marks steps as taken back; `undoneWith` names the publication whose undoing took them along. */
export async function markUndone(
  db: Tx,
  stepIds: string[],
  undone: { at: Date; byName: string; undoneWith: string | null },
): Promise<void> {
  if (stepIds.length === 0) return
  await db
    .updateTable('plan_step')
    .set({ undone_at: undone.at, undone_by_name: undone.byName, undone_with: undone.undoneWith })
    .where('id', 'in', stepIds)
    .execute()
}

/** Puts a step back into force, with all that its undoing took along. */
export async function markRedone(db: Tx, stepId: string, effectiveNumber: number): Promise<void> {
  await db
    .updateTable('plan_step')
    .set({ undone_at: null, undone_by_name: null, undone_with: null, effective_number: effectiveNumber })
    .where(eb => eb.or([eb('id', '=', stepId), eb('undone_with', '=', stepId)]))
    .execute()
}

/** The plan's version as it stands inside this transaction. */
export async function readPlanVersion(db: Reader, planId: string): Promise<number> {
  const row = await db
    .selectFrom('day_plan')
    .select('version')
    .where('id', '=', planId)
    .executeTakeFirstOrThrow()
  return row.version
}
