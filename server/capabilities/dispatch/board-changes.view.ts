import type { Board, BoardChanges } from '../../../contract/endpoints/dispatch.ts'
import type { Reader } from '../../platform/database/database.ts'
import { readBoard } from './board.view.ts'
import type { DispatchDeps } from './dispatch-deps.ts'
import type { PlanRow } from './plan.store.ts'
import { readPlanVersion } from './plan-step.store.ts'
import { readRowVersions } from './stop.store.ts'

/** The plan as it stood before a step: its version, and that of each of its stops and runs. */
export interface BoardMark {
  version: number
  rows: ReadonlyMap<string, number>
}

/**
 * Notes how the plan stands. The rows are read before the plan's version, so that what somebody else commits in
 * between shows as changed rather than is missed.
 */
export async function markBoard(db: Reader, planId: string): Promise<BoardMark> {
  const rows = await readRowVersions(db, planId)
  return { rows, version: await readPlanVersion(db, planId) }
}

/**
 * What is different since the mark, for someone who looked at `seenVersion`; the whole board when that is not what
 * was marked.
 */
export async function readBoardChanges(
  deps: DispatchDeps,
  db: Reader,
  plan: Pick<PlanRow, 'depotId' | 'date'>,
  { mark, seenVersion }: { mark: BoardMark; seenVersion: number },
): Promise<Board | BoardChanges> {
  if (mark.version !== seenVersion) return readBoard(deps, db, plan.depotId, plan.date)
  const isChanged = (row: { id: string; version: number }) => mark.rows.get(row.id) !== row.version
  const board = await readBoard(deps, db, plan.depotId, plan.date, isChanged)
  const { planId, state, version, hasUnpublishedChanges, runs, stops, violations, totals, publishedAt } =
    board
  return {
    since: mark.version,
    planId,
    state,
    version,
    hasUnpublishedChanges,
    runs,
    stops,
    violations,
    totals,
    publishedAt,
    steps: board.steps,
  }
}
